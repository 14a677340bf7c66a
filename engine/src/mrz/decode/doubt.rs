//! How nearly another reading of a zone fits as well.

use super::{Decoded, Place, best, index};

/// Natural logarithm beyond which no difference is told.
pub(super) const MAX_MARGIN: f32 = 7.0;

/// For each character, by how much the best whole zone with another one there falls short.
///
/// A character whose own posterior leaves less than a thousandth to all others needs no second
/// search: whatever replaces it costs [`MAX_MARGIN`] or more.
pub(super) fn margins(decoded: &Decoded, places: &[Vec<Place>]) -> Vec<Vec<f32>> {
    let layout = decoded.format.layout();
    let whole = decoded.score * (layout.lines() * layout.width) as f32;
    let mut masked = places.to_vec();
    let lines = decoded.posteriors.iter().zip(&decoded.lines).enumerate();
    lines
        .map(|(line, (posteriors, text))| {
            let characters = posteriors.iter().zip(text.bytes()).enumerate();
            characters
                .map(|(at, (&posterior, character))| {
                    let Some(chosen) = index(character) else {
                        return 0.0;
                    };
                    if posterior > 1.0 - (-MAX_MARGIN).exp() {
                        return MAX_MARGIN;
                    }
                    let kept = std::mem::replace(&mut masked[line][at][chosen], f32::MIN / 1e6);
                    let (other, _) = best(layout, &masked);
                    masked[line][at][chosen] = kept;
                    (whole - other).clamp(0.0, MAX_MARGIN)
                })
                .collect()
        })
        .collect()
}
