//! Readings for the tests of checks.

use jiff::civil::date;

use crate::face::Face;
use crate::fields::{Field, Fields};
use crate::frame::Frame;
use crate::mrz::{self, Format};
use crate::quality::{PrecheckConfig, precheck_light};
use crate::read::DocumentReading;
use crate::region::Region;
use crate::viz::Viz;

/// A zone whose characters are all sure.
pub(super) fn zone(format: Format, lines: &[&str]) -> mrz::Reading {
    let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
    let parsed = mrz::parse(&lines).unwrap();
    mrz::Reading {
        format,
        check_digits_valid: parsed.all_check_digits_valid(),
        confidence: 0.9,
        line_confidences: vec![0.9; lines.len()],
        lines,
        region: Region {
            x: 10,
            y: 300,
            width: 400,
            height: 60,
        },
    }
}

/// The passport of ICAO 9303-4, its zone read, its fields changed.
pub(super) fn passport(change: impl FnOnce(&mut Fields)) -> DocumentReading {
    let mut reading = empty();
    reading.mrz = Some(zone(
        Format::Td3,
        &[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ],
    ));
    reading.fields = holder();
    change(&mut reading.fields);
    reading
}

/// What the passport of ICAO 9303-4 says.
pub(super) fn holder() -> Fields {
    Fields {
        surname: Some("ERIKSSON".to_owned()),
        given_names: Some("ANNA MARIA".to_owned()),
        number: Some("L898902C3".to_owned()),
        birth: Some(date(1974, 8, 12)),
        expiry: Some(date(2032, 4, 15)),
        nationality: Some("UTO".to_owned()),
        sex: Some("F".to_owned()),
        personal_number: Some("ZE184226B".to_owned()),
        issuing_country: Some("UTO".to_owned()),
        ..Fields::default()
    }
}

/// The same, printed in the visual zone beside each other.
pub(super) fn printed(fields: Fields) -> Viz {
    let place = |x| Region {
        x,
        y: 100,
        width: 90,
        height: 20,
    };
    let known = [Field::Surname, Field::Number, Field::Birth, Field::Expiry];
    Viz {
        regions: known
            .into_iter()
            .zip((0..).step_by(100).map(place))
            .collect(),
        fields,
        lines: 12,
        ..Viz::default()
    }
}

/// A face of some size.
pub(super) fn face() -> Face {
    Face {
        region: Region {
            x: 20,
            y: 80,
            width: 120,
            height: 150,
        },
        landmarks: [
            (60.0, 130.0),
            (100.0, 130.0),
            (80.0, 160.0),
            (65.0, 190.0),
            (95.0, 190.0),
        ],
        confidence: 0.9,
    }
}

fn empty() -> DocumentReading {
    let frame = Frame::from_rgb(8, 8, vec![90; 192]).unwrap();
    DocumentReading {
        mrz: None,
        fields: Fields::default(),
        viz: Viz::default(),
        barcodes: vec![],
        class: None,
        evidence: None,
        line_evaluations: 0,
        face: None,
        second_face: None,
        photo: None,
        colour_variety: 0.2,
        corners: None,
        along: None,
        quality: precheck_light(&frame, &PrecheckConfig::default()),
    }
}
