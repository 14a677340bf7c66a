//! Outlines, pages laid flat and lines of a zone on frames of any size, whatever the network says
//! of them.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use vidimus_engine::locate::Locator;
use vidimus_engine_fuzz::{Maps, frame};

fn locate(bytes: &[u8]) -> Result<()> {
    let bytes = &mut Unstructured::new(bytes);
    let maps = Maps::new(bytes)?;
    let frame = frame(bytes, 300)?;
    let side_px = bytes.int_in_range(1..=400)?;
    let Ok(map) = Locator::new(Box::new(maps)).look(&frame, side_px) else {
        return Ok(());
    };
    for outline in map.outlines(&frame) {
        let mut corners = outline.corners.iter();
        assert!(corners.all(|(x, y)| x.is_finite() && y.is_finite()));
        let along = bytes.arbitrary::<bool>()?.then_some((0.6, -0.8));
        let page = outline.flattened(&frame, outline.size(&frame), along, 0.5);
        assert!(page.width_px() >= page.height_px());
    }
    for line in map.zone_lines() {
        let (x, y) = line.center;
        assert!(x.is_finite() && y.is_finite() && line.length.is_finite());
        assert!(line.capital.is_finite() && line.capital > 0.0);
        assert!((line.along.0.hypot(line.along.1) - 1.0).abs() < 1e-3);
    }
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    let _ = locate(bytes);
});
