//! The service over a real socket: every operation, every refusal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod auth;
mod bad_input;
mod burst;
mod capture_session;
mod challenge;
mod demo;
mod expiry;
mod handover;
mod lifecycle;
mod provenance;
mod restart;
mod secrecy;
mod site;
mod support;
mod tenants;
mod user_data;
mod verification;
