//! `GET /assure/audit`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use vidimus_api::{AuditLine, AuditLog};

use crate::clock::wire_time;
use crate::domain::{AuditFilter, Scope};
use crate::ids::DossierId;
use crate::problem::Refusal;
use crate::routes::answers::{BadRequest, Guarded};
use crate::routes::extract::Caller;
use crate::service::App;

/// Lines given where nothing is said, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MOST: u32 = 1000;
/// Most lines left out at the beginning.
const FARTHEST: u32 = 200_000;

#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(in crate::routes) struct AuditQuery {
    /// About this dossier; an id that nobody has has no lines.
    #[param(nullable = false)]
    dossier_id: Option<String>,
    /// Then or later.
    #[param(format = DateTime, nullable = false)]
    start_date: Option<String>,
    /// Then or before.
    #[param(format = DateTime, nullable = false)]
    end_date: Option<String>,
    /// How many to leave out at the beginning (0).
    #[param(maximum = 200_000, nullable = false)]
    offset: Option<u32>,
    /// At most so many (100).
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    limit: Option<u32>,
}

/// Get audit log
///
/// What was done with the client's dossiers, newest first. Needs the scope `assure:audit`.
#[utoipa::path(
    get,
    path = "/audit",
    operation_id = "getAuditLog",
    tag = "Audit",
    params(AuditQuery),
    responses(
        (status = 200, body = AuditLog, description = "The lines of one page."),
        BadRequest, Guarded
    ),
    security(("oauth2" = ["assure:audit"])),
)]
pub(in crate::routes) async fn list(
    caller: Caller,
    State(app): State<Arc<App>>,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditLog>, Refusal> {
    caller.needs(Scope::Audit)?;
    let invalid = |why| Refusal::invalid("Invalid filter.", why);
    let time = |text: Option<String>| {
        let time = text.map(|text| text.parse().map_err(|_| text));
        time.transpose()
            .map_err(|_| invalid("startDate and endDate are times such as 2026-01-31T09:00:00Z."))
    };
    // An id that nobody has has no lines.
    let unknown = DossierId::random();
    let dossier = query
        .dossier_id
        .map(|id| DossierId::parse(&id).unwrap_or(unknown));
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MOST).contains(&limit) {
        return Err(invalid("limit is a number from 1 to 1000."));
    }
    let offset = query.offset.unwrap_or(0);
    if offset > FARTHEST {
        return Err(invalid("offset is a number from 0 to 200000."));
    }
    let filter = AuditFilter {
        dossier,
        start: time(query.start_date)?,
        end: time(query.end_date)?,
        offset,
        limit,
    };
    let lines = app.store.audit(&caller.client, &filter).await?;
    let lines = lines.into_iter().map(|line| AuditLine {
        timestamp: wire_time(line.at),
        actor: line.actor.as_str().to_owned(),
        operation: line.operation,
        status: Some(line.status).filter(|status| *status > 0),
        dossier_id: line.dossier.map(|id| id.to_string()),
        process_id: line.process.map(|id| id.to_string()),
        trace_id: Some(line.trace_id).filter(|id| !id.is_empty()),
    });
    Ok(Json(AuditLog {
        entries: lines.collect(),
    }))
}
