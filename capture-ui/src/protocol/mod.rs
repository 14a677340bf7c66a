//! What the page and the engine worker say to each other.
//!
//! Every message is a plain JavaScript object, so that a page without any Rust can speak to the
//! worker too. Files and pixels lie beside the small part as `ArrayBuffer`s and should be given
//! in the transfer list: they change hands without being copied.
//!
//! ```js
//! const worker = new Worker('/capture/engine-worker_loader.js', { type: 'module' });
//! worker.onmessage = ({ data }) => {
//!   if (data.kind === 'ready') {
//!     worker.postMessage(
//!       { id: 1, kind: 'verify', processType: 'document', today: '2026-11-21', front },
//!       [front],
//!     );
//!   }
//!   if (data.id === 1) console.log(data.kind, data.report); // 'verification'
//! };
//! ```
//!
//! **Wait for `ready`**: what is sent before it is lost. Each request has an `id` of the
//! sender's choice (a whole number below 2^32); its one answer carries the same `id`. Models are
//! fetched when a request first needs them; `load` only does so ahead of time.
//!
//! | to the worker: `kind` | further properties | answer: `kind` |
//! |---|---|---|
//! | `load` | `models`: list of `documents`, `mesh`, `faces` | `loaded` |
//! | `precheck` | `target`: `front`, `back` or `selfie`; `width`, `height`; `pixels` (buffer, RGBA); `watch`?: `{number, timeMs}` | `precheck` |
//! | `challenge` | `nonce` (decimal digits), `width`, `height`, `watch`: `{number, timeMs}`; `pixels` (buffer, RGBA) | `challenge` |
//! | `read` | `today`; `image` (buffer, JPEG, PNG or WebP) | `reading` |
//! | `verify` | `processType`, `today`, `declared`?: `{documentType, country}`; `front`, `back`?, `selfie`? (buffers) | `verification` |
//!
//! Frames of a live camera carry the `watch` that they belong to and their time; the answer then
//! holds `guidance`: the one hint to show, and whether to take the picture. Before the models are
//! there, light and sharpness are all that a `precheck` knows; it never waits for them.
//!
//! Frames of an active challenge name its nonce; what is asked follows from it. The answer tells how
//! far the person is, and what this frame is to be kept for, if anything.
//!
//! The answers' properties are those of [`Answer`]; all carry `memoryBytes` as well. A request
//! that cannot be answered gets `{id, kind: 'error', code, message}`. Without an `id` come
//! `{kind: 'ready', version}`, `{kind: 'progress', loadedBytes, totalBytes}` and, as its last
//! word, `{kind: 'crashed', message}`.

mod wire;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_engine::face::MeshReader;
use vidimus_engine::provenance::Counts;
use vidimus_engine::quality::{Guidance, Precheck};
use vidimus_engine::{Declared, DocumentModels, DocumentReading, Region, Report, challenge, mrz};

pub use wire::{Buffers, FromWorker, decode_from_worker, decode_request, encode, encode_request};

/// Networks that are loaded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ModelSet {
    /// Finding documents and zones, reading zones, finding faces.
    Documents,
    /// Telling how a face is held, for the live selfie and the active challenge.
    Mesh,
    /// Describing faces, for comparing the selfie.
    Faces,
}

impl ModelSet {
    /// Names in `/models/index.json`.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Documents => &DocumentModels::NAMES,
            Self::Mesh => &MeshReader::NAMES,
            Self::Faces => &["face-embedding"],
        }
    }
}

/// What the worker is asked to do. The buffers that belong to it are in [`Buffers`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Request {
    /// Fetch models ahead of time.
    Load {
        /// Which.
        models: Vec<ModelSet>,
    },
    /// Look at one frame of the camera. Buffer: `pixels`, RGBA.
    Precheck {
        /// What the frame should show.
        target: Depiction,
        /// Width of the frame, in pixels.
        width: u32,
        /// Height of the frame, in pixels.
        height: u32,
        /// What the frame follows; absent for a picture on its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        watch: Option<Moment>,
    },
    /// Follow a person through an active challenge. Buffer: `pixels`, RGBA.
    Challenge {
        /// The attempt's, in decimal digits.
        nonce: String,
        /// Width of the frame, in pixels.
        width: u32,
        /// Height of the frame, in pixels.
        height: u32,
        /// Which attempt the frame follows, and when it was taken.
        watch: Moment,
    },
    /// Read one side of a document. Buffer: `image`.
    Read {
        /// The date that settles centuries, `YYYY-MM-DD`.
        today: Date,
    },
    /// The whole verification. Buffers: `front`, `back`, `selfie`.
    Verify {
        /// What the process asks for.
        process_type: ProcessType,
        /// The date on which the document must be valid, `YYYY-MM-DD`.
        today: Date,
        /// What the person said the document is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declared: Option<Declared>,
    },
}

/// A frame's place among others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Frames with the same number, of the page's choice, are seen as one live picture, of which
    /// one photo is to be taken. Another number begins anew.
    pub number: u32,
    /// When the frame was taken, in milliseconds since any fixed moment.
    pub time_ms: f64,
}

/// What the worker answers to a [`Request`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Answer {
    /// The models are ready.
    Loaded,
    /// What the pre-check found.
    Precheck {
        /// The findings on this frame.
        precheck: Precheck,
        /// What they mean after the frames before, where the request named its `watch`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        guidance: Option<Guidance>,
        /// Frames so far, and those that repeat earlier ones, likewise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        live: Option<Counts>,
    },
    /// How far an active challenge is.
    Challenge {
        /// What is asked now, or how it ended.
        progress: challenge::Progress,
        /// What this frame is to be kept for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sample: Option<challenge::Sample>,
    },
    /// What was read.
    Reading(Box<ReadingSummary>),
    /// The verdict as this browser sees it. Advice: the server decides.
    Verification(Box<VerificationAnswer>),
    /// The request cannot be answered; the worker lives on.
    Error {
        /// What kind of failure.
        code: ErrorCode,
        /// For a developer.
        message: String,
    },
}

/// Why a request was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The message does not follow the protocol.
    BadRequest,
    /// The picture cannot be decoded.
    BadImage,
    /// A model could not be fetched, or is not the one that was expected.
    Models,
    /// The engine failed.
    Engine,
}

/// What was read from one side: which fields, not what they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadingSummary {
    /// Width of the picture as displayed.
    pub width: u32,
    /// Height of the picture as displayed.
    pub height: u32,
    /// The machine-readable zone, where one was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mrz: Option<MrzSummary>,
    /// Names of the fields that could be read, as in [`vidimus_engine::Fields`].
    pub fields: Vec<String>,
    /// The pre-check on the whole picture.
    pub quality: Precheck,
    /// The printed portrait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Region>,
    /// Milliseconds for decoding the file.
    pub decode_ms: f64,
    /// Milliseconds for reading the picture.
    pub read_ms: f64,
}

/// That a machine-readable zone was found, and how well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MrzSummary {
    /// `TD1`, `TD2`, `TD3`, `MRVA` or `MRVB`.
    pub format: mrz::Format,
    /// Smallest certainty of any character, 0 to 1.
    pub confidence: f32,
    /// Whether every check digit agrees.
    pub check_digits_valid: bool,
}

/// A full report with what it rests on.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationAnswer {
    /// The report, as the server would write it.
    pub report: Report,
    /// The similarity score behind the level, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similarity_score: Option<f32>,
    /// What was read from the front.
    pub front: DocumentReading,
    /// What was read from the back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<DocumentReading>,
    /// Milliseconds for decoding the files.
    pub decode_ms: f64,
    /// Milliseconds for everything after that.
    pub verify_ms: f64,
}

/// What the worker says of its own accord.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Notice {
    /// Requests may be sent.
    Ready {
        /// Version of the engine.
        version: String,
    },
    /// Models are on their way.
    Progress {
        /// Bytes that have come.
        loaded_bytes: f64,
        /// Bytes in all.
        total_bytes: f64,
    },
    /// The worker is no longer usable and must be replaced.
    Crashed {
        /// For a developer.
        message: String,
    },
}
