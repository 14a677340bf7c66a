//! The whole reading of a document, whatever the networks say of the frame.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use vidimus_engine::{DocumentEngine, DocumentModels, Region};
use vidimus_engine_fuzz::{Cells, Characters, Faces, Maps, TEXT_CLASSES, ZONE_CLASSES, frame};

/// How often the recogniser may look at lines of one frame, so that no frame takes long.
const MOST_EVALUATIONS: u32 = 320;

fn read(bytes: &[u8]) -> Result<()> {
    let bytes = &mut Unstructured::new(bytes);
    let engine = DocumentEngine::new(DocumentModels {
        locator: Box::new(Maps::new(bytes)?),
        zone_recognition: Box::new(Characters::new(bytes, ZONE_CLASSES)?),
        page_layout: Box::new(Maps::new(bytes)?),
        text_recognition: Box::new(Characters::new(bytes, TEXT_CLASSES)?),
        face_detection: Box::new(Faces::new(bytes)?),
        document_traces: Box::new(Cells::new(bytes)?),
    });
    let frame = frame(bytes, 300)?;
    let Ok(reading) = engine.read(&frame, jiff::civil::date(2026, 11, 21)) else {
        return Ok(());
    };
    assert!(
        reading.line_evaluations <= MOST_EVALUATIONS,
        "{}",
        reading.line_evaluations
    );
    let inside = |region: Region| {
        region.x + region.width <= frame.width_px() && region.y + region.height <= frame.height_px()
    };
    if let Ok(traces) = engine.traces(&frame, &reading) {
        assert!((0.0..=1.0).contains(&traces.screen) && (0.0..=1.0).contains(&traces.print));
        assert!(traces.windows.into_iter().all(inside));
        assert!(traces.altered.iter().all(|place| inside(place.region)));
    }
    if let Some(zone) = reading.mrz {
        assert!(inside(zone.region));
        assert!(vidimus_engine::mrz::parse(&zone.lines).is_ok());
        assert!(
            (0.0..=1.0).contains(&zone.confidence),
            "{}",
            zone.confidence
        );
    }
    assert!(reading.photo.is_none_or(inside));
    assert!(reading.viz.signature.is_none_or(inside));
    assert!(reading.viz.regions.values().copied().all(inside));
    assert!(reading.face.is_none_or(|face| inside(face.region)));
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes);
});
