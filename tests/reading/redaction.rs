//! Redaction of documents laid out as the Dutch ones are: what is covered, and what is refused.

use image::RgbImage;
use vidimus_engine::policy::DocumentType;
use vidimus_engine::redact::{
    Doubt, RedactedField, RedactedSide, Redaction, RedactionLevel, RedactionRequest, redact,
};
use vidimus_engine::{DocumentEngine, Frame, FrameError};
use vidimus_tests::specimen::{DutchPage, Edition, Maker, NUMBER, photo_turned};

use super::{TODAY, maker};

const BOTH: [RedactedField; 2] = [
    RedactedField::PersonalIdentificationNumber,
    RedactedField::Photo,
];
const BLACK: [u8; 3] = [0; 3];

/// With the detector of `$VIDIMUS_FACE_DETECTION`, or with one that finds no face.
fn engine() -> DocumentEngine {
    super::engine_with(std::env::var_os("VIDIMUS_FACE_DETECTION").map(Into::into))
}

fn frame(picture: &RgbImage) -> Result<Frame, FrameError> {
    Frame::from_rgb(picture.width(), picture.height(), picture.as_raw().clone())
}

/// A side on the table, turned clockwise by some radians.
fn photo(maker: &Maker, side: DutchPage, turn: f32) -> Frame {
    frame(&photo_turned(&maker.dutch(side).unwrap(), turn)).unwrap()
}

fn request(kind: DocumentType) -> RedactionRequest<'static> {
    RedactionRequest {
        front: None,
        back: None,
        document_type: kind,
        fields: &BOTH,
        level: RedactionLevel::Standard,
        today: TODAY,
    }
}

fn sure(redaction: Redaction) -> Vec<RedactedSide> {
    match redaction {
        Redaction::Sure(sides) => sides,
        Redaction::NotSure(doubts) => panic!("{doubts:?}"),
    }
}

fn doubts(redaction: Redaction) -> Vec<Doubt> {
    match redaction {
        Redaction::Sure(_) => panic!("it was sure"),
        Redaction::NotSure(doubts) => doubts.into_iter().map(|own| own.doubt).collect(),
    }
}

fn redacted(request: &RedactionRequest) -> Vec<RedactedSide> {
    sure(redact(&engine(), request).unwrap())
}

fn refused(request: &RedactionRequest) -> Vec<Doubt> {
    doubts(redact(&engine(), request).unwrap())
}

/// Share (0 to 1) of a box on the page, in shares of its sides, that is black in a photo of it.
fn blackness(
    side: DutchPage,
    redacted: &Frame,
    turn: f32,
    [left, top, right, bottom]: [f32; 4],
) -> f32 {
    // A page on which the box alone is white, photographed alike, shows where it lies.
    let drawn = maker().dutch(side).unwrap();
    let (width, height) = (drawn.width() as f32, drawn.height() as f32);
    let within =
        |at: u32, low: f32, high: f32, side: f32| (low * side..high * side).contains(&(at as f32));
    let marked = RgbImage::from_fn(drawn.width(), drawn.height(), |x, y| {
        let is_marked = within(x, left, right, width) && within(y, top, bottom, height);
        image::Rgb(if is_marked { [255, 0, 0] } else { [0, 0, 255] })
    });
    let marked = photo_turned(&marked, turn);
    let places = marked.pixels().enumerate();
    let marked = places.filter(|(_, pixel)| pixel.0[0] > 180 && pixel.0[2] < 60);
    let (mut all, mut black) = (0_u32, 0_u32);
    for (at, _) in marked {
        all += 1;
        black += u32::from(redacted.rgb()[at * 3..at * 3 + 3] == BLACK);
    }
    assert!(all > 0);
    black as f32 / all as f32
}

/// The optional data of a passport's zone with their check digit, in shares of the page.
const PASSPORT_ZONE: [f32; 4] = [0.623, 0.87, 0.925, 0.907];
/// The personal number printed on an old data page.
const PASSPORT_PRINT: [f32; 4] = [0.642, 0.683, 0.78, 0.706];
const PASSPORT_PORTRAIT: [f32; 4] = [0.043, 0.197, 0.317, 0.70];
const PASSPORT_GHOST: [f32; 4] = [0.855, 0.48, 0.953, 0.655];

#[test]
fn an_old_passport_is_covered_in_both_zones_however_it_lies() {
    let (maker, side) = (maker(), DutchPage::PassportData(Edition::Until2014));
    for turn in [0.0, 0.45, 1.6, 3.1] {
        let frame = photo(&maker, side, turn);
        let sides = redacted(&RedactionRequest {
            front: Some(&frame),
            ..request(DocumentType::Passport)
        });
        let covered = &sides[0].frame;
        assert_eq!(
            (covered.width_px(), covered.height_px()),
            (frame.width_px(), frame.height_px())
        );
        for place in [PASSPORT_ZONE, PASSPORT_PRINT, PASSPORT_PORTRAIT] {
            let black = blackness(side, covered, turn, place);
            assert!(black > 0.999, "turned {turn}: {place:?} {black}");
        }
        // What is not covered is as it was.
        let outside = |at: usize| {
            let (own, before) = (&covered.rgb()[at..at + 3], &frame.rgb()[at..at + 3]);
            own == before || own == BLACK
        };
        assert!((0..frame.rgb().len() / 3).all(|at| outside(at * 3)));
        let black = blackness(side, covered, turn, [0.35, 0.2, 0.6, 0.6]);
        assert!(black < 0.01, "turned {turn}: names are covered, {black}");
    }
}

#[test]
fn the_second_portrait_is_covered_where_a_detector_sees_it() {
    if std::env::var_os("VIDIMUS_FACE_DETECTION").is_none()
        || std::env::var_os("VIDIMUS_PORTRAITS").is_none()
    {
        return;
    }
    let side = DutchPage::PassportData(Edition::Until2021);
    let frame = photo(&maker(), side, 0.0);
    let sides = redacted(&RedactionRequest {
        front: Some(&frame),
        fields: &[RedactedField::Photo],
        ..request(DocumentType::Passport)
    });
    let black = blackness(side, &sides[0].frame, 0.0, PASSPORT_GHOST);
    assert!(black > 0.999, "{black}");
    let zone = blackness(side, &sides[0].frame, 0.0, PASSPORT_ZONE);
    assert!(zone < 0.01, "only the photo was asked for: {zone}");
}

#[test]
fn a_new_passport_has_its_number_and_its_code_behind_the_data_page() {
    let maker = maker();
    let data = photo(&maker, DutchPage::PassportData(Edition::Since2021), 0.0);
    let behind = DutchPage::PassportReverse(Edition::Since2021);
    let reverse = photo(&maker, behind, 0.0);
    let number = [RedactedField::PersonalIdentificationNumber];
    let sides = redacted(&RedactionRequest {
        front: Some(&data),
        back: Some(&reverse),
        fields: &number,
        ..request(DocumentType::Passport)
    });
    assert!(sides[0].frame == data, "nothing to cover on the data page");
    let print = [0.098, 0.235, 0.24, 0.262];
    let code = [0.736, 0.16, 0.88, 0.363];
    for place in [print, code] {
        let black = blackness(behind, &sides[1].frame, 0.0, place);
        assert!(black > 0.999, "{place:?} {black}");
    }
    // Alone it does not say what it is.
    let alone = refused(&RedactionRequest {
        back: Some(&reverse),
        ..request(DocumentType::Passport)
    });
    assert!(alone.contains(&Doubt::TypeUnsure), "{alone:?}");
}

#[test]
fn each_level_covers_what_the_one_before_does_and_more() {
    let side = DutchPage::CardBack(Edition::Until2021);
    let frame = photo(&maker(), side, 0.0);
    let engine = engine();
    let mut before: Vec<bool> = vec![];
    for level in RedactionLevel::ALL {
        let request = RedactionRequest {
            back: Some(&frame),
            level,
            ..request(DocumentType::IdentityCard)
        };
        let sides = sure(redact(&engine, &request).unwrap());
        let pixels = sides[0].frame.rgb().chunks_exact(3);
        let black: Vec<bool> = pixels.map(|pixel| pixel == BLACK).collect();
        let count = |of: &[bool]| of.iter().filter(|own| **own).count();
        assert!(count(&black) > count(&before), "{level:?}");
        assert!(
            before.iter().zip(&black).all(|(a, b)| !a || *b),
            "{level:?}"
        );
        before = black;
    }
}

#[test]
fn cards_are_covered_on_the_side_that_has_the_number() {
    let (maker, engine) = (maker(), engine());
    for (edition, print_on_front) in [
        (Edition::Until2014, true),
        (Edition::Until2021, false),
        (Edition::Since2021, false),
    ] {
        let (front, back) = (DutchPage::CardFront(edition), DutchPage::CardBack(edition));
        let pictures = [front, back].map(|side| photo(&maker, side, 0.0));
        let request = RedactionRequest {
            front: Some(&pictures[0]),
            back: Some(&pictures[1]),
            fields: &BOTH[..1],
            ..request(DocumentType::IdentityCard)
        };
        let sides = sure(redact(&engine, &request).unwrap());
        let on_front = [0.4, 0.793, 0.555, 0.82];
        let on_back = [0.06, 0.363, 0.222, 0.39];
        if print_on_front {
            let black = blackness(front, &sides[0].frame, 0.0, on_front);
            assert!(black > 0.999, "{edition:?}: {black}");
        } else {
            assert!(sides[0].frame == pictures[0], "{edition:?}");
            let black = blackness(back, &sides[1].frame, 0.0, on_back);
            assert!(black > 0.999, "{edition:?}: {black}");
        }
        let in_zone = [0.50, 0.64, 0.94, 0.685];
        let zone = blackness(back, &sides[1].frame, 0.0, in_zone);
        assert_eq!(
            zone > 0.999,
            edition != Edition::Since2021,
            "{edition:?}: {zone}"
        );
    }
}

#[test]
fn a_driving_licence_has_the_number_on_its_back() {
    let maker = maker();
    let front = photo(&maker, DutchPage::LicenceFront, 0.0);
    let back = photo(&maker, DutchPage::LicenceBack, 0.0);
    let sides = redacted(&RedactionRequest {
        front: Some(&front),
        back: Some(&back),
        fields: &BOTH[..1],
        ..request(DocumentType::DriversLicense)
    });
    assert!(sides[0].frame == front);
    let place = [0.062, 0.093, 0.195, 0.117];
    let black = blackness(DutchPage::LicenceBack, &sides[1].frame, 0.0, place);
    assert!(black > 0.999, "{black}");
}

#[test]
fn what_is_not_the_declared_dutch_document_is_refused() {
    let maker = maker();
    let passport = photo(&maker, DutchPage::PassportData(Edition::Until2021), 0.0);
    let as_card = refused(&RedactionRequest {
        front: Some(&passport),
        ..request(DocumentType::IdentityCard)
    });
    assert!(as_card.contains(&Doubt::OtherType), "{as_card:?}");
    let utopian = super::specimen("passport.jpg");
    let other = refused(&RedactionRequest {
        front: Some(&utopian),
        ..request(DocumentType::Passport)
    });
    assert!(other.contains(&Doubt::OtherCountry), "{other:?}");
    let blank = Frame::from_rgb(800, 600, vec![128; 800 * 600 * 3]).unwrap();
    let nothing = redact(
        &engine(),
        &RedactionRequest {
            front: Some(&passport),
            back: Some(&blank),
            ..request(DocumentType::Passport)
        },
    );
    let nothing = doubts(nothing.unwrap());
    assert!(
        !nothing.is_empty(),
        "one side in doubt holds back the other"
    );
}

#[test]
fn a_number_that_is_hidden_where_the_edition_has_it_is_missed() {
    let maker = maker();
    let hide = |side: DutchPage, [left, top, right, bottom]: [f32; 4]| {
        let mut page = maker.dutch(side).unwrap();
        let (width, height) = (page.width() as f32, page.height() as f32);
        for (x, y, pixel) in page.enumerate_pixels_mut() {
            let (x, y) = (x as f32 / width, y as f32 / height);
            if (left..right).contains(&x) && (top..bottom).contains(&y) {
                *pixel = image::Rgb([235, 238, 240]);
            }
        }
        frame(&photo_turned(&page, 0.0)).unwrap()
    };
    let number = &BOTH[..1];
    let unprinted = hide(
        DutchPage::PassportData(Edition::Until2014),
        [0.63, 0.65, 0.85, 0.72],
    );
    let doubts = refused(&RedactionRequest {
        front: Some(&unprinted),
        fields: number,
        ..request(DocumentType::Passport)
    });
    assert_eq!(doubts, [Doubt::PrintedNumberNotFound]);
    let codeless = hide(
        DutchPage::CardBack(Edition::Since2021),
        [0.74, 0.03, 0.97, 0.36],
    );
    let doubts = refused(&RedactionRequest {
        back: Some(&codeless),
        fields: number,
        ..request(DocumentType::IdentityCard)
    });
    assert_eq!(doubts, [Doubt::CodeNotFound]);
}

#[test]
fn nothing_that_was_read_is_printed() {
    let side = DutchPage::PassportData(Edition::Until2014);
    let frame = photo(&maker(), side, 0.0);
    let redaction = redact(
        &engine(),
        &RedactionRequest {
            front: Some(&frame),
            ..request(DocumentType::Passport)
        },
    );
    let printed = format!("{:?}", redaction.unwrap());
    assert!(
        printed.contains("Sure") && !printed.contains(NUMBER),
        "{printed}"
    );
}

/// Every page in many lies, lights and sizes: `cargo test -p vidimus-tests --test reading --
/// --ignored redaction_of_many --nocapture`.
#[test]
#[ignore = "minutes"]
fn redaction_of_many() {
    let (maker, engine) = (maker(), engine());
    let (mut pictures, mut covered) = (0, 0);
    let pages = [
        (
            DocumentType::Passport,
            DutchPage::PassportData(Edition::Until2014),
        ),
        (
            DocumentType::Passport,
            DutchPage::PassportData(Edition::Until2021),
        ),
        (
            DocumentType::IdentityCard,
            DutchPage::CardFront(Edition::Since2021),
        ),
        (
            DocumentType::IdentityCard,
            DutchPage::CardBack(Edition::Until2021),
        ),
        (
            DocumentType::IdentityCard,
            DutchPage::CardBack(Edition::Since2021),
        ),
    ];
    for (kind, side) in pages {
        let page = maker.dutch(side).unwrap();
        for (step, size) in (0..8).flat_map(|step| [1.0, 0.6].map(|size| (step, size))) {
            let turn = step as f32 * std::f32::consts::TAU / 8.0 + 0.07;
            let whole = photo_turned(&page, turn);
            let length = |length: u32| (length as f32 * size) as u32;
            let (width, height) = (length(whole.width()), length(whole.height()));
            let frame = frame(&whole).unwrap().resized(width, height);
            let request = RedactionRequest {
                front: Some(&frame),
                ..request(kind)
            };
            pictures += 1;
            match redact(&engine, &request).unwrap() {
                Redaction::Sure(_) => covered += 1,
                Redaction::NotSure(doubts) => {
                    println!("{side:?} turned {turn:.2}, size {size}: {doubts:?}");
                }
            }
        }
    }
    println!("{pictures} pictures, {covered} redacted");
}
