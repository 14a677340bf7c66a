//! Files of a dossier.

mod delete;
mod get;
mod set;

pub(super) use delete::*;
pub(super) use get::*;
pub(super) use set::*;
