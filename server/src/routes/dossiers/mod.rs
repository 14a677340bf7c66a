//! Dossiers.

mod create;
mod delete;
mod delete_all;
mod get;
mod list;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use delete_all::delete_all;
pub(super) use get::get;
pub(super) use list::list;
