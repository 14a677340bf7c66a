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

pub(super) use create::*;
pub(super) use delete::*;
pub(super) use download::*;
pub(super) use external_id::*;
pub(super) use fail::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use raw::*;
pub(super) use verify::*;
pub(super) use video::*;
