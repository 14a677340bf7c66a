//! Subscriptions to events, and their deliveries.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;

/// Body of `POST /assure/webhooks`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookRequest {
    /// Where events are posted to: `https`, a public address, no user name.
    pub url: String,
}

/// A subscription.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// UUID version 4.
    pub webhook_id: String,
    /// Where events are posted to.
    pub url: String,
    /// Signs deliveries; shown only when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub created_at: String,
}

/// Reply of `GET /assure/webhooks/{webhookId}/deliveries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDeliveries {
    /// Newest first.
    pub deliveries: Vec<WebhookDelivery>,
}

/// An event, and what became of telling it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    /// `id` of the event.
    pub event_id: String,
    /// `assure.process.completed`.
    pub event_name: String,
    /// The dossier.
    pub dossier_id: String,
    /// The process.
    pub process_id: String,
    /// `pending`, `delivered` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; only while `pending`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<String>,
    /// The receiver's last status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<u16>,
    /// Why there was no answer to the last attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`, when it happened.
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`, when it was last tried.
    pub updated_at: String,
}

debug_without_personal_data!(WebhookRequest, Webhook);
