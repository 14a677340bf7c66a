//! One side of a document: everything that is read from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::barcode::{self, Barcode, Symbology};
use crate::classify::{Class, Seen, classify};
use crate::document_models::DocumentModels;
use crate::face::{Face, FaceDetector, FaceFollower, FaceQuality, MeshReader};
use crate::fields::{Field, Fields, fields};
use crate::frame::Frame;
use crate::liveness::SelfieTraces;
use crate::locate::{Locator, Outline, Page, PageSize, contains};
use crate::model::ModelError;
use crate::mrz::{self, Format, ZoneRecogniser};
use crate::policy::Declared;
use crate::portrait::{Portraits, photo_of};
use crate::quality::{self, Precheck, PrecheckConfig};
use crate::region::Region;
use crate::statement::{Statements, statements};
use crate::tamper::{TraceReader, Traces};
use crate::viz::{Context, Known, ReadPage, Viz, VizReader};

/// Everything found on one side of a document. Personal data: not printed by `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentReading {
    /// The machine-readable zone.
    pub mrz: Option<mrz::Reading>,
    /// What it says.
    pub fields: Fields,
    /// What the visual zone says.
    pub viz: Viz,
    /// The barcodes.
    pub barcodes: Vec<Barcode>,
    /// Which document it is; `None` where nothing speaks for one.
    pub class: Option<Class>,
    /// What this frame shows of the zone, to be put together with other frames of a video.
    #[serde(skip)]
    pub evidence: Option<mrz::Evidence>,
    /// How often the recogniser looked at a line to read the zone.
    #[serde(default)]
    pub line_evaluations: u32,
    /// The face on the printed portrait.
    pub face: Option<Face>,
    /// The face on the smaller second portrait that many documents have.
    #[serde(default)]
    pub second_face: Option<Face>,
    /// The printed portrait.
    pub photo: Option<Region>,
    /// How much the page's colours differ from those of a copy in one ink, 0 to 1 (see
    /// [`quality::colour_variety`]).
    pub colour_variety: f32,
    /// Corners of the document, clockwise as seen, in pixels.
    pub corners: Option<[(f32, f32); 4]>,
    /// Direction, right and down in the frame, in which the zone reads; of unit length.
    #[serde(default)]
    pub along: Option<(f32, f32)>,
    /// The capture pre-check of the picture.
    pub quality: Precheck,
}

impl DocumentReading {
    /// What this side says in all its zones together.
    #[must_use]
    pub fn statements(&self) -> Statements {
        statements(&[self])
    }

    /// The same reading, its class compared with what the person declared, if anything.
    #[must_use]
    pub fn compared_with(self, declared: Option<&Declared>) -> Self {
        let class = self.class.map(|class| match declared {
            Some(declared) => class.compared_with(declared),
            None => class,
        });
        Self { class, ..self }
    }

    /// The page that was found in `frame`, laid flat in the proportions of its size, `px_per_mm`
    /// pixels a millimetre (0.1 to 40). Upright where its zone was read; else it may be upside
    /// down. `None` when no outline was found.
    #[must_use]
    pub fn flattened(&self, frame: &Frame, px_per_mm: f32) -> Option<Frame> {
        let outline = Outline {
            corners: self.corners?,
            cut: [false; 4],
        };
        let size = page_size(self.mrz.as_ref()).unwrap_or_else(|| outline.size(frame));
        Some(outline.flattened(frame, size, self.along, px_per_mm))
    }
}

/// The size that a zone's format tells.
fn page_size(zone: Option<&mrz::Reading>) -> Option<PageSize> {
    match zone?.format {
        Format::Td1 | Format::Licence => Some(PageSize::Id1),
        Format::Td2 | Format::FrenchCard => Some(PageSize::Id2),
        Format::Td3 => Some(PageSize::Id3),
        Format::MrvA | Format::MrvB => None,
    }
}

impl std::fmt::Debug for DocumentReading {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DocumentReading { … }")
    }
}

/// A reading, and where in the frame it was taken from. Personal data: has no `Debug`.
pub(crate) struct Look {
    pub(crate) reading: DocumentReading,
    pub(crate) pages: Vec<ReadPage>,
    /// The lines of the zone.
    pub(crate) rows: Option<mrz::Rows>,
    /// Of the documents that the frame shows, largest first.
    pub(crate) outlines: Vec<Outline>,
}

impl Look {
    /// What the reading tells of the frame's pages before their text is read again.
    pub(crate) fn known(&self) -> Known<'_> {
        let zone = self.reading.mrz.as_ref();
        Known {
            outlines: &self.outlines,
            size: page_size(zone),
            along: self.reading.along,
            zone: zone.map(|zone| zone.region),
            has_zone: zone.is_some(),
        }
    }
}

/// Longer side at which the frames of a camera are looked at, in pixels: smaller, and documents
/// that are too far are no longer seen; larger, and the next frame waits.
pub(crate) const PRECHECK_SIDE_PX: u32 = 320;

/// Width at which a page is searched for barcodes, in pixels: two for the finest line of an
/// American licence's.
const BARCODE_PAGE_PX: u32 = 1400;

/// Scale at which a page is laid flat to look at its colours.
const COLOUR_PX_PER_MM: f32 = 2.0;

/// How far around a face traces are looked for, in widths and heights of it.
const AROUND_FACE: f32 = 0.4;

/// Fields in the order in which altering them pays, all of them printed in the visual zone.
const FORGED_FIRST: [Field; 6] = [
    Field::Birth,
    Field::Number,
    Field::Surname,
    Field::Expiry,
    Field::GivenNames,
    Field::Nationality,
];

/// Reads documents and finds faces. Loaded once, used for any number of frames.
pub struct DocumentEngine {
    locator: Locator,
    zones: ZoneRecogniser,
    pub(crate) viz: VizReader,
    pub(crate) faces: FaceDetector,
    traces: TraceReader,
}

impl DocumentEngine {
    /// Takes the networks.
    #[must_use]
    pub fn new(models: DocumentModels) -> Self {
        Self {
            locator: Locator::new(models.locator),
            zones: ZoneRecogniser::new(models.zone_recognition),
            viz: VizReader::new(models.page_layout, models.text_recognition),
            faces: FaceDetector::new(models.face_detection),
            traces: TraceReader::new(models.document_traces),
        }
    }

    /// Reads one side of a document. `today` settles the century of two-digit years.
    ///
    /// Besides the frame itself, at most 48 MiB and 4 bytes a pixel of it are held at a time.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails. A frame on which nothing can be read is no
    /// error: its reading is empty.
    pub fn read(&self, frame: &Frame, today: Date) -> Result<DocumentReading, ModelError> {
        self.read_beside(frame, None, today)
    }

    /// The same for a document whose other side has been read: its zone tells which text of this
    /// side is which field.
    ///
    /// # Errors
    /// As [`DocumentEngine::read`].
    pub fn read_beside(
        &self,
        frame: &Frame,
        other_side: Option<&DocumentReading>,
        today: Date,
    ) -> Result<DocumentReading, ModelError> {
        Ok(self.look(frame, other_side, today)?.reading)
    }

    /// The same, with the places of what was read.
    pub(crate) fn look(
        &self,
        frame: &Frame,
        other_side: Option<&DocumentReading>,
        today: Date,
    ) -> Result<Look, ModelError> {
        let map = self.locator.look(frame, Locator::SIDE_PX)?;
        let outlines = map.outlines(frame);
        let search = mrz::read(frame, &map, &self.locator, &self.zones)?;
        let located = search.located;
        let turns = located.as_ref().map(|zone| zone.quarter_turns);
        let fields = located.as_ref().map(|zone| fields(&zone.decoded, today));
        let along = located.as_ref().map(|zone| zone.along);
        let evidence = located.as_ref().map(|zone| zone.evidence.clone());
        let (zone, rows) = located.map(|zone| (zone.reading, zone.rows)).unzip();
        let known_size = page_size(zone.as_ref());
        let known = Known {
            outlines: &outlines,
            size: known_size,
            along,
            zone: zone.as_ref().map(|zone| zone.region),
            has_zone: zone.is_some() || other_side.is_some_and(|side| side.mrz.is_some()),
        };
        let mut pages = self.viz.read(frame, &known)?;
        let likely = turns.or_else(|| pages.iter().find_map(ReadPage::quarter_turns));
        let portraits = Portraits::find(&self.faces, frame, likely)?;
        let (portraits, turns) = if portraits.first.is_none() && turns != likely {
            // Few lines may mislead.
            (Portraits::find(&self.faces, frame, None)?, None)
        } else {
            (portraits, likely)
        };
        let barcodes = barcodes(frame, outlines.first(), zone.as_ref());
        let parsed = zone.as_ref().and_then(|zone| mrz::parse(&zone.lines).ok());
        let lines: Vec<_> = pages.iter().flat_map(ReadPage::texts).collect();
        let class = classify(&Seen {
            zone: parsed.as_ref(),
            licence: barcodes.iter().find_map(|code| code.licence.as_ref()),
            lines: &lines,
            has_outline: !outlines.is_empty(),
            has_portrait: portraits.first.is_some(),
        });
        let other_zone = other_side.and_then(|side| mrz::parse(&side.mrz.as_ref()?.lines).ok());
        let own_country = class.as_ref().and_then(|class| class.country.as_deref());
        let context = Context {
            zone: parsed.as_ref().or(other_zone.as_ref()),
            country: own_country.or_else(|| other_side?.class.as_ref()?.country.as_deref()),
            today,
        };
        let mut viz = Viz::of(frame, &pages, &context);
        let is_short = context.zone.is_some_and(|zone| !viz.says_all_of(zone));
        let may_be_signed = || pages.iter().any(ReadPage::may_be_signed);
        if is_short || (viz.signature.is_none() && may_be_signed()) {
            self.viz.look_again(frame, &mut pages, &known, is_short)?;
            if is_short {
                viz = Viz::of(frame, &pages, &context);
            } else {
                viz.take_signature(frame, &pages);
            }
        }
        let portraits = portraits.look_closer(&self.faces, frame, viz.photo, turns)?;
        let outline = outlines.first();
        let colour_variety = colour_variety(frame, outline, known_size);
        let reading = DocumentReading {
            evidence,
            fields: fields.unwrap_or_default(),
            mrz: zone,
            barcodes,
            class,
            line_evaluations: search.line_evaluations,
            along,
            photo: photo_of(&viz, portraits.first.as_ref(), frame),
            viz,
            face: portraits.first,
            second_face: portraits.second,
            colour_variety,
            quality: quality::precheck_document(frame, outline, &PrecheckConfig::default()),
            corners: outline.map(|outline| outline.corners),
        };
        Ok(Look {
            reading,
            pages,
            rows,
            outlines,
        })
    }

    /// Looks whether the frame was photographed off a screen or a printed copy, or altered:
    /// `reading` is what was read from it.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn traces(&self, frame: &Frame, reading: &DocumentReading) -> Result<Traces, ModelError> {
        let fields = FORGED_FIRST.iter();
        let fields = fields.filter_map(|field| reading.viz.regions.get(field).copied());
        let fields: Vec<Region> = fields.collect();
        let portrait = reading.photo;
        self.traces.look(frame, reading.corners, portrait, &fields)
    }

    /// Looks at how a selfie came about; `face` is the person's on it.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn selfie_traces(&self, frame: &Frame, face: &Face) -> Result<SelfieTraces, ModelError> {
        let map = self.locator.look(frame, Locator::SIDE_PX)?;
        let mut outlines = map.outlines(frame);
        outlines.retain(|outline| contains(&outline.corners, face.region.middle()));
        let traces = self.traces_around(frame, face)?;
        let zone = if map.zone_lines().is_empty() {
            None
        } else {
            mrz::read(frame, &map, &self.locator, &self.zones)?.located
        };
        let share = |outline: &Outline| face.region.area() as f32 / outline.area().max(1.0);
        Ok(SelfieTraces {
            screen: traces.screen,
            print: traces.print,
            sheet: outlines.first().map(share),
            zone: zone.is_some(),
            windows: traces.windows,
        })
    }

    /// The probabilities, 0 to 1, of traces of a display and of print around a face.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn face_traces(&self, frame: &Frame, face: &Face) -> Result<(f32, f32), ModelError> {
        let traces = self.traces_around(frame, face)?;
        Ok((traces.screen, traces.print))
    }

    fn traces_around(&self, frame: &Frame, face: &Face) -> Result<Traces, ModelError> {
        let size_px = (frame.width_px(), frame.height_px());
        let around = face.region.grown(AROUND_FACE, size_px).corners();
        self.traces.look(frame, Some(around), None, &[face.region])
    }

    /// Finds the faces of a frame, largest first.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn find_faces(&self, frame: &Frame) -> Result<Vec<Face>, ModelError> {
        let mut faces = self.faces.find_small(frame)?;
        if let Some(first) = faces.first_mut() {
            *first = self.faces.refined(frame, first.clone())?;
        }
        Ok(faces)
    }

    /// Looks at one frame of a document: how it lies, light, sharpness, glare. Fast enough for
    /// the live picture of a camera.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn precheck_document(
        &self,
        frame: &Frame,
        config: &PrecheckConfig,
    ) -> Result<Precheck, ModelError> {
        let map = self.locator.look(frame, PRECHECK_SIDE_PX)?;
        let outline = map.outlines(frame).into_iter().next();
        Ok(quality::precheck_document(frame, outline.as_ref(), config))
    }

    /// Looks at one frame of a selfie: light, sharpness, one face of sufficient size; with `mesh`
    /// also which way it looks, its eyes, and what covers it.
    ///
    /// # Errors
    /// [`ModelError::Run`] when the network fails.
    pub fn precheck_selfie(
        &self,
        frame: &Frame,
        mesh: Option<&MeshReader>,
        config: &PrecheckConfig,
    ) -> Result<Precheck, ModelError> {
        let faces = self.faces.find(frame)?;
        let laid = match mesh.zip(faces.first()) {
            Some((mesh, face)) => mesh.read(frame, face)?,
            None => None,
        };
        let quality = laid.map(|mesh| FaceQuality::of(frame, &mesh));
        Ok(quality::precheck_selfie(frame, &faces, quality, config))
    }

    /// The same of a frame of a live picture, taken at `now_ms`, with what `follower` saw before.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn precheck_live_selfie(
        &self,
        frame: &Frame,
        now_ms: f64,
        follower: &mut FaceFollower,
        meshes: &MeshReader,
        config: &PrecheckConfig,
    ) -> Result<Precheck, ModelError> {
        self.follow_face(frame, now_ms, follower, meshes)?;
        let quality = follower.mesh().map(|mesh| FaceQuality::of(frame, mesh));
        let faces = follower.faces();
        Ok(quality::precheck_selfie(frame, faces, quality, config))
    }

    /// Looks where the face of a live picture is on a frame that was taken at `now_ms`.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails.
    pub fn follow_face(
        &self,
        frame: &Frame,
        now_ms: f64,
        follower: &mut FaceFollower,
        meshes: &MeshReader,
    ) -> Result<(), ModelError> {
        follower.see(frame, (&self.faces, meshes), now_ms)
    }
}

/// That of the page alone: a grey copy may lie on a coloured desk.
fn colour_variety(frame: &Frame, outline: Option<&Outline>, size: Option<PageSize>) -> f32 {
    let page = outline.map(|outline| {
        let size = size.unwrap_or_else(|| outline.size(frame));
        outline.flattened(frame, size, None, COLOUR_PX_PER_MM)
    });
    quality::colour_variety(page.as_ref().unwrap_or(frame))
}

/// The codes of a side: QR codes on cards, PDF417 where there is no zone: licences have either.
/// Passports and visas have none that would be read here, and are not searched.
fn barcodes(frame: &Frame, outline: Option<&Outline>, zone: Option<&mrz::Reading>) -> Vec<Barcode> {
    let wanted: &[Symbology] = match zone.map(|zone| zone.format) {
        Some(Format::Td3 | Format::MrvA | Format::MrvB) => return vec![],
        Some(_) => &[Symbology::QrCode],
        None => &[Symbology::Pdf417, Symbology::QrCode],
    };
    let page = outline.map(|outline| code_page(frame, outline));
    barcode::read(frame, page.as_ref(), wanted)
}

/// A page as it is searched for codes.
pub(crate) fn code_page(frame: &Frame, outline: &Outline) -> Page {
    let (width, height) = outline.size(frame).mm();
    let height_px = (BARCODE_PAGE_PX as f32 * height / width) as u32;
    outline.page(frame, None, (BARCODE_PAGE_PX, height_px))
}
