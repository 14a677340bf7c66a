//! Reads the visual zone of the pages that a frame shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::{Context, Said, Source, fields};
use super::layout::{LayoutReader, PageLayout};
use super::lines::TextLine;
use super::maps::Edges;
use super::second_look::{SecondLook, missing};
use super::signature::signature;
use super::text::{ReadLine, TextReader};
use crate::fields::{Field, Fields};
use crate::frame::{Frame, Grey};
use crate::locate::{Outline, Page, PageSize};
use crate::model::{Model, ModelError};
use crate::mrz::Mrz;
use crate::region::Region;

/// Most lines that are read of a page: cards have some twenty, pages of passports some thirty.
const MOST_LINES: usize = 64;
/// Lines from which on a page's way up is sure.
const TELLING_LINES: usize = 4;
/// An outline that covers more of a picture than this (0 to 1) may be taken for the picture.
const WHOLE: f32 = 0.72;
/// The sine of the angle up to which a page lies straight: three degrees.
const STRAIGHT: f32 = 0.05;
/// From this logarithm on a page's proportions are not those of its size.
const MOST_OFF: f32 = 0.2;
/// Most pages that are read of a frame: a card's front and back.
const MOST_PAGES: usize = 2;

/// What the visual zone says. Personal data: not printed by `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Viz {
    /// As read, in capitals, diacritics kept.
    pub fields: Fields,
    /// Where each field stands, in pixels of the frame.
    pub regions: BTreeMap<Field, Region>,
    /// What says so.
    pub sources: BTreeMap<Field, Source>,
    /// The printed portrait's edges.
    pub photo: Option<Region>,
    /// The holder's signature.
    pub signature: Option<Region>,
    /// Number of lines that were read.
    pub lines: usize,
}

impl std::fmt::Debug for Viz {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Viz {{ {} lines, … }}", self.lines)
    }
}

/// What is known of the pages before their text is read.
pub struct Known<'a> {
    /// Largest first; empty where none was found.
    pub outlines: &'a [Outline],
    /// The size that the zone's format tells.
    pub size: Option<PageSize>,
    /// Direction of reading in the frame.
    pub along: Option<(f32, f32)>,
    /// Where the machine-readable zone stands: it is left out.
    pub zone: Option<Region>,
    /// Whether there is a zone, on this side or the other, that can agree with what is in doubt.
    pub has_zone: bool,
}

/// A page and what was read on it. Personal data: has no `Debug`.
pub struct ReadPage {
    pub(super) page: Page,
    pub(super) layout: PageLayout,
    pub(super) lines: Vec<ReadLine>,
    /// Other readings of lines that are in doubt, for zones to agree with.
    pub(super) doubtful: Vec<ReadLine>,
}

impl ReadPage {
    /// Number of lines that were read.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Quarter turns clockwise of the frame that bring the page upright; `None` where too little is
    /// printed on it to tell.
    pub(crate) fn quarter_turns(&self) -> Option<u8> {
        (self.lines.len() >= TELLING_LINES).then(|| self.page.quarter_turns())
    }

    /// Whether a signature is likely on it, and none was seen.
    pub(crate) fn may_be_signed(&self) -> bool {
        self.layout.portrait.is_some() && self.layout.signed.is_empty()
    }

    fn region(&self, frame: &Frame, [left, top, right, bottom]: Edges) -> Option<Region> {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.page.region(frame, corners)
    }

    /// The lines, each with how far down the page it stands (0 to 1).
    pub(crate) fn texts(&self) -> impl Iterator<Item = (String, f32)> {
        let (_, height_px) = self.page.size_px();
        self.lines
            .iter()
            .map(move |line| (line.text.clone(), line.line.middle().1 / height_px))
    }
}

/// Reads visual zones. Loaded once, used for any number of frames.
pub struct VizReader {
    pub(super) layout: LayoutReader,
    text: TextReader,
}

impl VizReader {
    /// Takes the `page-layout` and the `text-recognition` network.
    #[must_use]
    pub fn new(page_layout: Box<dyn Model>, text_recognition: Box<dyn Model>) -> Self {
        Self {
            layout: LayoutReader::new(page_layout),
            text: TextReader::new(text_recognition),
        }
    }

    /// Reads the lines of the pages of a frame.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails or is not what it should be.
    pub fn read(&self, frame: &Frame, known: &Known) -> Result<Vec<ReadPage>, ModelError> {
        let grey = Grey::luma(frame);
        let whole = [Outline::whole(frame)];
        let outlines = if known.is_whole(frame) {
            &whole
        } else {
            known.outlines
        };
        let pages = outlines.iter().take(MOST_PAGES);
        pages
            .map(|outline| self.page(frame, &grey, outline, known))
            .collect()
    }

    fn page(
        &self,
        frame: &Frame,
        grey: &Grey,
        outline: &Outline,
        known: &Known,
    ) -> Result<ReadPage, ModelError> {
        let mut page = known.page(frame, outline);
        let mut layout = self.layout.look(&page.flattened(frame))?;
        if known.along.is_none() && layout.uprightness < 0.0 {
            page = page.turned();
            layout = self.layout.look(&page.flattened(frame))?;
        }
        let mut doubtful = Vec::new();
        let lines = self.printed(grey, &page, &layout.lines, known)?;
        if known.has_zone {
            for line in &lines {
                doubtful.extend(self.text.read_again(grey, &page, line)?);
            }
        }
        Ok(ReadPage {
            page,
            layout,
            lines,
            doubtful,
        })
    }

    /// Looks at pages once more ([`SecondLook`]). A signature is taken from there where none was
    /// seen; lines, where `reads_lines`, are other readings for the zone to agree with.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails or is not what it should be.
    pub(crate) fn look_again(
        &self,
        frame: &Frame,
        pages: &mut [ReadPage],
        known: &Known,
        reads_lines: bool,
    ) -> Result<(), ModelError> {
        let grey = reads_lines.then(|| Grey::luma(frame));
        for read in pages {
            if !reads_lines && !read.may_be_signed() {
                continue;
            }
            let SecondLook { page, back } =
                SecondLook::at(&read.page, known.missing(frame, &read.page));
            let seen = self.layout.look(&page.flattened(frame))?;
            if let Some(grey) = &grey {
                let lines = self.printed(grey, &page, &seen.lines, known)?;
                read.doubtful
                    .extend(lines.into_iter().map(|line| line.told(back)));
            }
            if read.may_be_signed() {
                let signed = seen.signed.into_iter();
                read.layout.signed = signed.map(|place| place.told(back)).collect();
            }
        }
        Ok(())
    }

    /// The lines of a page that say something, read one by one; not those of the zone.
    pub(super) fn printed(
        &self,
        grey: &Grey,
        page: &Page,
        lines: &[TextLine],
        known: &Known,
    ) -> Result<Vec<ReadLine>, ModelError> {
        let in_zone = |line: &TextLine| {
            let middle = page.to_frame(line.middle());
            known.zone.is_some_and(|zone| zone.holds(middle))
        };
        let mut printed = Vec::new();
        for line in lines.iter().filter(|line| !in_zone(line)).take(MOST_LINES) {
            let read = self.text.read(grey, page, line)?;
            if !read.text.is_empty() {
                printed.push(read);
            }
        }
        Ok(printed)
    }
}

impl Viz {
    /// Puts together what the pages of a frame say.
    pub(crate) fn of(frame: &Frame, pages: &[ReadPage], context: &Context) -> Self {
        let mut viz = Self::default();
        for read in pages {
            viz.take(frame, read, &fields(&read.lines, &read.doubtful, context));
        }
        viz.take_signature(frame, pages);
        viz
    }

    /// The holder signs beside the portrait; on the other side sign those who issue.
    pub(crate) fn take_signature(&mut self, frame: &Frame, pages: &[ReadPage]) {
        let with_portrait = pages.iter().filter(|page| page.layout.portrait.is_some());
        let others = pages.iter().filter(|page| page.layout.portrait.is_none());
        self.signature = with_portrait.chain(others).find_map(|page| {
            let edges = signature(&page.layout.signed, &page.lines)?;
            page.region(frame, edges)
        });
    }

    /// Whether all that a zone says of the fields that print shows, too, was found in print.
    pub(crate) fn says_all_of(&self, zone: &Mrz) -> bool {
        let printed = [
            (Field::Surname, &zone.surname),
            (Field::GivenNames, &zone.given_names),
            (Field::Number, &zone.number),
            (Field::Birth, &zone.birth),
            (Field::Expiry, &zone.expiry),
        ];
        let agrees = |field| self.sources.get(field) == Some(&Source::VizAndMrz);
        printed
            .iter()
            .all(|(field, text)| text.is_empty() || agrees(field))
    }

    fn take(&mut self, frame: &Frame, read: &ReadPage, said: &Said) {
        let region = |edges: Edges| read.region(frame, edges);
        self.lines += read.lines.len();
        self.photo = self.photo.or_else(|| read.layout.portrait.and_then(region));
        let better: Vec<Field> = said
            .sources
            .iter()
            .filter(|(field, source)| {
                let before = self.sources.get(field);
                before.is_none() || (before == Some(&Source::Viz) && **source == Source::VizAndMrz)
            })
            .map(|(field, _)| *field)
            .collect();
        for field in better {
            self.fields.take(field, &said.fields);
            self.sources.insert(field, said.sources[&field]);
            if let Some(region) = said.edges.get(&field).and_then(|edges| region(*edges)) {
                self.regions.insert(field, region);
            }
        }
    }
}

impl Known<'_> {
    /// Whether the picture itself is taken for the page: where no edges were found, or where they
    /// are nearly those of a picture that lies straight. A scan that was cropped to the page has
    /// none, and what looks like its edges is ragged.
    fn is_whole(&self, frame: &Frame) -> bool {
        let Some(outline) = self.outlines.first() else {
            return true;
        };
        let [a, b, c, d] = outline.corners;
        let share = outline.area() / (frame.width_px() as f32 * frame.height_px() as f32);
        let is_straight = |(right, down): (f32, f32)| right.abs().min(down.abs()) < STRAIGHT;
        let side = |from: (f32, f32), to: (f32, f32)| {
            let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
            is_straight(((to.0 - from.0) / length, (to.1 - from.1) / length))
        };
        let lies_straight = self
            .along
            .map_or_else(|| side(a, b) && side(b, c) && side(c, d), is_straight);
        share > WHOLE && lies_straight
    }

    /// What an outline that ends too early leaves out of its page; nothing of the picture itself.
    fn missing(&self, frame: &Frame, page: &Page) -> (f32, f32) {
        if self.is_whole(frame) {
            return (0.0, 0.0);
        }
        let proportion = page.proportion(frame);
        let size = self.size.unwrap_or_else(|| PageSize::nearest(proportion));
        missing(proportion, size)
    }

    /// The page as it is looked at: in the proportions of its size, or in its own where it has
    /// others: two cards side by side, a page with a part of another, a picture in which no edges
    /// were found. What is wider than a page, by the zone, is seen larger.
    fn page(&self, frame: &Frame, outline: &Outline) -> Page {
        let page = outline.page(frame, self.along, (1, 1));
        let own = page.proportion(frame);
        let size = self.size.unwrap_or_else(|| outline.size(frame));
        let (width_mm, height_mm) = size.mm();
        let nominal = width_mm / height_mm;
        let proportion = if (own / nominal).ln().abs() < MOST_OFF {
            nominal
        } else {
            own
        };
        let pages = self.zone.zip(self.size).map(|(zone, size)| {
            let zone_px = zone.width.max(zone.height) as f32;
            page.across_px() / zone_px * zone_share(size)
        });
        page.sized(LayoutReader::page_size_px(proportion, pages.unwrap_or(1.0)))
    }
}

/// Length of a zone's lines over the width of its page (ICAO 9303-4 to -6: 30, 36 and 44 characters
/// of 2.54 mm).
fn zone_share(size: PageSize) -> f32 {
    let characters = match size {
        PageSize::Id1 => 30.0,
        PageSize::Id2 => 36.0,
        PageSize::Id3 => 44.0,
    };
    characters * 2.54 / size.mm().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::parse;

    #[test]
    fn a_page_says_all_that_its_zone_says_when_every_field_agrees() {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ];
        let zone = parse(&lines.map(str::to_owned)).unwrap();
        let mut viz = Viz::default();
        assert!(!viz.says_all_of(&zone));
        let printed = [
            Field::Surname,
            Field::GivenNames,
            Field::Number,
            Field::Birth,
            Field::Expiry,
        ];
        viz.sources = printed.map(|field| (field, Source::VizAndMrz)).into();
        assert!(viz.says_all_of(&zone));
        viz.sources.insert(Field::Expiry, Source::Viz);
        assert!(!viz.says_all_of(&zone), "print says another day");
        viz.sources.insert(Field::Expiry, Source::VizAndMrz);
        viz.sources.remove(&Field::GivenNames);
        let unnamed = Mrz {
            given_names: String::new(),
            ..zone
        };
        assert!(viz.says_all_of(&unnamed), "the zone has none");
    }
}
