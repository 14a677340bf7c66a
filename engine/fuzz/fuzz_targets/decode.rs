//! Files of strangers: decoded within the limits, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vidimus_engine::{Frame, Limits};

/// Small, so that the fuzzer tries many files a second; the checks are the same for all limits.
const LIMITS: Limits = Limits {
    max_bytes: 64 << 10,
    max_pixels: 250_000,
    max_side_px: 2_000,
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = Frame::decode(bytes, &LIMITS) {
        let (width, height) = (frame.width_px(), frame.height_px());
        assert!(width >= 1 && height >= 1 && width.max(height) <= LIMITS.max_side_px);
        let pixels = u64::from(width) * u64::from(height);
        assert!(pixels <= LIMITS.max_pixels);
        assert_eq!(frame.rgb().len() as u64, 3 * pixels);
    }
});
