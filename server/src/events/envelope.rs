//! What is told.

use serde_json::{Value, json};

use crate::clock::wire_time;
use crate::domain::Event;

/// The one event there is: a process has reached a final status.
pub(crate) const EVENT_NAME: &str = "assure.process.completed";

/// The body of a delivery.
pub(crate) fn envelope(event: &Event, tags: &[String]) -> Value {
    let mut data = json!({
        "dossierId": event.dossier.to_string(),
        "processId": event.process.to_string(),
        "status": event.status.as_str(),
        "provider": event.provider.as_str(),
    });
    if let Some(process_type) = event.process_type {
        data["processType"] = process_type.as_str().into();
    }
    json!({
        "id": event.id.to_string(),
        "timestamp": wire_time(event.created_at),
        "sender": "assure",
        "eventName": EVENT_NAME,
        "eventData": data,
        "accountId": event.client.as_str(),
        "organizationId": null,
        "expiresAt": wire_time(event.expires_at),
        "tags": tags,
    })
}
