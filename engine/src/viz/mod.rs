//! The visual zone: what is printed for people to read.

pub mod date;
mod evidence;
mod fields;
mod ink;
mod labels;
pub mod latin;
mod layout;
mod licence;
mod lines;
mod maps;
mod names;
mod nearly;
mod part;
mod patronymic;
mod places;
mod print;
mod reader;
mod second_look;
mod settle;
mod sex;
mod signature;
mod text;

pub(crate) use fields::Context;
pub use fields::Source;
pub(crate) use print::Print;
pub use reader::{Known, ReadPage, Viz, VizReader};
