//! The document's data agree with themselves.

use super::check;
use crate::mrz;
use crate::report::Check;

/// Passes when every check digit of the machine-readable zone agrees (ICAO 9303-3 §4.9); `None`
/// when no zone was read.
#[must_use]
pub fn data_integrity(zone: Option<&mrz::Reading>) -> Option<Check> {
    zone.map(|zone| check("Data integrity", zone.check_digits_valid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Region;

    #[test]
    fn the_zone_decides() {
        let zone = |check_digits_valid| mrz::Reading {
            format: mrz::Format::Td3,
            lines: vec![],
            confidence: 0.9,
            line_confidences: vec![],
            check_digits_valid,
            region: Region {
                x: 0,
                y: 0,
                width: 1,
                height: 1,
            },
        };
        assert!(data_integrity(Some(&zone(true))).unwrap().passed);
        assert!(!data_integrity(Some(&zone(false))).unwrap().passed);
        assert_eq!(data_integrity(None), None);
    }
}
