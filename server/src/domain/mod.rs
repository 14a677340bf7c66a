//! What the service is about, without storage and without HTTP: types and transitions.

mod client;
mod dossier;
mod process;
mod session;
mod user_data;

pub(crate) use client::http_rest;
pub use client::{Client, InvalidPrefix, RedirectPrefix};
pub use dossier::{Dossier, ExternalReference};
pub use process::{Ending, Failure, Image, PROVIDER, Process, TIME_TO_COMPLETE, process_type};
pub use session::{
    ARTIFACT_LIFETIME, Access, ActiveChallenge, CHALLENGE_ATTEMPTS, Role, Session, Standing,
};
pub use user_data::{StoredUserData, merged_user_data, user_data_fault};
