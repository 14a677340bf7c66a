//! Distributions of any kind, decoded under every format, and frames of any kind, aligned.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use vidimus_engine::mrz::decode::decode;
use vidimus_engine::mrz::lattice::align;
use vidimus_engine::mrz::{Format, parse};
use vidimus_engine_fuzz::value;

/// Logs of a distribution: one class far above the rest, two alike, all alike, or anything.
fn logs<const N: usize>(bytes: &mut Unstructured) -> Result<[f32; N]> {
    let mut logs = [-12.0; N];
    match bytes.arbitrary::<u8>()? {
        0..=150 => logs[bytes.choose_index(N)?] = -0.001,
        151..=200 => {
            logs[bytes.choose_index(N)?] = -0.7;
            logs[bytes.choose_index(N)?] = -0.7;
        }
        201..=240 => logs = [-(N as f32).ln(); N],
        _ => {
            for log in &mut logs {
                *log = value(bytes)? * 20.0;
            }
        }
    }
    Ok(logs)
}

fn decode_all(bytes: &mut Unstructured) -> Result<()> {
    for format in Format::ALL {
        let layout = format.layout();
        let places = (0..layout.lines())
            .map(|_| (0..layout.width).map(|_| logs(bytes)).collect())
            .collect::<Result<Vec<Vec<_>>>>()?;
        let decoded = decode(format, &places);
        // A line of 30 is a licence's by its first letter only.
        let parsed = parse(&decoded.lines);
        assert!(format == Format::Licence || parsed.is_ok(), "{parsed:?}");
        assert_eq!(decoded.posteriors.len(), layout.lines());
        let mut finite = places.iter().flatten().flatten();
        if finite.all(|log| (-300.0..=0.0).contains(log)) {
            assert!(decoded.score.is_finite());
            let least = decoded.min_posterior();
            assert!((0.0..=1.0).contains(&least), "{least}");
        }
    }
    Ok(())
}

fn align_any(bytes: &mut Unstructured) -> Result<()> {
    let count = bytes.int_in_range(0..=46)?;
    let steps = bytes.int_in_range(0..=150)?;
    let frames = (0..steps)
        .map(|_| logs(bytes))
        .collect::<Result<Vec<_>>>()?;
    let Some(aligned) = align(&frames, count) else {
        assert!(count == 0 || steps < count);
        return Ok(());
    };
    assert_eq!((aligned.places.len(), aligned.times.len()), (count, count));
    if frames
        .iter()
        .flatten()
        .all(|log| (-30.0..=0.0).contains(log))
    {
        for place in &aligned.places {
            let sum: f32 = place.iter().map(|log| log.exp()).sum();
            assert!((sum - 1.0).abs() < 1e-3, "{sum}");
        }
        assert!(aligned.log_likelihood.is_finite());
    }
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    let bytes = &mut Unstructured::new(bytes);
    let _ = match bytes.arbitrary() {
        Ok(true) => decode_all(bytes),
        _ => align_any(bytes),
    };
});
