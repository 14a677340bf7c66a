//! `GET /assure/processes`

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use utoipa::IntoParams;
use vidimus_api::ListAllProcesses;
use vidimus_api::capture::ProcessStatus;
use vidimus_api::schema::ProcessOrder;

use crate::domain::{ProcessFilter, Scope};
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded};
use crate::routes::extract::Caller;
use crate::service::App;

/// What [`ProcessFilter::parse`] reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its documentation is used")]
struct ListQuery {
    /// Made then or later; before the last 30 days there is nothing.
    #[param(format = DateTime)]
    start_creation_date: String,
    /// Made then or before.
    #[param(format = DateTime, nullable = false)]
    end_creation_date: Option<String>,
    /// With one of these, with commas between them; all where there is none.
    #[param(value_type = Option<Vec<ProcessStatus>>, nullable = false, explode = false, style = Form)]
    status: Option<String>,
    /// How many to leave out at the beginning (0).
    #[param(maximum = 200_000, nullable = false)]
    offset: Option<u32>,
    /// At most so many (100).
    #[param(minimum = 1, maximum = 2000, nullable = false)]
    limit: Option<u32>,
    /// The newest or the oldest first (`createdAtDescending`).
    #[param(value_type = Option<ProcessOrder>, nullable = false, inline)]
    order: Option<String>,
}

/// Get list of processes
///
/// Processes of the client in the last 30 days.
#[utoipa::path(
    get,
    path = "/processes",
    operation_id = "getListOfProcesses",
    tag = "Processes",
    params(ListQuery),
    responses(
        (
            status = 200, body = ListAllProcesses,
            description = "Those of one page, and how many there are on all."
        ),
        BadRequest, Guarded
    ),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Json<ListAllProcesses>, Refusal> {
    caller.needs(Scope::Api)?;
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let filter =
        ProcessFilter::parse(pairs).map_err(|why| Refusal::invalid("Invalid filter.", why))?;
    Ok(Json(app.list_processes(&caller.client, filter).await?))
}
