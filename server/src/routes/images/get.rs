//! `GET /assure/dossiers/{dossierId}/processes/{processId}/images?depiction=…`

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use vidimus_api::capture::Depiction;
use vidimus_api::schema::Binary;

use crate::problem::Refusal;
use crate::providers;
use crate::routes::answers::{BadRequest, Guarded, NotFound};
use crate::routes::extract::{OwnedProcess, depiction};
use crate::routes::parameters::ProcessPath;
use crate::service::App;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::routes) struct DepictionQuery {
    /// Which image.
    #[param(value_type = Depiction, required = true, inline)]
    depiction: Option<String>,
}

/// Get image
///
/// The image as it was uploaded, or redacted where the process asked for that. 404 where none was
/// uploaded.
#[utoipa::path(
    get,
    path = "/dossiers/{dossierId}/processes/{processId}/images",
    operation_id = "getImage",
    tag = "Processes",
    params(ProcessPath, DepictionQuery),
    responses(
        (
            status = 200, body = inline(Binary), content_type = "application/octet-stream",
            description = "The image: a JPEG, PNG or WebP."
        ),
        BadRequest, NotFound, Guarded
    ),
)]
pub(in crate::routes) async fn get(
    OwnedProcess { dossier, process }: OwnedProcess,
    State(app): State<Arc<App>>,
    Query(query): Query<DepictionQuery>,
) -> Result<Response, Refusal> {
    let wanted = wanted(&query)?;
    if !providers::of(process.provider)
        .takes(&process)
        .contains(&wanted)
    {
        let why = format!("This process has no {}.", wanted.as_str());
        return Err(Refusal::invalid("Invalid depiction.", why));
    }
    app.check_withheld(&dossier, &process)?;
    let (image, bytes) = app
        .read_image(&dossier, &process, wanted)
        .await?
        .ok_or_else(|| Refusal::not_found("Image"))?;
    Ok(attached(wanted, image.media_type, bytes))
}

/// An image to be saved.
pub(in crate::routes) fn attached(
    depiction: Depiction,
    media_type: &str,
    bytes: Vec<u8>,
) -> Response {
    let extension = media_type.trim_start_matches("image/");
    let name = format!(
        "attachment; filename=\"{}.{extension}\"",
        depiction.as_str()
    );
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}

/// The depiction of a query; `portrait` exists in the API, but no provider here gives it.
pub(in crate::routes) fn wanted(query: &DepictionQuery) -> Result<Depiction, Refusal> {
    query
        .depiction
        .as_deref()
        .and_then(depiction)
        .ok_or_else(|| {
            Refusal::invalid("Invalid depiction.", "depiction is front, back or selfie.")
        })
}
