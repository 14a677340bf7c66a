//! `DELETE /assure/dossiers/{dossierId}/processes/{processId}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Refusal;
use crate::routes::extract::OwnedProcess;
use crate::service::App;

/// 204: the process and its images are gone. A verification under way ends without a result.
pub(in crate::routes) async fn delete(
    OwnedProcess { process, .. }: OwnedProcess,
    State(app): State<Arc<App>>,
) -> Result<StatusCode, Refusal> {
    app.delete_process(&process).await?;
    Ok(StatusCode::NO_CONTENT)
}
