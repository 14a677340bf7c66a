//! The audit log: recorded around every request, read by one.

mod list;
mod record;

pub(super) use list::*;
pub(super) use record::{Audited, record};
