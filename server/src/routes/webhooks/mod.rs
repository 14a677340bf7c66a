//! Subscriptions to events.

mod create;
mod delete;
mod deliveries;
mod get;
mod list;
mod redeliver;
mod rotate;

pub(super) use create::*;
pub(super) use delete::*;
pub(super) use deliveries::*;
pub(super) use get::*;
pub(super) use list::*;
pub(super) use redeliver::*;
pub(super) use rotate::*;
