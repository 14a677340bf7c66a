//! `DELETE /assure/dossiers/all`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// 204: all dossiers of the caller are gone, with everything in them. Needs the scope `assure:purge`,
/// so that nobody does it by mistake.
pub(in crate::routes) async fn delete_all(
    caller: Caller,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    caller.needs(Scope::Purge)?;
    app.delete_dossiers(&caller.client).await?;
    Ok(StatusCode::NO_CONTENT)
}
