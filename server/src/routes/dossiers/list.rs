//! `GET /assure/dossiers`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use vidimus_api::Dossier;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// The caller's newest 100 dossiers, newest first.
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<Dossier>>, Refusal> {
    caller.needs(Scope::Api)?;
    let dossiers = app.list_dossiers(&caller.client).await?;
    let shown = dossiers.iter().map(|dossier| app.show_dossier(dossier));
    Ok(Json(shown.collect::<Result<_, _>>()?))
}
