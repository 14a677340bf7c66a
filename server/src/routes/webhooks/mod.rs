//! Subscriptions to events.

mod create;
mod delete;
mod deliveries;
mod get;
mod list;
mod redeliver;
mod rotate;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use deliveries::deliveries;
pub(super) use get::get;
pub(super) use list::list;
pub(super) use redeliver::redeliver;
pub(super) use rotate::rotate;
