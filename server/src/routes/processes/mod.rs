//! Processes.

mod create;
mod delete;
mod download;
mod external_id;
mod fail;
mod get;
mod list;
mod raw;
mod verify;
mod video;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use download::download;
pub(super) use external_id::external_id;
pub(super) use fail::fail;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use raw::raw;
pub(super) use verify::verify;
pub(super) use video::video;
