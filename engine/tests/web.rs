//! The engine in a browser: what needs no models.
#![cfg(target_arch = "wasm32")]

use jiff::civil::date;
use vidimus_engine::mrz::emit::{Content, emit};
use vidimus_engine::mrz::{Format, parse};
use vidimus_engine::quality::{PrecheckConfig, Subject, precheck_light};
use vidimus_engine::{Frame, FrameError, Limits};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn images_are_decoded_turned_and_refused() {
    let limits = Limits::default();
    let turned = Frame::decode(include_bytes!("images/turned.jpg"), &limits).unwrap();
    assert_eq!((turned.width_px(), turned.height_px()), (48, 64));
    let animated = Frame::decode(include_bytes!("images/animated.png"), &limits);
    assert!(matches!(animated, Err(FrameError::Animated)));
    let cut = &include_bytes!("images/plain.jpg")[..300];
    assert!(matches!(
        Frame::decode(cut, &limits),
        Err(FrameError::Damaged(_))
    ));
}

#[wasm_bindgen_test]
fn a_zone_is_emitted_and_parsed() {
    let content = Content {
        format: Format::Td1,
        document_code: "I".into(),
        issuer: "UTO".into(),
        surname: "ERIKSSON".into(),
        given_names: "ANNA MARIA".into(),
        number: "D23145890".into(),
        nationality: "UTO".into(),
        birth: date(1974, 8, 12),
        sex: "F".into(),
        expiry: date(2012, 4, 15),
        optional: vec![],
    };
    let mrz = parse(&emit(&content).unwrap()).unwrap();
    assert!(mrz.all_check_digits_valid());
    assert_eq!(mrz.given_names, "ANNA MARIA");
    assert_eq!(mrz.birth_date(date(2026, 11, 21)), Some(date(1974, 8, 12)));
}

#[wasm_bindgen_test]
fn a_frame_from_a_canvas_is_looked_at() {
    let (width, height) = (1280_u32, 720_u32);
    let rgba: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let card = (200..1080).contains(&x) && (80..640).contains(&y);
            [if card { 210 } else { 60 }; 4]
        })
        .collect();
    let frame = Frame::from_rgba(width, height, &rgba).unwrap();
    let found = precheck_light(&frame, &PrecheckConfig::default());
    assert_eq!(found.subject, Subject::Unknown);
    assert!((found.mean_luma - 140.0).abs() < 5.0, "{found:?}");
    assert_eq!(found.hint, None, "{found:?}");
}
