//! Providers of the Assure API.

pub mod pictureid;
