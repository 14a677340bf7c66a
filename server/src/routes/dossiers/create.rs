//! `POST /assure/dossiers`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vidimus_api::{Dossier, DossierRequest};

use crate::domain::Scope;
use crate::problem::Refusal;
use crate::routes::answers::{BadBody, Guarded};
use crate::routes::audit::Audited;
use crate::routes::extract::{Caller, OptionalJsonBody};
use crate::service::App;

/// Create dossier
///
/// A dossier holds everything about one person: user data, files and processes. The body may be
/// left out.
#[utoipa::path(
    post,
    path = "/dossiers",
    operation_id = "createDossier",
    tag = "Dossiers",
    request_body = Option<DossierRequest>,
    responses((status = 201, body = Dossier, description = "The new dossier."), BadBody, Guarded),
)]
pub(in crate::routes) async fn create(
    caller: Caller,
    audited: Audited,
    State(app): State<Arc<App>>,
    OptionalJsonBody(request): OptionalJsonBody<DossierRequest>,
) -> Result<(StatusCode, Json<Dossier>), Refusal> {
    caller.needs(Scope::Api)?;
    let dossier = app.create_dossier(&caller.client, request).await?;
    audited.about(dossier.id, None);
    Ok((StatusCode::CREATED, Json(app.show_dossier(&dossier)?)))
}
