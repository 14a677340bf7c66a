//! The error body of every endpoint.

use serde::{Deserialize, Serialize};

/// What went wrong, in the Assure API's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Path of the request.
    pub instance: String,
    /// Method of the request.
    pub method: String,
    /// HTTP status code.
    pub status: u16,
    /// `base:client-problem` or `base:server-problem`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short name of the problem.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// When it happened, `YYYY-MM-DDThh:mm:ssZ`.
    pub timestamp: String,
    /// Finds the request in the server's log: 32 hexadecimal digits.
    pub trace_id: String,
    /// The OAuth error code (RFC 6749 section 5.2); only from the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
