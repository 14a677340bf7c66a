//! The service over a real socket: every operation, every refusal.

mod auth;
mod bad_input;
mod capture_session;
mod demo;
mod expiry;
mod handover;
mod lifecycle;
mod restart;
mod secrecy;
mod site;
mod support;
mod tenants;
mod verification;
