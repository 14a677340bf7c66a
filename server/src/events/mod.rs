//! Events: telling integrators what became of processes.
//!
//! An event is noted in the transaction that ends a process. Each delivery is tried until the receiver
//! answers 2xx or three days have passed; receivers tell repeated ones by the event's `id`. The body is
//! signed, because anybody could post to a receiver's URL; its URL is checked, because anybody with a
//! client could have us post into our own network.

mod deliver;
mod envelope;
mod signature;
mod target;

pub(crate) use deliver::deliver;
pub(crate) use envelope::{EVENT_NAME, envelope};
pub(crate) use signature::signature;
pub use target::{Target, TargetError, Targets};
