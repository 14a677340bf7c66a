//! The capture session: see [`vidimus_api::capture`].

mod burst;
mod cancel;
mod challenge;
mod declare;
mod events;
mod exchange;
mod get;
mod handover;
mod image;
mod submit;

pub(super) use burst::*;
pub(super) use cancel::*;
pub(super) use challenge::*;
pub(super) use declare::*;
pub(super) use events::*;
pub(super) use exchange::*;
pub(super) use get::*;
pub(super) use handover::*;
pub(super) use image::*;
pub(super) use submit::*;

use std::sync::Arc;

use axum::Json;
use vidimus_api::capture::CaptureSession;

use super::extract::Person;
use crate::problem::Refusal;
use crate::service::App;

/// The session as it is now, after a change.
async fn fresh(app: &Arc<App>, person: &Person) -> Result<Json<CaptureSession>, Refusal> {
    let acting = app.authenticate(&person.token).await?;
    let acting = acting.ok_or_else(Refusal::invalid_token)?;
    Ok(Json(app.show_session(&acting).await?))
}
