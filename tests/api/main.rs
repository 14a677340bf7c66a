//! The service over a real socket: every operation, every refusal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod auth;
mod bad_input;
mod bucket;
mod burst;
mod capture_session;
mod challenge;
mod cluster;
mod configurations;
mod demo;
mod events;
mod expiry;
mod faults;
mod files;
mod handover;
mod lifecycle;
mod matching;
mod openapi;
mod operations;
mod processes;
mod provenance;
mod providers;
mod redact;
mod restart;
mod retention;
mod schemathesis;
mod secrecy;
mod site;
mod support;
mod tenants;
mod user_data;
mod verification;
mod watermark;
