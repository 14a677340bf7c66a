//! The demo page's own two endpoints, there only under `vidimus serve --demo`.
//!
//! An integrator's page must never hold the client's secret; the demo page has no back-end of its
//! own, so the server plays that part for a built-in demo client:
//!
//! | request | body | reply |
//! |---|---|---|
//! | `POST /demo/flows` | [`FlowRequest`] | 201 [`FlowResponse`] |
//! | `GET /demo/dossiers/{dossierId}/processes/{processId}` | | 200 [`crate::Process`] |
//! | `GET /demo/dossiers/{dossierId}/processes/{processId}/images?depiction=…` | | the image |
//!
//! Both `GET`s take the flow's token in the header `X-Demo-Token`; it opens this one process and
//! nothing else.

use serde::{Deserialize, Serialize};

use crate::capture::ProcessType;
use crate::private::debug_without_personal_data;

/// Header that carries [`FlowResponse::token`].
pub const TOKEN_HEADER: &str = "x-demo-token";

/// Starts a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowRequest {
    /// What to ask for.
    pub process_type: ProcessType,
    /// Whether the person is asked to do things before the camera, with a selfie.
    #[serde(default)]
    pub active_challenge: bool,
}

/// A flow that has been started.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowResponse {
    /// Where to send the person.
    pub url: String,
    /// The dossier.
    pub dossier_id: String,
    /// The process.
    pub process_id: String,
    /// Opens the result; at least 128 random bits. To be kept in the page's session.
    pub token: String,
}

debug_without_personal_data!(FlowResponse);
