//! The image is not of a grey copy.

use super::check;
use crate::report::Check;

/// Least share of coloured pixels in a picture of an original: documents are printed in several
/// inks, and a portrait has the colour of skin.
const MIN_COLOUR_FRACTION: f32 = 0.02;

/// Passes when enough of the picture has a colour; see [`crate::quality::colour_fraction`].
#[must_use]
pub fn not_black_and_white(colour_fraction: f32) -> Check {
    check(
        "Not black & white copy",
        colour_fraction >= MIN_COLOUR_FRACTION,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_fails_and_colour_passes() {
        assert!(!not_black_and_white(0.0).passed);
        assert!(not_black_and_white(0.2).passed);
    }
}
