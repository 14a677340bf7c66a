//! Images of a process.

pub(super) mod data_url;
mod get;
mod set;

pub(super) use get::*;
pub(super) use set::*;
