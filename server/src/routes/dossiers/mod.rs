//! Dossiers.

mod create;
mod delete;
mod delete_all;
mod get;
mod list;

pub(super) use create::*;
pub(super) use delete::*;
pub(super) use delete_all::*;
pub(super) use get::*;
pub(super) use list::*;
