//! `GET /assure/{providerName}/document-types`

use axum::Json;
use axum::extract::Path;
use vidimus_api::DocumentTypeItem;

use crate::catalogue;
use crate::domain::PROVIDER;
use crate::problem::Refusal;
use crate::routes::extract::Caller;

/// The whole catalogue, by country name.
pub(super) async fn list(
    _: Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<DocumentTypeItem>>, Refusal> {
    if provider != PROVIDER {
        return Err(Refusal::not_found("Provider"));
    }
    let items = catalogue::documents().iter();
    Ok(Json(items.map(catalogue::to_wire).collect()))
}
