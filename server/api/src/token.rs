//! The token endpoint.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// Reply of `POST /auth/open/connect/token` (RFC 6749 section 5.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenResponse {
    /// A signed JWT.
    pub access_token: String,
    /// Always `Bearer`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^Bearer$"))]
    pub token_type: String,
    /// Lifetime in seconds.
    pub expires_in: u32,
    /// The scope that was granted.
    pub scope: String,
}

debug_without_personal_data!(TokenResponse);
