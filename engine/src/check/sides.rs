//! The sides of a document as checks see them.

use jiff::civil::Date;

use super::evidence::Evidence;
use crate::catalogue::Side;
use crate::classify::Class;
use crate::fields::Field;
use crate::mrz;
use crate::read::DocumentReading;
use crate::region::Region;
use crate::statement::{Statements, statements};

/// A document of one side or two.
pub(super) struct Sides<'a> {
    pub(super) readings: Vec<(Side, &'a DocumentReading)>,
    /// What they say together.
    pub(super) statements: Statements,
}

impl<'a> Sides<'a> {
    pub(super) fn of(front: &'a DocumentReading, back: Option<&'a DocumentReading>) -> Self {
        let readings: Vec<(Side, &DocumentReading)> = std::iter::once((Side::Front, front))
            .chain(back.map(|back| (Side::Back, back)))
            .collect();
        let both: Vec<&DocumentReading> = readings.iter().map(|(_, own)| *own).collect();
        let statements = statements(&both);
        Self {
            readings,
            statements,
        }
    }

    /// A date of which the document is surer than not.
    pub(super) fn sure_date(&self, field: Field) -> Option<Date> {
        let said = self.statements.get(&field)?;
        let is_sure = said.confidence >= SURE_DATE;
        said.value.parse().ok().filter(|_| is_sure)
    }

    /// Where a side shows the portrait.
    pub(super) fn photo(&self, side: Side) -> Option<Region> {
        let mut sides = self.readings.iter();
        sides.find_map(|(own, reading)| reading.photo.filter(|_| *own == side))
    }

    /// The evidence, of a field and at its place.
    pub(super) fn placed(&self, field: Field, mut evidence: Evidence) -> Evidence {
        evidence.field = Some(field);
        (evidence.side, evidence.region) = self.place(field);
        evidence
    }

    /// Where a field stands, on the first side that shows it.
    fn place(&self, field: Field) -> (Option<Side>, Option<Region>) {
        let mut sides = self.readings.iter();
        let place = sides.find_map(|(side, own)| Some((*side, *own.viz.regions.get(&field)?)));
        let zone = || {
            let mut sides = self.readings.iter();
            sides.find_map(|(side, own)| Some((*side, own.mrz.as_ref()?.region)))
        };
        place.or_else(zone).unzip()
    }

    /// The machine-readable zones.
    pub(super) fn zones(&self) -> impl Iterator<Item = (Side, &'a mrz::Reading)> + '_ {
        let sides = self.readings.iter();
        sides.filter_map(|(side, own)| Some((*side, own.mrz.as_ref()?)))
    }

    /// Which document each side is, where something speaks for one.
    pub(super) fn classes(&self) -> impl Iterator<Item = &'a Class> + '_ {
        let sides = self.readings.iter();
        sides.filter_map(|(_, own)| own.class.as_ref())
    }

    /// Country that issued the document, ISO 3166-1 alpha-3 or ICAO code.
    pub(super) fn country(&self) -> Option<&str> {
        let said = self.statements.get(&Field::IssuingCountry);
        said.map(|said| said.value.as_str())
            .or_else(|| self.classes().find_map(|class| class.country.as_deref()))
    }
}

/// From this probability on a date counts.
const SURE_DATE: f32 = 0.5;
