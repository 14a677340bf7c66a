//! What every store must do. Each public function is one test; a store runs them all.

mod audits;
mod concurrency;
mod configurations;
mod events;
mod files;
mod installation;
mod jobs;
mod rows;
mod sessions;
mod user_data;

pub(crate) use audits::*;
pub(crate) use concurrency::*;
pub(crate) use configurations::*;
pub(crate) use events::*;
pub(crate) use files::*;
pub(crate) use installation::*;
pub(crate) use jobs::*;
pub(crate) use rows::*;
pub(crate) use sessions::*;
pub(crate) use user_data::*;

use jiff::{SignedDuration, Timestamp};
use vidimus_api::capture::{Depiction, Handover, ProcessStatus, ProcessType};
use vidimus_engine::provenance::CameraFacts;

use super::{Job, PutImage, Store, Worker};
use crate::blobs::envelope::Sealed;
use crate::domain::{
    Access, ActiveChallenge, Actor, AuditEntry, AuditFilter, CHALLENGE_ATTEMPTS, Client,
    Configuration, ConfigurationId, ConfigurationKind, Delivery, DeliveryState, Dossier,
    EVENT_LIFETIME, Ending, Failure, File, Image, Process, ProcessFilter, Provider, RedirectPrefix,
    Role, Scope, Session, Standing, StoredUserData, Subscription,
};
use crate::ids::{
    BlobId, ClientId, DossierId, EventId, ProcessId, Secret, SecretHash, SubscriptionId,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

fn hash() -> SecretHash {
    Secret::random().unwrap().hash()
}

async fn client(store: &impl Store) -> Client {
    let client = Client {
        id: ClientId::random().unwrap(),
        name: "Bank".to_owned(),
        salt: vec![1, 2, 3],
        secret: Some(hash()),
        previous_secret: None,
        scopes: vec![Scope::Api],
        retention_days: None,
        redirect_prefixes: vec![
            RedirectPrefix::parse("https://bank.example/done").unwrap(),
            RedirectPrefix::parse("https://bank.example/again").unwrap(),
        ],
        created_at: at(0),
        revoked_at: None,
    };
    store.add_client(&client).await.unwrap();
    client
}

/// Adds a client and a dossier of it.
pub(crate) async fn dossier(store: &impl Store) -> Dossier {
    let dossier = Dossier {
        id: DossierId::random(),
        client: client(store).await.id,
        wrapped_key: Sealed(SecretHash::as_bytes(&hash()).to_vec()),
        external_reference: Some(Sealed(vec![4, 5, 6])),
        created_at: at(0),
        updated_at: at(0),
    };
    store.add_dossier(&dossier).await.unwrap();
    dossier
}

fn process_of(
    dossier: DossierId,
    process_type: ProcessType,
    document_id: Option<u32>,
    at: Timestamp,
) -> Process {
    Process {
        document_id,
        ..Process::new(dossier, Provider::PictureId, Some(process_type), at)
    }
}

async fn process(store: &impl Store) -> Process {
    let dossier = dossier(store).await;
    let process = process_of(dossier.id, ProcessType::DocumentSelfie, Some(137), at(0));
    store.add_process(&process, None).await.unwrap();
    process
}

fn image(process: &Process) -> Image {
    Image {
        process: process.id,
        depiction: Depiction::Front,
        blob: BlobId::random(),
        media_type: "image/jpeg",
        camera: None,
        burst: None,
    }
}

fn worker(name: &str) -> Worker {
    Worker {
        node: "node".to_owned(),
        name: name.to_owned(),
    }
}

async fn queued(store: &impl Store) -> ProcessId {
    let id = process(store).await.id;
    assert!(
        store
            .start_verification(id, Some(137), None, at(1))
            .await
            .unwrap()
    );
    id
}

async fn status(store: &impl Store, id: ProcessId) -> ProcessStatus {
    store.process(id).await.unwrap().unwrap().status
}

fn session(process: &Process) -> (Session, Access, Access) {
    let access = |role| Access {
        artifact: hash(),
        token: None,
        process: process.id,
        role,
        expires_at: at(86_400),
    };
    let session = Session {
        process: process.id,
        details: Sealed(vec![7]),
        handover: Handover::None,
        challenge: Some(ActiveChallenge::default()),
        expires_at: at(86_400),
    };
    (session, access(Role::Opener), access(Role::Phone))
}
