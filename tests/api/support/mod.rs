//! A service to talk to, people who talk to it, and pictures to send.

mod cable;
mod pictures;
mod server;
mod verifiers;

use serde_json::Value;

pub(crate) use cable::Cable;
pub(crate) use pictures::*;
pub(crate) use server::{Asker, Reply, Server, Setup, database, wait_for};
pub(crate) use verifiers::{AcceptingBy, Answering, Panicking, Remembering, Sleeping, Tossing};

/// A document of one page.
pub(crate) const PASSPORT: u32 = 137;
/// A document of two pages (Austrian identity card).
pub(crate) const CARD: u32 = 2000;

/// The names of an object's fields, sorted.
pub(crate) fn fields(object: &Value) -> Vec<&str> {
    let mut names: Vec<_> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}
