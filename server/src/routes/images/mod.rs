//! Images of a process.

mod data_url;
mod get;
mod set;

pub(super) use get::{DepictionQuery, get, wanted};
pub(super) use set::set;
