//! Frames of any size and content: the engine looks at them with its real networks, and never
//! panics.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod networks;

use std::sync::LazyLock;

use jiff::civil::date;
use networks::{Content, engine, frame};
use proptest::prelude::*;
use vidimus_engine::quality::{Precheck, PrecheckConfig, precheck_light};
use vidimus_engine::{DocumentEngine, Frame, Region};

static ENGINE: LazyLock<DocumentEngine> = LazyLock::new(engine);

/// Width and height in pixels: single points and lines of them, small ones, up to 5 megapixels.
fn sizes() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![
        1 => Just((1, 1)),
        2 => (1_u32..4_000).prop_map(|length| (1, length)),
        2 => (1_u32..4_000).prop_map(|length| (length, 1)),
        4 => (1_u32..400, 1_u32..400),
        3 => (400_u32..2_600, 400_u32..2_000),
    ]
}

fn contents() -> impl Strategy<Value = Content> {
    prop_oneof![
        Just(Content::Noise),
        any::<[u8; 3]>().prop_map(Content::Flat),
        (1_u32..60, any::<bool>())
            .prop_map(|(pixels, upright)| Content::Stripes { pixels, upright }),
        (5_u32..60).prop_map(|capital| Content::Text { capital }),
    ]
}

fn is_inside(region: Region, frame: &Frame) -> bool {
    region.width >= 1
        && region.height >= 1
        && region.x + region.width <= frame.width_px()
        && region.y + region.height <= frame.height_px()
}

fn check_precheck(found: &Precheck) -> Result<(), TestCaseError> {
    prop_assert!((0.0..=255.0).contains(&found.mean_luma), "{found:?}");
    prop_assert!((0.0..=1.0).contains(&found.sharpness), "{found:?}");
    prop_assert!((0.0..=1.0).contains(&found.glare_fraction), "{found:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_frame_is_read(size in sizes(), content in contents(), seed in any::<u64>()) {
        let frame = frame(size, content, seed);
        let reading = ENGINE.read(&frame, date(2026, 11, 21)).unwrap();
        check_precheck(&reading.quality)?;
        prop_assert!((0.0..=1.0).contains(&reading.colour_variety));
        let face = reading.face.map(|face| face.region);
        for region in [face, reading.photo].into_iter().flatten() {
            prop_assert!(is_inside(region, &frame), "{region:?}");
        }
        let mut corners = reading.corners.into_iter().flatten();
        prop_assert!(corners.all(|(x, y)| x.is_finite() && y.is_finite()));
        // Nothing here says what a zone says.
        let zone = reading.mrz.filter(|zone| zone.check_digits_valid);
        prop_assert!(zone.is_none(), "{:?}", zone.map(|zone| zone.lines));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_frame_is_pre_checked(size in sizes(), content in contents(), seed in any::<u64>()) {
        let frame = frame(size, content, seed);
        let config = PrecheckConfig::default();
        check_precheck(&precheck_light(&frame, &config))?;
        check_precheck(&ENGINE.precheck_document(&frame, &config).unwrap())?;
        check_precheck(&ENGINE.precheck_selfie(&frame, None, &config).unwrap())?;
    }
}
