//! Capture flows: starting one, acting in one, handing one over to a phone.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vidimus_api::capture::{
    CaptureSession, CaptureSettings, ExchangeResponse, Handover, HandoverResponse, ProcessStatus,
    ProcessType,
};
use vidimus_api::{CaptureParameters, CaptureRequest, ProcessRequest, VerifyRequest};

use super::App;
use super::challenge;
use super::processes::{Asked, not_pending};
use crate::catalogue;
use crate::clock::wire_time;
use crate::domain::{
    ARTIFACT_LIFETIME, Access, ActiveChallenge, Client, ConfigurationKind, DocumentFilter, Dossier,
    Process, Provider, Role, Session, capture_request_fault, capture_settings, overridden,
};
use crate::ids::{ProcessId, Secret};
use crate::problem::Refusal;
use crate::providers;

/// A flow that has been started. Holds secrets: not printed.
pub struct Flow {
    /// Where to send the person.
    pub url: String,
    /// The process that was made.
    pub process: ProcessId,
    /// Lets its holder look at the result; only where it was asked for.
    pub watcher: Option<Secret>,
}

/// Somebody acting in a session, and all there is to know about it.
pub struct Acting {
    /// Their leave to do so.
    pub access: Access,
    /// The session.
    pub session: Session,
    /// Its process.
    pub process: Process,
    /// The dossier of the process.
    pub dossier: Dossier,
}

/// What a session keeps sealed.
#[derive(Serialize, Deserialize)]
struct Details {
    redirect_url: String,
    settings: CaptureSettings,
    /// What the settings come from.
    #[serde(default)]
    configuration: Map<String, Value>,
}

fn purpose(process: ProcessId) -> String {
    format!("session/{process}")
}

/// How long a phone has; `None` as long as the process itself.
fn handover_timeout(configuration: &Map<String, Value>) -> Option<SignedDuration> {
    let minutes = configuration.get("mobileHandoverTimeout")?.as_i64()?;
    (minutes > 0).then(|| SignedDuration::from_mins(minutes))
}

impl App {
    /// Makes a process with a capture session, and the URL that opens it.
    pub(crate) async fn start_flow(
        &self,
        client: &Client,
        dossier: &Dossier,
        request: CaptureRequest,
        with_watcher: bool,
    ) -> Result<Flow, Refusal> {
        let is_document = |id| catalogue::document(id).is_some();
        let [provider] = request.providers.as_slice() else {
            return Err(Refusal::invalid(
                "Invalid providers.",
                "providers has exactly one element.",
            ));
        };
        let process_type = flow_type(&provider.provider, provider.process_type.as_deref())?;
        let document_id = provider.document_id;
        check_redirect(client, &request.redirect_url)?;
        if let Some(why) = capture_request_fault(&request, &is_document) {
            return Err(Refusal::invalid("Invalid capture request.", why));
        }
        let parameters = request.capture_parameters.unwrap_or_default();
        let configuration = self.profile(client, &parameters).await?;
        let country = parameters.default_country.as_deref();
        let details = Details {
            redirect_url: request.redirect_url,
            settings: capture_settings(&configuration, country)?,
            configuration,
        };
        let filter = DocumentFilter::of(&details.configuration)?;
        if document_id.is_some_and(|id| !admits(&filter, id)) {
            return Err(Refusal::invalid(
                "Invalid documentId.",
                "The capture configuration does not leave this document to choose.",
            ));
        }

        let now = self.now();
        let expires_at = now + ARTIFACT_LIFETIME;
        let mut process = Process::new(dossier.id, Provider::PictureId, process_type, now);
        process.document_id = document_id;
        let asked = Asked {
            request: ProcessRequest {
                provider: process.provider.as_str().to_owned(),
                document_id,
                event_tags: request.event_tags,
                ..ProcessRequest::default()
            },
            enrollment: None,
        };
        process.request = Some(self.sealed_request(dossier, &process, &asked)?);
        let is_asked = details.settings.active_challenge && process.wants_selfie();
        let key = self.data_key(dossier)?;
        let plain = serde_json::to_vec(&details)?;
        let session = Session {
            process: process.id,
            details: key.seal(dossier.id, &purpose(process.id), &plain)?,
            handover: Handover::None,
            challenge: is_asked.then(ActiveChallenge::default),
            expires_at,
        };
        let opener = Secret::random()?;
        let watcher = with_watcher.then(Secret::random).transpose()?;
        let mut accesses = vec![access(&opener, &process, Role::Opener, expires_at)];
        if let Some(watcher) = &watcher {
            accesses.push(access(watcher, &process, Role::Watcher, expires_at));
        }
        let capture = Some((&session, accesses.as_slice()));
        if !self.store.add_process(&process, capture).await? {
            return Err(Refusal::not_found("Dossier"));
        }
        Ok(Flow {
            url: self.capture_url(&opener),
            process: process.id,
            watcher,
        })
    }

    /// Trades an artifact for a token, which ends the token before it.
    pub(crate) async fn exchange(&self, artifact: &str) -> Result<ExchangeResponse, Refusal> {
        // One answer for unknown, revoked, expired and used up: a guess learns nothing.
        let ended = || {
            Refusal::new(
                axum::http::StatusCode::NOT_FOUND,
                "Link not valid.",
                "This link has expired, was used to the end, or was replaced by another one.",
            )
        };
        let hash = Secret::presented(artifact).hash();
        let access = self
            .store
            .access_by_artifact(&hash)
            .await?
            .ok_or_else(ended)?;
        if access.role == Role::Watcher {
            return Err(ended());
        }
        let acting = self.act(access).await?.ok_or_else(ended)?;
        if acting.process.status.is_final() {
            return Err(ended());
        }
        let token = Secret::random()?;
        let handover = (acting.access.role == Role::Phone).then_some(Handover::Connected);
        if !self.store.exchange(&hash, &token.hash(), handover).await? {
            return Err(ended());
        }
        self.announce(acting.process.id);
        let acting = self.authenticate(token.expose()).await?.ok_or_else(ended)?;
        Ok(ExchangeResponse {
            session: self.show_session(&acting).await?,
            token: token.expose().to_owned(),
        })
    }

    /// Who holds a session token, and what they may act in. `None` when it is not valid (any
    /// more).
    pub(crate) async fn authenticate(&self, token: &str) -> Result<Option<Acting>, Refusal> {
        let hash = Secret::presented(token).hash();
        match self.store.access_by_token(&hash).await? {
            Some(access) => self.act(access).await,
            None => Ok(None),
        }
    }

    /// The demo page's leave to look at one result.
    pub(crate) async fn watcher(&self, secret: &str) -> Result<Option<Acting>, Refusal> {
        let hash = Secret::presented(secret).hash();
        match self.store.access_by_artifact(&hash).await? {
            Some(access) if access.role == Role::Watcher => self.act(access).await,
            _ => Ok(None),
        }
    }

    async fn act(&self, access: Access) -> Result<Option<Acting>, Refusal> {
        if access.expires_at <= self.now() {
            return Ok(None);
        }
        let Some(process) = self.load_process(access.process).await? else {
            return Ok(None);
        };
        let Some(session) = self.store.session(process.id).await? else {
            return Ok(None);
        };
        let Some(dossier) = self.store.dossier(process.dossier).await? else {
            return Ok(None);
        };
        Ok(Some(Acting {
            access,
            session,
            process,
            dossier,
        }))
    }

    /// Chooses the document.
    pub(crate) async fn declare(&self, acting: &Acting, document: u32) -> Result<(), Refusal> {
        let details = self.details(acting)?;
        if !admits(&DocumentFilter::of(&details.configuration)?, document) {
            return Err(Refusal::invalid(
                "Invalid documentId.",
                "documentId is one of the session's documents.",
            ));
        }
        let id = acting.process.id;
        if !self
            .store
            .declare_document(id, document, self.now())
            .await?
        {
            return Err(not_pending(&acting.process));
        }
        self.announce(id);
        Ok(())
    }

    /// Submits. A repeated request, after a reply that was lost, finds it done.
    pub(crate) async fn submit(&self, acting: &Acting) -> Result<(), Refusal> {
        use ProcessStatus::{Accepted, Inconclusive, Processing, Rejected};
        if matches!(
            acting.process.status,
            Processing | Accepted | Rejected | Inconclusive
        ) {
            return Ok(());
        }
        let is_open = |challenge: ActiveChallenge| !challenge.is_over();
        if acting.session.challenge.is_some_and(is_open) {
            return Err(Refusal::invalid(
                "Challenge missing.",
                "Answer the active challenge, or give it up, before submitting.",
            ));
        }
        let request = VerifyRequest::default();
        self.start_verification(&acting.dossier, &acting.process, &request)
            .await
    }

    /// Makes an artifact for a phone; the one before it stops working.
    pub(crate) async fn hand_over(&self, acting: &Acting) -> Result<HandoverResponse, Refusal> {
        only_opener(acting)?;
        if acting.process.status != ProcessStatus::Pending {
            return Err(not_pending(&acting.process));
        }
        let artifact = Secret::random()?;
        let expires_at = acting.session.expires_at;
        let phone = access(&artifact, &acting.process, Role::Phone, expires_at);
        let details = self.details(acting)?;
        let cancel_at = handover_timeout(&details.configuration).map(|time| self.now() + time);
        self.store
            .replace_phone(acting.process.id, Some(&phone), cancel_at)
            .await?;
        self.announce(acting.process.id);
        Ok(HandoverResponse {
            url: self.capture_url(&artifact),
            expires_at: wire_time(expires_at),
        })
    }

    /// Takes the session back from the phone.
    pub(crate) async fn take_back(&self, acting: &Acting) -> Result<(), Refusal> {
        only_opener(acting)?;
        let id = acting.process.id;
        self.store.replace_phone(id, None, None).await?;
        self.announce(acting.process.id);
        Ok(())
    }

    /// A session as its screens need it.
    pub(crate) async fn show_session(&self, acting: &Acting) -> Result<CaptureSession, Refusal> {
        let Acting {
            session,
            process,
            dossier,
            ..
        } = acting;
        let details = self.details(acting)?;
        let filter = DocumentFilter::of(&details.configuration)?;
        let images = self.store.images(process.id).await?;
        let shown = self.shown(dossier, process)?;
        let deadline = process.deadline().unwrap_or(session.expires_at);
        Ok(CaptureSession {
            dossier_id: dossier.id.to_string(),
            process_id: process.id.to_string(),
            process_type: process.process_type.unwrap_or(ProcessType::Document),
            status: process.status,
            redirect_url: details.redirect_url,
            settings: details.settings,
            documents: catalogue::documents()
                .iter()
                .filter(|document| admits(&filter, document.id))
                .map(catalogue::to_choice)
                .collect(),
            document_id: process.document_id,
            images: images.iter().map(|image| image.depiction).collect(),
            challenge: session.challenge.map(challenge::standing),
            handover: session.handover,
            expires_at: wire_time(deadline.min(session.expires_at)),
            reasons: providers::reasons(process, shown.as_ref()),
        })
    }

    /// The configuration of a flow: the stored one, with what the request has instead.
    async fn profile(
        &self,
        client: &Client,
        parameters: &CaptureParameters,
    ) -> Result<Map<String, Value>, Refusal> {
        let stored = match &parameters.ui_profile {
            Some(id) => {
                let kind = ConfigurationKind::Capture;
                let found = self.configuration(&client.id, kind, id).await;
                let found = found.map_err(|_| {
                    Refusal::invalid(
                        "Invalid uiProfile.",
                        "uiProfile is the id of a capture configuration.",
                    )
                })?;
                serde_json::from_str(&found.content)?
            }
            None => Map::new(),
        };
        let own = match &parameters.ui_profile_json {
            Some(Value::Object(own)) => own.clone(),
            _ => Map::new(),
        };
        Ok(overridden(stored, own))
    }

    fn details(&self, acting: &Acting) -> Result<Details, Refusal> {
        let (dossier, process) = (&acting.dossier, acting.process.id);
        let key = self.data_key(dossier)?;
        let plain = key.open(dossier.id, &purpose(process), &acting.session.details)?;
        Ok(serde_json::from_slice(&plain)?)
    }

    fn capture_url(&self, artifact: &Secret) -> String {
        // In the fragment: browsers send it to no server, and not as a referrer either.
        format!(
            "{}/capture/#/artifact={}",
            self.public_url,
            artifact.expose()
        )
    }
}

/// The type of the process that a flow makes.
fn flow_type(provider: &str, requested: Option<&str>) -> Result<Option<ProcessType>, Refusal> {
    let provider = providers::named(provider)?;
    if provider.provider() != Provider::PictureId {
        return Err(Refusal::invalid(
            "Unsupported provider.",
            "The provider of a capture flow is signicatpictureid.",
        ));
    }
    providers::process_type(provider, requested)
}

fn access(secret: &Secret, process: &Process, role: Role, expires_at: Timestamp) -> Access {
    Access {
        artifact: secret.hash(),
        token: None,
        process: process.id,
        role,
        expires_at,
    }
}

fn only_opener(acting: &Acting) -> Result<(), Refusal> {
    if acting.access.role == Role::Opener {
        return Ok(());
    }
    Err(Refusal::conflict(
        "Only the device that opened the flow can hand it over or take it back.",
    ))
}

fn check_redirect(client: &Client, url: &str) -> Result<(), Refusal> {
    let why = if crate::domain::http_rest(url).is_none() {
        "redirectUrl is an absolute http or https URL without a user name."
    } else if !client.may_redirect_to(url) {
        "redirectUrl begins with none of the prefixes that are registered for this client."
    } else {
        return Ok(());
    };
    Err(Refusal::invalid("Invalid redirectUrl.", why))
}

/// Whether a configuration leaves a document to choose.
fn admits(filter: &DocumentFilter, id: u32) -> bool {
    catalogue::document(id)
        .is_some_and(|document| filter.admits(id, catalogue::kind(document.kind), document.country))
}
