//! Subscriptions to events, and their deliveries.

use serde::{Deserialize, Serialize};

use crate::private::debug_without_personal_data;
#[cfg(feature = "openapi")]
use crate::schema::DeliveryState;

/// Body of `POST /assure/webhooks`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookRequest {
    /// Where events are posted to: `https`, a public address, no user name.
    #[cfg_attr(feature = "openapi", schema(pattern = "^https://", max_length = 2048))]
    pub url: String,
}

/// A subscription.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// UUID version 4.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub webhook_id: String,
    /// Where events are posted to.
    pub url: String,
    /// Signs deliveries; shown only when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// Reply of `GET /assure/webhooks/{webhookId}/deliveries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookDeliveries {
    /// Newest first.
    pub deliveries: Vec<WebhookDelivery>,
}

/// An event, and what became of telling it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    /// `id` of the event.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub event_id: String,
    /// `assure.process.completed`.
    pub event_name: String,
    /// The dossier.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub dossier_id: String,
    /// The process.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// `pending`, `delivered` or `failed`.
    #[cfg_attr(feature = "openapi", schema(value_type = DeliveryState))]
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; only while `pending`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<String>,
    /// The receiver's last status.
    #[cfg_attr(feature = "openapi", schema(minimum = 100, maximum = 599))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<u16>,
    /// Why there was no answer to the last attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// `YYYY-MM-DDThh:mm:ssZ`, when it happened.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// `YYYY-MM-DDThh:mm:ssZ`, when it was last tried.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
}

debug_without_personal_data!(WebhookRequest, Webhook);
