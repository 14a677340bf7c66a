//! Files of a dossier.

mod delete;
mod get;
mod set;

pub(super) use delete::delete;
pub(super) use get::get;
pub(super) use set::set;
