//! The sides of a document as checks see them.

use jiff::civil::Date;

use crate::catalogue::Side;
use crate::fields::{Field, Fields};
use crate::mrz;
use crate::read::DocumentReading;
use crate::region::Region;
use crate::statement::{Origin, Statements, of_licence, statements};

/// A document of one side or two.
pub(super) struct Sides<'a> {
    pub(super) readings: Vec<(Side, &'a DocumentReading)>,
    /// What they say together.
    pub(super) statements: Statements,
}

/// What one zone of a side says.
pub(super) struct Word {
    pub(super) origin: Origin,
    pub(super) value: String,
    pub(super) confidence: f32,
    pub(super) region: Option<Region>,
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

    /// Where a field stands, on the first side that shows it.
    pub(super) fn place(&self, field: Field) -> (Option<Side>, Option<Region>) {
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

    /// Country that issued the document, ISO 3166-1 alpha-3 or ICAO code.
    pub(super) fn country(&self) -> Option<&str> {
        let said = self.statements.get(&Field::IssuingCountry);
        let mut classes = self
            .readings
            .iter()
            .filter_map(|(_, own)| own.class.as_ref());
        said.map(|said| said.value.as_str())
            .or_else(|| classes.find_map(|class| class.country.as_deref()))
    }

    /// Whether a zone's names may end before they are whole.
    pub(super) fn may_be_cut(&self) -> bool {
        self.zones().any(|(_, zone)| zone.fills_name())
    }
}

/// From this probability on a date counts.
const SURE_DATE: f32 = 0.5;

/// What the zones of a side say of a field, the one made for machines first.
pub(super) fn words(side: &DocumentReading, field: Field) -> Vec<Word> {
    let word = |origin, fields: &Fields, region| {
        Some(Word {
            origin,
            value: fields.text(field)?,
            confidence: fields.confidence.get(&field).copied().unwrap_or(1.0),
            region,
        })
    };
    let zone = side
        .mrz
        .as_ref()
        .and_then(|zone| word(Origin::Mrz, &side.fields, Some(zone.region)));
    let codes = side.barcodes.iter().filter_map(|code| {
        let licence = code.licence.as_ref()?;
        word(Origin::Barcode, &of_licence(licence), None)
    });
    let place = side.viz.regions.get(&field).copied();
    let printed = word(Origin::Viz, &side.viz.fields, place);
    zone.into_iter().chain(codes).chain(printed).collect()
}
