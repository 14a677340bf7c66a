//! Access tokens.

mod issue;
mod keys;

pub(super) use issue::issue;
pub(super) use keys::{jwks, metadata};
