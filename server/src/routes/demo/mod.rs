//! The demo page's endpoints: see [`vidimus_api::demo`]. They exist under `serve --demo` only and
//! reach nothing but what they made themselves.

mod read;
mod start;

pub(super) use read::{image, process};
pub(super) use start::start;
