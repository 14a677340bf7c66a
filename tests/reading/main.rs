//! The engine with its own networks on specimens: the visual zone, which document it is, and what
//! its checks rest on.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../engine/tests/networks/nobody.rs"]
mod nobody;
mod redaction;

use std::path::PathBuf;

use image::{Rgb, RgbImage};
use jiff::civil::{Date, date};
use nobody::Nobody;
use vidimus_engine::catalogue::{Side, Title, document};
use vidimus_engine::check::{CheckName, Rule};
use vidimus_engine::model::{Model, OnnxModel};
use vidimus_engine::{
    DocumentEngine, DocumentModels, DocumentReading, Field, Frame, Limits, Origin, Policy,
    Submission, verify,
};
use vidimus_server::report_page::{self, Picture};
use vidimus_tests::specimen::{Holder, Maker, Portraits};

const TODAY: Date = date(2026, 11, 21);

fn engine() -> DocumentEngine {
    engine_with(None)
}

/// With the detector of faces in a file.
fn engine_with(face_detection: Option<PathBuf>) -> DocumentEngine {
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
        face_detection: match face_detection {
            Some(path) => {
                let bytes = std::fs::read(path).unwrap();
                Box::new(OnnxModel::load("face-detection", bytes).unwrap())
            }
            None => Box::new(Nobody),
        },
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

fn file(name: &str) -> Vec<u8> {
    let files = maker().pictures().unwrap();
    let file = files.into_iter().find(|file| file.name == name);
    file.unwrap().bytes
}

fn specimen(name: &str) -> Frame {
    Frame::decode(&file(name), &Limits::default()).unwrap()
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

#[test]
fn a_card_passes_its_checks_and_the_back_of_another_document_does_not_match() {
    let engine = engine();
    let (front, back) = (specimen("card-front.jpg"), specimen("card-back.jpg"));
    let passport = specimen("passport.jpg");
    let policy = Policy::on(TODAY);
    let checks = |back: &Frame| {
        let submission = Submission {
            back: Some(back),
            ..Submission::of(&front)
        };
        verify(&engine, &submission, &policy).unwrap().checks
    };
    let own = checks(&back);
    for name in [
        CheckName::NonExpired,
        CheckName::NotUnderage,
        CheckName::NotBlackAndWhite,
        CheckName::DataIntegrity,
        CheckName::SidesMatch,
    ] {
        assert!(own[&name].passed, "{name:?}: {:?}", own[&name]);
    }
    let other = checks(&passport);
    let failing = other[&CheckName::SidesMatch].failing();
    let failing: Vec<Rule> = failing.map(|own| own.rule).collect();
    assert!(failing.contains(&Rule::SidesAgree), "{failing:?}");
}

#[test]
fn the_report_page_shows_where_checks_rest_and_tells_nothing_that_was_read() {
    let bytes = file("passport.jpg");
    let frame = Frame::decode(&bytes, &Limits::default()).unwrap();
    let submission = Submission::of(&frame);
    let policy = Policy::on(TODAY);
    let verified = verify(&engine(), &submission, &policy).unwrap();
    let picture = Picture {
        side: Side::Front,
        bytes: &bytes,
        frame: &frame,
        reading: &verified.front,
    };
    let page = report_page::page(&[picture], &verified, &policy);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("data:image/jpeg;base64,"));
    assert!(page.contains("zonesAgree"));
    for shape in ["polygon", "rect"] {
        let opened = page.matches(&format!("<{shape} ")).count();
        // Browsers show nothing that stands within a shape that was left open.
        let closed = page.matches(&format!("></{shape}>")).count();
        assert!(
            opened > 0 && opened == closed,
            "{shape}: {opened}, {closed}"
        );
    }
    for name in CheckName::ALL {
        assert!(
            page.contains(&name.title().replace('&', "&amp;")),
            "{name:?}"
        );
    }
    let holder = Holder::of_passport();
    for value in [holder.surname, holder.given_names, holder.number] {
        assert!(!page.contains(value), "the page tells what was read");
    }
    for elsewhere in ["http:", "https:"] {
        assert!(!page.contains(elsewhere), "the page loads something");
    }
}
