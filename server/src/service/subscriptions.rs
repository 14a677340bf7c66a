//! Subscriptions to events, and what was told.

use jiff::SignedDuration;
use vidimus_api::{Webhook, WebhookDeliveries, WebhookDelivery};

use super::App;
use crate::clock::wire_time;
use crate::domain::{Delivery, Event, Subscription};
use crate::events::EVENT_NAME;
use crate::ids::{ClientId, EventId, Secret, SubscriptionId};
use crate::problem::Refusal;

/// Most subscriptions of a client.
const MOST: usize = 20;
/// How long a replaced secret signs beside the new one.
const KEEP: SignedDuration = SignedDuration::from_hours(24);
/// Deliveries that are listed.
const LISTED: u32 = 100;

fn purpose(id: SubscriptionId, what: &str) -> String {
    format!("subscription/{id}/{what}")
}

impl App {
    /// Subscribes a client; the reply holds the secret, this once.
    pub(crate) async fn subscribe(&self, client: &ClientId, url: &str) -> Result<Webhook, Refusal> {
        let checked = self.targets.check(url);
        checked.map_err(|error| Refusal::invalid("Invalid url.", format!("{error}.")))?;
        if self.store.subscriptions(client).await?.len() >= MOST {
            return Err(Refusal::conflict(format!(
                "There are {MOST} webhooks already: delete one first."
            )));
        }
        let id = SubscriptionId::random();
        let secret = Secret::random()?;
        let plain = secret.expose().as_bytes();
        let subscription = Subscription {
            id,
            client: client.clone(),
            url: self.master.seal(&purpose(id, "url"), url.as_bytes())?,
            secret: self.master.seal(&purpose(id, "secret"), plain)?,
            previous_secret: None,
            created_at: self.now(),
        };
        self.store.add_subscription(&subscription).await?;
        let shown = self.show_subscription(&subscription)?;
        Ok(Webhook {
            secret: Some(secret.expose().to_owned()),
            ..shown
        })
    }

    /// The subscriptions of a client.
    pub(crate) async fn list_subscriptions(
        &self,
        client: &ClientId,
    ) -> Result<Vec<Webhook>, Refusal> {
        let all = self.store.subscriptions(client).await?;
        all.iter().map(|own| self.show_subscription(own)).collect()
    }

    /// A subscription of a client.
    pub(crate) async fn owned_subscription(
        &self,
        client: &ClientId,
        id: &str,
    ) -> Result<Subscription, Refusal> {
        let found = match SubscriptionId::parse(id) {
            Some(id) => self.store.subscription(id).await?,
            None => None,
        };
        found
            .filter(|found| found.client == *client)
            .ok_or_else(|| Refusal::not_found("Webhook"))
    }

    /// Replaces the secret of a subscription; the one before signs beside it for a day.
    pub(crate) async fn rotate_subscription(
        &self,
        subscription: &Subscription,
    ) -> Result<Webhook, Refusal> {
        let id = subscription.id;
        let secret = Secret::random()?;
        let plain = secret.expose().as_bytes();
        let sealed = self.master.seal(&purpose(id, "secret"), plain)?;
        let keep_until = self.now() + KEEP;
        if !self.store.replace_secret(id, &sealed, keep_until).await? {
            return Err(Refusal::not_found("Webhook"));
        }
        Ok(Webhook {
            secret: Some(secret.expose().to_owned()),
            ..self.show_subscription(subscription)?
        })
    }

    /// What a subscription was told.
    pub(crate) async fn list_deliveries(
        &self,
        subscription: &Subscription,
    ) -> Result<WebhookDeliveries, Refusal> {
        let deliveries = self.store.deliveries(subscription.id, LISTED).await?;
        let deliveries = deliveries
            .into_iter()
            .map(|(event, delivery)| show_delivery(&event, delivery));
        Ok(WebhookDeliveries {
            deliveries: deliveries.collect(),
        })
    }

    /// Tells an event again.
    pub(crate) async fn redeliver(
        &self,
        subscription: &Subscription,
        event: &str,
    ) -> Result<(), Refusal> {
        let again = match EventId::parse(event) {
            Some(event) => {
                let now = self.now();
                self.store.redeliver(event, subscription.id, now).await?
            }
            None => false,
        };
        again
            .then_some(())
            .ok_or_else(|| Refusal::not_found("Delivery"))
    }

    /// The URL of a subscription, and the secrets that sign now.
    pub(crate) fn opened_subscription(
        &self,
        subscription: &Subscription,
    ) -> Result<(String, Vec<Vec<u8>>), Refusal> {
        let purpose = |what| purpose(subscription.id, what);
        let now = self.now();
        let previous = subscription.previous_secret.as_ref();
        let previous = previous.filter(|(_, until)| now < *until);
        let secrets = std::iter::once(&subscription.secret).chain(previous.map(|(own, _)| own));
        let secrets = secrets.map(|secret| self.master.open(&purpose("secret"), secret));
        let url = self.master.open(&purpose("url"), &subscription.url)?;
        Ok((
            String::from_utf8_lossy(&url).into_owned(),
            secrets.collect::<Result<_, _>>()?,
        ))
    }

    /// The tags that an integrator gave the process of an event; none where it is deleted.
    pub(crate) async fn event_tags(&self, event: &Event) -> Result<Vec<String>, Refusal> {
        let process = self.store.process(event.process).await?;
        let dossier = self.store.dossier(event.dossier).await?;
        let Some((process, dossier)) = process.zip(dossier) else {
            return Ok(Vec::new());
        };
        let asked = self.asked(&dossier, &process)?;
        Ok(asked.request.event_tags.unwrap_or_default())
    }

    /// A subscription as the API shows it.
    pub(crate) fn show_subscription(
        &self,
        subscription: &Subscription,
    ) -> Result<Webhook, Refusal> {
        let (url, _) = self.opened_subscription(subscription)?;
        Ok(Webhook {
            webhook_id: subscription.id.to_string(),
            url,
            secret: None,
            created_at: wire_time(subscription.created_at),
        })
    }
}

fn show_delivery(event: &Event, delivery: Delivery) -> WebhookDelivery {
    let is_pending = delivery.state == crate::domain::DeliveryState::Pending;
    WebhookDelivery {
        event_id: event.id.to_string(),
        event_name: EVENT_NAME.to_owned(),
        dossier_id: event.dossier.to_string(),
        process_id: event.process.to_string(),
        state: delivery.state.as_str().to_owned(),
        attempts: delivery.attempts,
        next_attempt_at: is_pending.then(|| wire_time(delivery.next_at)),
        last_status: delivery.last_status,
        last_error: delivery.last_error,
        created_at: wire_time(event.created_at),
        updated_at: wire_time(delivery.updated_at),
    }
}
