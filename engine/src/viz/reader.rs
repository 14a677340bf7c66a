//! Reads the visual zone of the pages that a frame shows.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::date::Order;
use super::fields::{Said, Source, fields};
use super::layout::{Edges, LayoutReader, PageLayout};
use super::text::{ReadLine, TextReader};
use crate::fields::{Field, Fields};
use crate::frame::{Frame, Grey};
use crate::locate::{Outline, Page, PageSize};
use crate::model::{Model, ModelError, OnnxModel};
use crate::mrz::Mrz;
use crate::region::Region;

/// Most lines that are read of a page: cards have some twenty, pages of passports some thirty.
const MOST_LINES: usize = 64;
/// Most pages that are read of a frame: a card's front and back.
const MOST_PAGES: usize = 2;

/// The networks that reading the visual zone needs.
pub struct VizModels {
    /// `page-layout`: where text, portrait and signature stand.
    pub page_layout: Box<dyn Model>,
    /// `text-recognition`: what a line of text says.
    pub text_recognition: Box<dyn Model>,
}

impl VizModels {
    /// Loads the two `.onnx` files, named as in the manifest.
    ///
    /// # Errors
    /// [`ModelError::Load`] naming the file that cannot be used.
    pub fn from_onnx(page_layout: Vec<u8>, text_recognition: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Self {
            page_layout: Box::new(OnnxModel::load("page-layout", page_layout)?),
            text_recognition: Box::new(OnnxModel::load("text-recognition", text_recognition)?),
        })
    }
}

/// What the visual zone says. Personal data: not printed by `Debug`.
#[derive(Clone, Default)]
pub struct Viz {
    /// As read, diacritics kept.
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
pub(crate) struct Pages<'a> {
    /// Largest first; empty where none was found.
    pub(crate) outlines: &'a [Outline],
    /// The size that the zone's format tells.
    pub(crate) size: Option<PageSize>,
    /// Direction of reading in the frame.
    pub(crate) along: Option<(f32, f32)>,
    /// The zone of the document.
    pub(crate) zone: Option<&'a Mrz>,
    /// Whether the month comes first in dates.
    pub(crate) order: Order,
}

/// Reads visual zones. Loaded once, used for any number of frames.
pub(crate) struct VizReader {
    layout: LayoutReader,
    text: TextReader,
}

impl VizReader {
    /// Takes the networks.
    pub(crate) fn new(models: VizModels) -> Self {
        Self {
            layout: LayoutReader::new(models.page_layout),
            text: TextReader::new(models.text_recognition),
        }
    }

    /// Reads the pages of a frame and puts together what they say.
    pub(crate) fn read(
        &self,
        frame: &Frame,
        known: &Pages,
        today: Date,
    ) -> Result<Viz, ModelError> {
        let grey = Grey::luma(frame);
        let whole = [whole(frame)];
        let outlines = if known.outlines.is_empty() {
            &whole[..]
        } else {
            known.outlines
        };
        let mut viz = Viz::default();
        for outline in outlines.iter().take(MOST_PAGES) {
            let (page, layout) = self.upright(frame, outline, known)?;
            let mut lines = Vec::with_capacity(layout.lines.len());
            for line in layout.lines.iter().take(MOST_LINES) {
                let read = self.text.read(&grey, &page, line)?;
                if !read.text.is_empty() {
                    lines.push(read);
                }
            }
            let said = fields(&lines, known.zone, known.order, today);
            viz.take(frame, &page, &layout, said, &lines);
        }
        Ok(viz)
    }

    /// The page laid flat the right way up, and what stands where on it.
    fn upright(
        &self,
        frame: &Frame,
        outline: &Outline,
        known: &Pages,
    ) -> Result<(Page, PageLayout), ModelError> {
        let size = known.size.unwrap_or_else(|| outline.size(frame));
        let page = outline.page(frame, known.along, LayoutReader::page_size_px(size));
        let layout = self.layout.look(&page.flattened(frame))?;
        if known.along.is_some() || layout.uprightness >= 0.0 {
            return Ok((page, layout));
        }
        let turned = page.turned();
        let layout = self.layout.look(&turned.flattened(frame))?;
        Ok((turned, layout))
    }
}

impl Viz {
    fn take(
        &mut self,
        frame: &Frame,
        page: &Page,
        layout: &PageLayout,
        said: Said,
        lines: &[ReadLine],
    ) {
        let region = |edges: Edges| in_frame(frame, page, edges);
        self.lines += lines.len();
        self.photo = self.photo.or_else(|| layout.portrait.and_then(region));
        self.signature = self.signature.or_else(|| layout.signature.and_then(region));
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

/// The frame as a page that fills it.
fn whole(frame: &Frame) -> Outline {
    let (w, h) = (frame.width_px() as f32, frame.height_px() as f32);
    Outline {
        corners: [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)],
        cut: [true; 4],
    }
}

/// The smallest upright rectangle of the frame around one of the page.
fn in_frame(frame: &Frame, page: &Page, [left, top, right, bottom]: Edges) -> Option<Region> {
    let corners =
        [(left, top), (right, top), (right, bottom), (left, bottom)].map(|p| page.to_frame(p));
    let least =
        |value: fn((f32, f32)) -> f32| corners.map(value).into_iter().fold(f32::MAX, f32::min);
    let most =
        |value: fn((f32, f32)) -> f32| corners.map(value).into_iter().fold(f32::MIN, f32::max);
    Region::clipped(
        least(|p| p.0),
        least(|p| p.1),
        most(|p| p.0),
        most(|p| p.1),
        (frame.width_px(), frame.height_px()),
    )
}
