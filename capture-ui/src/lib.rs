//! The capture page: guides a person through photographing a document and, where asked, taking
//! a selfie.
//!
//! Two binaries share this library. `app` draws the screens; `engine-worker` holds the engine in
//! a worker of its own, so that reading a photo never freezes the page. They speak the messages
//! of [`protocol`].
//!
//! The browser *advises*, the server *decides*: what the engine finds here becomes a hint on the
//! screen and is never sent to the server.
//!
//! Where things are:
//!
//! - [`flow`]: what comes next. A pure state machine, tested natively.
//! - [`runtime`]: carries out what the flow asks for (network, camera, engine).
//! - `screens`: one folder a screen; `parts`: what several screens share.
//! - [`api`], [`camera`], [`upload`], [`engine_client`]: one neighbour each.
//! - [`worker`]: the other side of [`protocol`].

pub mod api;
#[expect(
    clippy::must_use_candidate,
    reason = "the component macro drops the attribute"
)]
pub mod app;
pub mod camera;
pub mod device;
pub mod engine_client;
pub mod flow;
pub mod hints;
#[expect(
    unreachable_pub,
    reason = "the component macro makes public items of private ones"
)]
mod parts;
pub mod protocol;
pub mod qr;
pub mod runtime;
#[expect(
    unreachable_pub,
    reason = "the component macro makes public items of private ones"
)]
mod screens;
pub mod texts;
pub mod upload;
pub mod worker;

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests;
