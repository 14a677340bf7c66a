//! The Vidimus verification engine: from the bytes of a photo to a verdict.
//!
//! The engine is a function of its inputs. It does no I/O, reads no clock and no random source,
//! and holds no globals: weights come in as bytes, the date as `today`. The same crate is built
//! natively for the server, whose verdict counts, and for WebAssembly in the browser, where it
//! advises.
//!
//! The stages follow the data, one module each:
//!
//! 1. [`frame`]: bytes to pixels, upright, within limits.
//! 2. [`quality`]: can anything be read here? Advice while capturing.
//! 3. [`locate`]: where documents lie, and the lines of their zones; pages laid flat.
//! 4. [`mrz`]: the machine-readable zone, read and decoded under the ICAO 9303 grammar, from one
//!    frame or several.
//! 5. [`viz`]: the visual zone: lines of text, fields, portrait and signature.
//! 6. [`barcode`]: PDF417 and QR codes, and what American licences say in theirs.
//! 7. [`catalogue`]: the documents of the world; a [`Class`] tells which one a picture shows.
//! 8. [`personal_number`]: what states' personal numbers prove and tell.
//! 9. [`face`]: faces found, described and compared.
//! 10. [`challenge`]: what a person is asked to do before the camera, and whether they did.
//! 11. [`tamper`]: traces of screens, printed copies and alterations.
//! 12. [`check`]: one file a security check.
//! 13. [`verdict`]: the policy, a pure function of what was found.
//! 14. [`report`]: the result, in the `PictureID` shape.
//! 15. [`redact`]: personal numbers and portraits of Dutch documents, covered.
//!
//! [`verify`] runs them all; [`DocumentEngine`] and [`face::FaceComparer`] give the single steps.

pub mod barcode;
pub mod catalogue;
pub mod challenge;
pub mod check;
mod classify;
mod document_models;
pub mod face;
mod fields;
pub mod frame;
pub mod liveness;
pub mod locate;
pub mod model;
pub mod mrz;
pub mod personal_number;
pub mod policy;
mod portrait;
pub mod provenance;
pub mod quality;
mod read;
pub mod redact;
pub mod region;
pub mod report;
mod statement;
pub mod tamper;
pub mod verdict;
mod verify;
pub mod viz;

pub use classify::Class;
pub use document_models::DocumentModels;
pub use fields::{Field, Fields};
pub use frame::{Frame, FrameError, Limits, Software};
pub use model::{Model, ModelError};
pub use policy::{Declared, DocumentType, Policy, PolicyDocument};
pub use read::{DocumentEngine, DocumentReading};
pub use region::Region;
pub use report::{Report, SimilarityLevel, Status};
pub use statement::{Origin, Statement, Statements};
pub use verify::{Submission, Verification, VerifyError, examine, verify};

/// Version of the engine, recorded with every verdict.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
