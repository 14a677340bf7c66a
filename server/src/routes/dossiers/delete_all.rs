//! `DELETE /assure/dossiers/all`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::{Guarded, NotFound};
use crate::routes::extract::Caller;
use crate::service::App;

/// Delete all dossiers
///
/// All dossiers of the client are gone, with everything in them. Needs the scope `assure:purge`, so
/// that nobody does it by mistake.
#[utoipa::path(
    delete,
    path = "/dossiers/all",
    operation_id = "deleteAllDossiers",
    tag = "Dossiers",
    responses((status = 204, description = "They are gone."), NotFound, Guarded),
    security(("oauth2" = ["assure:purge"])),
)]
pub(in crate::routes) async fn delete_all(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    caller.needs(Scope::Purge)?;
    app.delete_dossiers(&caller.client).await?;
    Ok(StatusCode::NO_CONTENT)
}
