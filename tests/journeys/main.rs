//! Journeys of people through the whole product: a real Chromium, the real server with the real
//! engine, pictures from the specimen maker. Nothing is replaced.
//!
//! They need the built web pages and the specimens: `cargo xtask test` makes both.

mod capture;
mod challenge;
mod denied;
mod handover;
mod parity;
mod puppet;
mod selfie;
mod support;
mod upload;
