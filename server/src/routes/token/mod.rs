//! Access tokens.

mod issue;
mod keys;

pub(super) use issue::*;
pub(super) use keys::*;
