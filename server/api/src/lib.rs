//! Wire types of the Assure API and of the capture session.
//!
//! Serde only: the crate builds natively for the server and for WebAssembly in the capture UI,
//! so that both ends of every request are the same Rust type.

pub mod capture;
pub mod problem;

pub use problem::Problem;
