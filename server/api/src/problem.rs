//! The error body of every endpoint.

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use crate::schema::{OAuthError, ProblemType};

/// What went wrong, in the Assure API's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Path of the request.
    pub instance: String,
    /// Method of the request.
    pub method: String,
    /// HTTP status code.
    #[cfg_attr(feature = "openapi", schema(minimum = 400, maximum = 599))]
    pub status: u16,
    /// `base:client-problem` or `base:server-problem`.
    #[cfg_attr(feature = "openapi", schema(value_type = ProblemType))]
    #[serde(rename = "type")]
    pub kind: String,
    /// A short name of the problem.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// When it happened, `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub timestamp: String,
    /// Finds the request in the server's log: 32 hexadecimal digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{32}$"))]
    pub trace_id: String,
    /// The OAuth error code (RFC 6749 section 5.2); only from the token endpoint.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<OAuthError>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
