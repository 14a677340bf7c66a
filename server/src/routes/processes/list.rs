//! `GET /assure/processes`

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use vidimus_api::ListAllProcesses;

use crate::domain::{ProcessFilter, Scope};
use crate::problem::Refusal;
use crate::routes::extract::Caller;
use crate::service::App;

/// The caller's processes of the last 30 days.
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
