//! Where personal numbers stand on a side, and whether they were found wherever they have to be.

use std::ops::Range;

use super::cover::Cover;
use super::look::Looked;
use super::number::{numbers as numbers_in, places};
use super::seen::Shown;
use super::{Doubt, RedactedField, RedactionLevel};
use crate::mrz::Format;
use crate::mrz::layout::Span;
use crate::viz::Print;

const FIELD: RedactedField = RedactedField::PersonalIdentificationNumber;
/// Least margin around what is small in the picture, in pixels.
const LEAST_MARGIN_PX: f32 = 2.0;

/// What is to be covered of personal numbers.
pub(super) struct Numbers {
    pub(super) covers: Vec<Cover>,
    pub(super) doubts: Vec<Doubt>,
}

/// Every place of a personal number, and of what may be one.
pub(super) fn numbers(looked: &Looked, shown: &Shown, level: RedactionLevel) -> Numbers {
    let mut covers = in_zone(looked, shown, level);
    let is_in_zone = looked.in_zone().iter().any(|own| own.number.is_valid());
    let printed = in_print(looked, shown, level);
    covers.extend(printed.covers);
    let codes = looked.codes.iter();
    covers.extend(codes.map(|corners| in_code(corners, level)));
    let mut doubts = Vec::new();
    match shown.needs() {
        Err(doubt) => doubts.push(doubt),
        Ok(needs) => {
            if needs.printed && !printed.is_found {
                doubts.push(Doubt::PrintedNumberNotFound);
            }
            if needs.code && looked.codes.is_empty() {
                doubts.push(Doubt::CodeNotFound);
            }
            if needs.anywhere && shown.known.is_empty() {
                doubts.push(Doubt::NumberNotFound);
            }
        }
    }
    let is_unread = looked.has_label && !printed.is_found;
    let is_wrong = looked.zone_carries() && !is_in_zone && shown.has_number_in_zone();
    if is_unread || is_wrong {
        doubts.push(Doubt::NumberInDoubt);
    }
    Numbers { covers, doubts }
}

/// The optional data of the zone with the check digits that are computed over them, and the number
/// wherever else it stands there.
fn in_zone(looked: &Looked, shown: &Shown, level: RedactionLevel) -> Vec<Cover> {
    let (Some(zone), Some(rows)) = (&looked.look.reading.mrz, &looked.look.rows) else {
        return vec![];
    };
    let mut spans: Vec<Span> = Vec::new();
    let layout = zone.format.layout();
    if zone.format != Format::Licence {
        let says = |span: &&Span| {
            let text = zone.lines.get(span.line);
            let own = text.and_then(|text| text.get(span.start..span.end));
            own.is_none_or(|own| own.bytes().any(|sign| sign != b'<'))
        };
        let carrying: Vec<Span> = layout.optional.iter().filter(says).copied().collect();
        let checks = layout.checks.iter().chain(layout.composite.as_ref());
        let computed = checks.filter(|check| {
            let mut data = check.data.iter();
            data.any(|data| carrying.iter().any(|span| overlap(data, span)))
        });
        spans.extend(computed.map(|check| check.at));
        spans.extend(carrying);
    }
    for (line, text) in zone.lines.iter().enumerate() {
        let known = shown.known.iter();
        let places = known.flat_map(|number| places(text, *number, false));
        spans.extend(places.map(|at| Span {
            line,
            start: at.start,
            end: at.end,
        }));
    }
    let boxes = spans
        .iter()
        .flat_map(|span| rows.around(*span, level.text_margin()));
    boxes
        .map(|corners| Cover::around(FIELD, &corners))
        .collect()
}

fn overlap(a: &Span, b: &Span) -> bool {
    a.line == b.line && a.start < b.end && b.start < a.end
}

struct Printed {
    covers: Vec<Cover>,
    /// Whether one of them is a personal number.
    is_found: bool,
}

/// Nine digits wherever they stand, whether they can be a personal number or may have been
/// misread, and the numbers that are known, however they were read.
fn in_print(looked: &Looked, shown: &Shown, level: RedactionLevel) -> Printed {
    let mut printed = Printed {
        covers: vec![],
        is_found: false,
    };
    let margin = level.text_margin();
    let cover = |print: &Print, characters: &Range<usize>| {
        Cover::around(FIELD, &print.around(characters, margin))
    };
    for (print, is_odd) in looked.prints() {
        for own in numbers_in(print.text()) {
            let counts = own.is_plain && own.number.is_valid();
            if (counts || !is_odd) && !shown.own.contains(&own.number) {
                printed.covers.push(cover(&print, &own.characters));
                printed.is_found |= shown.is_personal(own.number);
            }
        }
        for number in &shown.known {
            for characters in places(print.text(), *number, true) {
                printed.covers.push(cover(&print, &characters));
                printed.is_found |= shown.is_personal(*number);
            }
        }
    }
    printed
}

fn in_code(corners: &[(f32, f32); 4], level: RedactionLevel) -> Cover {
    let middle = corners.iter().fold((0.0, 0.0), |sum, corner| {
        (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0)
    });
    // From the middle a side is half a length away.
    let grown = 1.0 + 2.0 * level.picture_margin();
    let farther = |from: f32, to: f32| {
        let off = (to - from) * grown;
        from + off + LEAST_MARGIN_PX.copysign(off)
    };
    let corners = corners.map(|(x, y)| (farther(middle.0, x), farther(middle.1, y)));
    Cover::around(FIELD, &corners)
}
