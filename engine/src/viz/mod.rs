//! The visual zone: what is printed for people to read.

pub mod date;
mod fields;
mod labels;
pub mod latin;
mod layout;
mod reader;
mod text;

pub use fields::Source;
pub(crate) use reader::{Pages, VizReader};
pub use reader::{Viz, VizModels};
