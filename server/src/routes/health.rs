//! `GET /healthz`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::ClientId;
use crate::problem::Refusal;
use crate::routes::answers::Public;
use crate::service::App;

/// What *Get health* says.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// The database answers.
    #[schema(inline)]
    status: Status,
    /// Whether this server has the networks to verify with.
    #[schema(inline)]
    verification: Verification,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Status {
    Ok,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Verification {
    Available,
    Unavailable,
}

/// Get health
///
/// 200 when the database answers.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "getHealth",
    tag = "Service",
    responses(
        (status = 200, body = Health, description = "Whether verifications are carried out."),
        Public
    ),
    security(()),
)]
pub(super) async fn get(State(app): State<Arc<App>>) -> Result<Json<Health>, Refusal> {
    app.store.client(&ClientId::demo()).await?;
    let verification = if app.verifier.is_some() {
        Verification::Available
    } else {
        Verification::Unavailable
    };
    Ok(Json(Health {
        status: Status::Ok,
        verification,
    }))
}
