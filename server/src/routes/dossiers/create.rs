//! `POST /assure/dossiers`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{Dossier, DossierRequest};

use crate::problem::Refusal;
use crate::routes::extract::{Caller, OptionalJsonBody};
use crate::service::App;

/// 201 with the new dossier.
pub(in crate::routes) async fn create(
    Caller(client): Caller,
    State(app): State<Arc<App>>,
    OptionalJsonBody(request): OptionalJsonBody<DossierRequest>,
) -> Result<(StatusCode, Json<Dossier>), Refusal> {
    let dossier = app.create_dossier(&client, request).await?;
    Ok((StatusCode::CREATED, Json(app.show_dossier(&dossier)?)))
}
