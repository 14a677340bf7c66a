//! Processes.

mod create;
mod delete;
mod fail;
mod get;
mod verify;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use fail::fail;
pub(super) use get::get;
pub(super) use verify::verify;
