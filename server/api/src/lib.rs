//! Wire types of the Assure API and of the capture session.
//!
//! Serde only: the crate builds natively for the server and for WebAssembly in the capture UI,
//! so that both ends of every request are the same Rust type. Types that hold personal data
//! print `…` under `Debug`, so that a log line cannot leak them.

mod private;

pub mod capture;
pub mod capture_flow;
pub mod demo;
pub mod document_type;
pub mod dossier;
pub mod images;
pub mod pictureid;
pub mod problem;
pub mod process;
pub mod token;
pub mod user_data;

pub use capture_flow::{CaptureParameters, CaptureProcessRequest, CaptureRequest, WebUrl};
pub use document_type::DocumentTypeItem;
pub use dossier::{Dossier, DossierRequest, DossierResponse, SlimProcess};
pub use images::UploadImageRequest;
pub use problem::Problem;
pub use process::{
    FailReason, Process, ProcessRequest, ProcessResponse, ProcessStatusResponse, StatusReason,
    VerifyResponse,
};
pub use token::TokenResponse;
pub use user_data::{Address, UserData, UserDataRequest, UserDataResponse};
