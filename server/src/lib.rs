//! The Vidimus service: identity verification over the Assure API.
//!
//! A request goes one way through the modules:
//!
//! [`routes`] (HTTP, one file an operation) → [`service`] (what the operations do) → [`domain`]
//! (types and the rules of their status), [`store`] (the database behind traits) and [`blobs`]
//! (images, sealed with a key per dossier, which [`keys`] protect). Verifications wait in a queue of
//! the same database and are carried out by the workers of [`jobs`]; what became of them is told by
//! [`events`]. [`auth`] says who is asking, [`limits`] how often they may, [`problem`] what went wrong, [`providers`] who verifies
//! and how that is put into the API's words, [`openapi`] what the whole API is.
//!
//! The browser advises, the server decides: nothing that a browser claims about an image reaches a
//! verdict; the engine runs here, on the bytes that were received.

pub mod assets;
pub mod auth;
pub mod blobs;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod events;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod metrics;
pub mod models;
pub mod openapi;
pub mod operations;
pub mod problem;
pub mod providers;
pub mod report_page;
pub mod routes;
pub mod service;
pub mod store;
