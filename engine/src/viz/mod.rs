//! The visual zone: what is printed for people to read.

pub mod date;
pub mod latin;
