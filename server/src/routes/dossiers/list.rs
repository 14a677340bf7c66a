//! `GET /assure/dossiers`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Dossier;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::Guarded;
use crate::routes::extract::Caller;
use crate::service::App;

/// Get all dossiers
///
/// The newest 100 dossiers of the client, newest first.
#[utoipa::path(
    get,
    path = "/dossiers",
    operation_id = "getAllDossiers",
    tag = "Dossiers",
    responses((status = 200, body = Vec<Dossier>, description = "The dossiers."), Guarded),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<Dossier>>, Refusal> {
    caller.needs(Scope::Api)?;
    let dossiers = app.list_dossiers(&caller.client).await?;
    let shown = dossiers.iter().map(|dossier| app.show_dossier(dossier));
    Ok(Json(shown.collect::<Result<_, _>>()?))
}
