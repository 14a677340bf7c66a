//! Images of a process.

pub(super) mod data_url;
mod get;
mod set;

pub(super) use get::{DepictionQuery, attached, get, wanted};
pub(super) use set::{sent, set};
