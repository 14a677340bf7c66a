//! The audit log: recorded around every request, read by one.

mod list;
mod record;

pub(super) use list::list;
pub(super) use record::{Audited, record};
