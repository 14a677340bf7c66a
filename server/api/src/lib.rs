//! Wire types of the Assure API and of the capture session.
//!
//! Serde only: the crate builds natively for the server and for WebAssembly in the capture UI,
//! so that both ends of every request are the same Rust type. Types that hold personal data
//! print `…` under `Debug`, so that a log line cannot leak them. With the feature `openapi` every
//! type also tells its schema; what a type cannot say by itself is added by the server.

mod private;

pub mod audit;
pub mod capture;
pub mod capture_configuration;
pub mod capture_flow;
pub mod demo;
pub mod document_type;
pub mod dossier;
pub mod images;
pub mod matching;
pub mod pictureid;
pub mod problem;
pub mod process;
pub mod process_list;
pub mod redact;
#[cfg(feature = "openapi")]
pub mod schema;
pub mod token;
pub mod user_data;
pub mod watermark;
pub mod webhooks;

pub use audit::{AuditLine, AuditLog};
pub use capture_configuration::{
    CaptureConfiguration, CaptureConfigurationResponse, CaptureConfigurationSlimResponse,
};
pub use capture_flow::{
    CaptureParameters, CaptureProcessRequest, CaptureRequest, CaptureSdk, WebUrl,
};
pub use document_type::DocumentTypeItem;
pub use dossier::{Dossier, DossierRequest, DossierResponse, SlimProcess};
pub use images::{FileRequest, UploadImageRequest};
pub use matching::{
    DataNode, FieldConfiguration, FieldMatchResult, MatchComponent, MatchRequest,
    MatchRequestComponent, MatchResponse, MatchingAlgorithm, MatchingConfiguration,
    MatchingConfigurationResponse, MatchingNormalization,
};
pub use problem::Problem;
pub use process::{
    FacetecEnrollment, FailReason, Process, ProcessRequest, ProcessResponse, ProcessStatusResponse,
    StatusReason, VerifyRequest, VerifyResponse,
};
pub use process_list::{ExternalId, Filters, ListAllProcesses, ProcessWithDossier};
pub use redact::{RedactionAssureRequest, RedactionResponse};
pub use token::TokenResponse;
pub use user_data::{Address, UserData, UserDataRequest, UserDataResponse};
pub use watermark::{Watermark, WatermarkAssureRequest, WatermarkDepiction};
pub use webhooks::{Webhook, WebhookDeliveries, WebhookDelivery, WebhookRequest};
