//! A QR code as the path of an SVG drawing.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// A drawing of one unit a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Modules a side, with the quiet zone that readers need.
    pub side: usize,
    /// The dark modules, as the `d` of a path.
    pub path: String,
}

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// Draws a text. `None` when it is too long for any code.
#[must_use]
pub fn draw(text: &str) -> Option<Drawing> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size)
                .take_while(|&column| code[y][column].value())
                .count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some(Drawing {
        side: code.size + 2 * QUIET,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_pattern_stands_in_the_corner() {
        let drawing = draw("https://example.com/capture/#/artifact=abc").unwrap();
        assert!(
            drawing.path.starts_with("M4 4h7v1h-7z"),
            "{}",
            &drawing.path[..40]
        );
        assert_eq!((drawing.side - 8) % 4, 1);
    }

    #[test]
    fn what_is_too_long_is_not_drawn() {
        assert_eq!(draw(&"x".repeat(5000)), None);
    }
}
