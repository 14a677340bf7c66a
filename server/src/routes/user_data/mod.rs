//! User data.

mod delete;
mod get;
mod set;
mod update;

pub(super) use delete::delete;
pub(super) use get::get;
pub(super) use set::set;
pub(super) use update::update;
