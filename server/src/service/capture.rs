//! Capture flows: starting one, acting in one, handing one over to a phone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vidimus_api::capture::{
    CaptureSession, CaptureSettings, ExchangeResponse, Handover, HandoverResponse, ProcessStatus,
    ProcessType,
};
use vidimus_api::{CaptureParameters, CaptureRequest};

use super::App;
use super::challenge;
use super::processes::{check_provider, not_pending};
use crate::catalogue;
use crate::clock::wire_time;
use crate::domain::{
    ARTIFACT_LIFETIME, Access, ActiveChallenge, Client, Dossier, Process, Role, Session,
};
use crate::ids::{ProcessId, Secret};
use crate::problem::Refusal;
use crate::providers::pictureid;

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
}

fn purpose(process: ProcessId) -> String {
    format!("session/{process}")
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
        let [provider] = request.providers.as_slice() else {
            return Err(Refusal::invalid(
                "Invalid providers.",
                "providers has exactly one element.",
            ));
        };
        let process_type = check_provider(&provider.provider, provider.process_type.as_deref())?;
        check_redirect(client, &request.redirect_url)?;
        let details = Details {
            redirect_url: request.redirect_url,
            settings: settings(request.capture_parameters)?,
        };

        // It tells whether the person of the selfie is there.
        let is_asked =
            details.settings.active_challenge && process_type == ProcessType::DocumentSelfie;
        let now = self.now();
        let expires_at = now + ARTIFACT_LIFETIME;
        let process = Process::new(dossier.id, process_type, None, now);
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
        self.store
            .add_process(&process, Some((&session, &accesses)))
            .await?;
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
        if catalogue::document(document).is_none() {
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
        self.start_verification(&acting.process).await
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
        self.store
            .replace_phone(acting.process.id, Some(&phone))
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
        self.store.replace_phone(acting.process.id, None).await?;
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
        let key = self.data_key(dossier)?;
        let plain = key.open(dossier.id, &purpose(process.id), &session.details)?;
        let details: Details = serde_json::from_slice(&plain)?;
        let images = self.store.images(process.id).await?;
        let record = self.record(dossier, process)?;
        let deadline = process.deadline().unwrap_or(session.expires_at);
        Ok(CaptureSession {
            dossier_id: dossier.id.to_string(),
            process_id: process.id.to_string(),
            process_type: process.process_type,
            status: process.status,
            redirect_url: details.redirect_url,
            settings: details.settings,
            documents: catalogue::documents()
                .iter()
                .map(catalogue::to_choice)
                .collect(),
            document_id: process.document_id,
            images: images.iter().map(|image| image.depiction).collect(),
            challenge: session.challenge.map(challenge::standing),
            handover: session.handover,
            expires_at: wire_time(deadline.min(session.expires_at)),
            reasons: pictureid::reasons(process, record.as_ref().map(|record| &record.report)),
        })
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

fn settings(parameters: Option<CaptureParameters>) -> Result<CaptureSettings, Refusal> {
    let Some(parameters) = parameters else {
        return Ok(CaptureSettings::default());
    };
    let mut settings: CaptureSettings = match parameters.ui_profile_json {
        None => CaptureSettings::default(),
        Some(profile) => serde_json::from_value(profile).map_err(|error| {
            Refusal::invalid("Invalid uiProfileJSON.", format!("uiProfileJSON: {error}."))
        })?,
    };
    if parameters.default_country.is_some() {
        settings.default_country = parameters.default_country;
    }
    Ok(settings)
}
