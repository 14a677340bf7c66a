//! The covered picture, read again: what can still be seen of what was to be covered.
//!
//! Readers make something of anything, a black bar too. What they read counts only where it stands
//! outside the covers.

use super::cover::Cover;
use super::look::Looked;
use super::number::{Found, Number, numbers, places};
use super::portraits;
use super::seen::Shown;
use super::{Doubt, RedactedField, RedactionRequest};
use crate::frame::Frame;
use crate::model::ModelError;
use crate::mrz::Format;
use crate::read::DocumentEngine;

/// A picture before it was covered.
pub(super) struct Before<'a> {
    pub(super) frame: &'a Frame,
    pub(super) looked: &'a Looked,
    pub(super) shown: &'a Shown,
}

/// What is left on a covered picture.
pub(super) fn left(
    engine: &DocumentEngine,
    covered: &Frame,
    covers: &[Cover],
    before: &Before,
    request: &RedactionRequest,
) -> Result<Vec<Doubt>, ModelError> {
    let looked = Looked::at(engine, covered, request.today)?;
    let again = Again {
        looked: &looked,
        covers,
        shown: before.shown,
    };
    let mut left = Vec::new();
    if request.covers(RedactedField::PersonalIdentificationNumber) {
        if again.shows_number() || again.zone_shows_number() {
            left.push(Doubt::NumberLeft);
        }
        if again.shows_code() {
            left.push(Doubt::CodeLeft);
        }
    }
    if request.covers(RedactedField::Photo) {
        let before = (before.frame, before.looked);
        let is_seen = portraits::is_left(engine, before, (covered, &looked))?;
        if is_seen || again.shows_portrait() {
            left.push(Doubt::PortraitLeft);
        }
    }
    Ok(left)
}

struct Again<'a> {
    looked: &'a Looked,
    covers: &'a [Cover],
    shown: &'a Shown,
}

impl Again<'_> {
    fn is_covered(&self, point: (f32, f32)) -> bool {
        self.covers.iter().any(|cover| cover.holds(point))
    }

    fn shows_number(&self) -> bool {
        let mut prints = self.looked.prints();
        prints.any(|(print, is_odd)| {
            let found = numbers(print.text()).into_iter();
            let counts = |own: &Found| own.number.is_valid() && (own.is_plain || !is_odd);
            let valid = found.filter(counts);
            let others = valid.filter(|own| !self.shown.own.contains(&own.number));
            let known = self.shown.known.iter();
            let known = known.flat_map(|number| places(print.text(), *number, true));
            let mut all = others.map(|own| own.characters).chain(known);
            all.any(|mut characters| characters.any(|at| !self.is_covered(print.middle(at))))
        })
    }

    /// Whether anything but fillers stands in the optional data, or a number anywhere else in the
    /// zone.
    fn zone_shows_number(&self) -> bool {
        let look = &self.looked.look;
        let (Some(zone), Some(rows)) = (&look.reading.mrz, &look.rows) else {
            return false;
        };
        // What stands on covers is not there.
        let seen = |line: usize, text: &str| -> String {
            let signs = text.chars().enumerate();
            let seen = signs.map(|(at, sign)| {
                let place = rows.middle(line, at);
                let is_gone = place.is_some_and(|place| self.is_covered(place));
                if is_gone { '?' } else { sign }
            });
            seen.collect()
        };
        let lines = zone.lines.iter().enumerate();
        let lines: Vec<String> = lines.map(|(line, text)| seen(line, text)).collect();
        let stands = |number: &Number| {
            let mut lines = lines.iter();
            lines.any(|text| !places(text, *number, false).is_empty())
        };
        let mut optional = zone.format.layout().optional.iter();
        let says = |span: &crate::mrz::layout::Span| {
            let text = lines.get(span.line);
            let own = text.and_then(|text| text.get(span.start..span.end));
            own.is_some_and(|own| own.chars().any(|sign| sign.is_ascii_digit()))
        };
        self.shown.known.iter().any(stands)
            || (zone.format != Format::Licence && optional.any(says))
    }

    fn shows_code(&self) -> bool {
        let mut codes = self.looked.codes.iter();
        codes.any(|corners| !corners.iter().all(|corner| self.is_covered(*corner)))
    }

    fn shows_portrait(&self) -> bool {
        let reading = &self.looked.look.reading;
        let photo = reading.photo.map(|photo| photo.middle());
        let face = reading.face.as_ref().map(|face| face.region.middle());
        let mut places = photo.into_iter().chain(face);
        places.any(|place| !self.is_covered(place))
    }
}
