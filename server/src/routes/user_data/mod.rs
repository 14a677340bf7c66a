//! User data.

mod delete;
mod get;
mod set;
mod update;

pub(super) use delete::*;
pub(super) use get::*;
pub(super) use set::*;
pub(super) use update::*;
