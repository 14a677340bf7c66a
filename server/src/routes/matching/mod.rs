//! Matching, and its configurations.

mod create;
mod delete;
mod get;
mod list;
mod perform;
mod update;

pub(super) use create::*;
pub(super) use delete::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use perform::*;
pub(super) use update::*;
