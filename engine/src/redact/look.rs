//! One picture, read as closely as can be: twice, on its sides, and with every code.

use jiff::civil::Date;

use crate::frame::Frame;
use crate::locate::contains;
use crate::model::ModelError;
use crate::mrz::{self, Mrz};
use crate::read::{DocumentEngine, Look, code_page};
use crate::region::Region;
use crate::viz::{Context, Known, Print, ReadPage};

use super::number::{Found, numbers};

/// What a picture shows, and where. Personal data: has no `Debug`.
pub(super) struct Looked {
    pub(super) look: Look,
    /// The pages, each read on its sides and, where nothing tells which way it lies, upside down:
    /// some numbers are printed up the edge, and a few lines do not tell.
    pub(super) otherwise: Vec<ReadPage>,
    /// Corners of codes, in pixels of the frame.
    pub(super) codes: Vec<[(f32, f32); 4]>,
    /// The zone's fields.
    pub(super) zone: Option<Mrz>,
    /// Width over height of the largest page, as it lies in space.
    pub(super) proportion: Option<f32>,
    /// The numbers that stand by a label of a personal number, and can be one.
    pub(super) labelled: Vec<Found>,
    /// Whether a label of a personal number stands on it.
    pub(super) has_label: bool,
}

impl Looked {
    pub(super) fn at(
        engine: &DocumentEngine,
        frame: &Frame,
        today: Date,
    ) -> Result<Self, ModelError> {
        let mut look = engine.look(frame, None, today)?;
        let mut pages = std::mem::take(&mut look.pages);
        // The box around the zone of a page that lies askew holds other lines, too.
        let known = Known {
            zone: None,
            ..look.known()
        };
        engine.viz.look_again(frame, &mut pages, &known, true)?;
        let mut otherwise = Vec::new();
        for read in &pages {
            otherwise.extend(engine.viz.read_otherwise(frame, read.page(), &known)?);
        }
        let context = Context {
            zone: None,
            country: Some("NLD"),
            today,
        };
        let labelled: Vec<_> = pages
            .iter()
            .chain(&otherwise)
            .map(|page| page.personal_numbers(&context))
            .collect();
        let has_label = labelled.iter().any(Option::is_some);
        let labelled = labelled.into_iter().flatten().flatten();
        let labelled = labelled.flat_map(|(print, characters)| {
            let stands = move |own: &Found| own.characters.start >= characters.start;
            let found = numbers(print.text()).into_iter().filter(stands);
            found.filter(|own| own.number.is_valid())
        });
        let labelled = labelled.collect();
        let page = look.outlines.first();
        let page = page.map(|outline| code_page(frame, outline));
        let zone = look.reading.mrz.as_ref();
        let codes = crate::barcode::places(frame, page.as_ref());
        Ok(Self {
            codes,
            zone: zone.and_then(|zone| mrz::parse(&zone.lines).ok()),
            proportion: pages.first().map(|read| read.page().proportion(frame)),
            look: Look { pages, ..look },
            otherwise,
            labelled,
            has_label,
        })
    }

    /// Whether the optional data of its zone say anything. The single line of a driving licence
    /// has data of another meaning there.
    pub(super) fn zone_carries(&self) -> bool {
        let says = |zone: &Mrz| {
            let optional = zone.optional.iter();
            zone.format != mrz::Format::Licence && optional.clone().any(|text| !text.is_empty())
        };
        self.zone.as_ref().is_some_and(says)
    }

    /// Every line of print in every reading, but those of the zone; those of pages that are read
    /// the wrong way round, which make little sense, are marked.
    pub(super) fn prints(&self) -> impl Iterator<Item = (Print<'_>, bool)> {
        let pages = self.look.pages.iter().map(|page| (page, false));
        let others = self.otherwise.iter().map(|page| (page, true));
        let prints = pages
            .chain(others)
            .flat_map(|(page, is_odd)| page.prints().map(move |print| (print, is_odd)));
        prints.filter(|(print, _)| {
            let middle = print.middle(print.text().chars().count() / 2);
            let rows = self.look.rows.as_ref();
            !rows.is_some_and(|rows| rows.hold(middle))
        })
    }

    /// The numbers that are printed and can be personal numbers. What was read the wrong way round
    /// counts where it is plain.
    pub(super) fn in_print(&self) -> Vec<Found> {
        let found = self.prints().flat_map(|(print, is_odd)| {
            let found = numbers(print.text()).into_iter();
            found.filter(move |own| own.number.is_valid() && (own.is_plain || !is_odd))
        });
        found.collect()
    }

    /// The numbers in the optional data of its zone.
    pub(super) fn in_zone(&self) -> Vec<Found> {
        let carrying = self.zone.iter().filter(|_| self.zone_carries());
        let optional = carrying.flat_map(|zone| &zone.optional);
        optional.flat_map(|text| numbers(text)).collect()
    }

    /// The numbers that its codes hold.
    pub(super) fn in_codes(&self) -> Vec<Found> {
        let codes = self.look.reading.barcodes.iter();
        let found = codes.flat_map(|code| numbers(&code.text));
        found.filter(|own| own.number.is_valid()).collect()
    }

    /// Whether a face or a printed portrait was found: codes, too, look like one.
    pub(super) fn has_portrait(&self) -> bool {
        let reading = &self.look.reading;
        let is_code = |photo: Region| {
            let mut codes = self.codes.iter();
            codes.any(|corners| contains(corners, photo.middle()))
        };
        reading.face.is_some() || reading.photo.is_some_and(|photo| !is_code(photo))
    }
}
