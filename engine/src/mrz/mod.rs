//! The machine-readable zone (ICAO Doc 9303 parts 3 to 7): located, read, decoded, parsed.

pub mod alphabet;
pub mod country;
pub mod date;
pub mod decode;
pub mod emit;
mod fusion;
mod ink;
pub mod lattice;
pub mod layout;
pub mod parse;
mod reader;
mod strip;

use serde::{Deserialize, Serialize};

pub use fusion::{Evidence, Fusion};
pub use layout::Format;
pub use parse::{Mrz, ParseError, parse};
pub(crate) use reader::Rows;
pub use reader::{Located, Search, read};
pub use strip::ZoneRecogniser;

use crate::region::Region;

/// A zone as it was read. Personal data: not printed by `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The layout.
    pub format: Format,
    /// The lines as printed.
    pub lines: Vec<String>,
    /// Smallest posterior of any character, 0 to 1.
    pub confidence: f32,
    /// For each line, how well a line of its length fits what is seen, 0 to 1: a line that goes
    /// on beyond its ends, or of which parts are hidden, fits badly.
    #[serde(default)]
    pub line_confidences: Vec<f32>,
    /// Whether every check digit of the layout agrees.
    pub check_digits_valid: bool,
    /// Where the zone stands.
    pub region: Region,
}

impl Reading {
    /// Whether a name takes up its whole place, so that it may go on beyond it
    /// (ICAO 9303-3 §4.6).
    #[must_use]
    pub fn fills_name(&self) -> bool {
        parse(&self.lines).is_ok_and(|zone| zone.fills_name)
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Reading")
            .field("format", &self.format)
            .field("confidence", &self.confidence)
            .field("line_confidences", &self.line_confidences)
            .field("check_digits_valid", &self.check_digits_valid)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
