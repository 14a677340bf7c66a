//! Pictures of any kind, searched for codes.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use vidimus_engine_fuzz::frame;

fn search(bytes: &[u8]) -> Result<()> {
    let frame = frame(&mut Unstructured::new(bytes), 400)?;
    for code in vidimus_engine::barcode::read_anywhere(&frame) {
        let inside = code.region.is_none_or(|region| {
            region.x + region.width <= frame.width_px()
                && region.y + region.height <= frame.height_px()
        });
        assert!(inside, "{:?}", code.region);
    }
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    let _ = search(bytes);
});
