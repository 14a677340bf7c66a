//! The engine with its own networks on specimens: the visual zone, and which document it is.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../engine/tests/networks/nobody.rs"]
mod nobody;

use std::path::PathBuf;

use image::{Rgb, RgbImage};
use jiff::civil::{Date, date};
use nobody::Nobody;
use vidimus_engine::catalogue::{Side, Title, document};
use vidimus_engine::model::{Model, OnnxModel};
use vidimus_engine::{
    DocumentEngine, DocumentModels, DocumentReading, Field, Frame, Limits, Origin,
};
use vidimus_tests::specimen::{Holder, Maker, Portraits};

const TODAY: Date = date(2026, 11, 21);

fn engine() -> DocumentEngine {
    let network = |name: &'static str| -> Box<dyn Model> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../engine/models");
        let bytes = std::fs::read(folder.join(format!("{name}.onnx"))).unwrap();
        Box::new(OnnxModel::load(name, bytes).unwrap())
    };
    DocumentEngine::new(DocumentModels {
        locator: network("locator"),
        zone_recognition: network("zone-recognition"),
        page_layout: network("page-layout"),
        text_recognition: network("text-recognition"),
        face_detection: Box::new(Nobody),
        document_traces: network("document-traces"),
    })
}

/// Draws specimens with the portraits of `$VIDIMUS_PORTRAITS`, or with plain areas in their place.
fn maker() -> Maker {
    let portraits = std::env::var_os("VIDIMUS_PORTRAITS")
        .map(|folder| Portraits::open(&PathBuf::from(folder)).unwrap());
    let plain = |size: (u32, u32), ink| RgbImage::from_pixel(size.0, size.1, Rgb(ink));
    Maker::new(portraits.unwrap_or_else(|| Portraits {
        document: plain((910, 1137), [180, 140, 120]),
        selfie: plain((626, 1200), [150, 130, 120]),
        other: plain((970, 2204), [120, 130, 150]),
    }))
    .unwrap()
}

fn specimen(name: &str) -> Frame {
    let files = maker().pictures().unwrap();
    let file = files.into_iter().find(|file| file.name == name).unwrap();
    Frame::decode(&file.bytes, &Limits::default()).unwrap()
}

fn assert_printed(reading: &DocumentReading, holder: &Holder) {
    let viz = &reading.viz.fields;
    assert_eq!(viz.surname.as_deref(), Some(holder.surname));
    assert_eq!(viz.given_names.as_deref(), Some(holder.given_names));
    assert_eq!(viz.number.as_deref(), Some(holder.number));
    assert_eq!(viz.birth, Some(holder.birth));
    assert_eq!(viz.expiry, Some(holder.expiry));
}

#[test]
fn a_passport_says_the_same_in_both_zones() {
    let frame = specimen("passport.jpg");
    let reading = engine().read(&frame, TODAY).unwrap();
    assert_printed(&reading, &Holder::of_passport());
    let statements = reading.statements();
    for field in [Field::Surname, Field::Number, Field::Birth, Field::Expiry] {
        let statement = &statements[&field];
        assert_eq!(statement.origins, [Origin::Mrz, Origin::Viz], "{field:?}");
        assert!(
            statement.confidence > 0.9 && statement.region.is_some(),
            "{field:?}"
        );
    }
    let class = reading.class.unwrap();
    let passport = document(class.document_id.unwrap()).unwrap();
    assert_eq!(
        (passport.country, class.kind),
        ("UTO", Some(Title::Passport))
    );
    assert_eq!(class.side, Some(Side::Front));
    assert!(reading.viz.signature.is_some());
}

#[test]
fn a_card_is_read_on_both_sides() {
    let engine = engine();
    let back = engine.read(&specimen("card-back.jpg"), TODAY).unwrap();
    assert!(back.mrz.is_some());
    let front = engine
        .read_beside(&specimen("card-front.jpg"), Some(&back), TODAY)
        .unwrap();
    assert_eq!(front.mrz, None);
    assert_printed(&front, &Holder::of_card());
    let class = back.class.unwrap();
    assert_eq!(
        (class.kind, class.side),
        (Some(Title::IdentityCard), Some(Side::Back))
    );
    assert_eq!(class.country.as_deref(), Some("UTO"));
}

#[test]
fn a_card_whose_zone_was_not_seen_is_read_by_its_labels() {
    let front = engine().read(&specimen("card-front.jpg"), TODAY).unwrap();
    assert_printed(&front, &Holder::of_card());
    let class = front.class.unwrap();
    assert_eq!(
        (class.kind, class.country.as_deref()),
        (Some(Title::IdentityCard), Some("UTO"))
    );
}
