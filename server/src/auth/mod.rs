//! Who is asking: client credentials in, signed access tokens out.

mod credentials;
mod signing;
mod tokens;

pub use credentials::{Credentials, new_client, rotate_secret, verify_secret};
pub use signing::{SigningError, SigningKey};
pub use tokens::{ACCESS_TOKEN_SECONDS, Grant, TokenError, Tokens};
