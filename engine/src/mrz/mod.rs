//! The machine-readable zone (ICAO Doc 9303 parts 3 to 7).

use serde::{Deserialize, Serialize};

use crate::region::Region;

/// The layouts of a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Format {
    /// Three lines of 30 (ICAO 9303-5): cards.
    Td1,
    /// Two lines of 36 (ICAO 9303-6): larger cards.
    Td2,
    /// Two lines of 44 (ICAO 9303-4): passports.
    Td3,
    /// Two lines of 44 (ICAO 9303-7): full-page visas.
    MrvA,
    /// Two lines of 36 (ICAO 9303-7): small visas.
    MrvB,
}

/// A zone as it was read.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The layout.
    pub format: Format,
    /// The lines as printed.
    pub lines: Vec<String>,
    /// Smallest posterior of any printed character, 0 to 1.
    pub confidence: f32,
    /// Whether every check digit of the layout agrees.
    pub check_digits_valid: bool,
    /// Where the zone stands.
    pub region: Region,
}
