//! What every store must do. Each function is one test; a store runs them all.

use jiff::{SignedDuration, Timestamp};
use vidimus_api::capture::{Depiction, Handover, ProcessStatus, ProcessType};

use super::{Job, PutImage, Store, Worker};
use crate::blobs::envelope::Sealed;
use crate::domain::{
    Access, Client, Dossier, Ending, Failure, Image, Process, RedirectPrefix, Role, Session,
};
use crate::ids::{BlobId, ClientId, DossierId, ProcessId, Secret, SecretHash};

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
        redirect_prefixes: vec![
            RedirectPrefix::parse("https://bank.example/done").unwrap(),
            RedirectPrefix::parse("https://bank.example/again").unwrap(),
        ],
        created_at: at(0),
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

async fn process(store: &impl Store) -> Process {
    let dossier = dossier(store).await;
    let process = Process::new(dossier.id, ProcessType::DocumentSelfie, Some(137), at(0));
    store.add_process(&process, None).await.unwrap();
    process
}

fn image(process: &Process) -> Image {
    Image {
        process: process.id,
        depiction: Depiction::Front,
        blob: BlobId::random(),
        media_type: "image/jpeg",
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
    assert!(store.start_verification(id, 137, at(1)).await.unwrap());
    id
}

async fn status(store: &impl Store, id: ProcessId) -> ProcessStatus {
    store.process(id).await.unwrap().unwrap().status
}

pub(crate) async fn clients_are_kept_as_they_were_added(store: &impl Store) {
    let added = client(store).await;
    assert_eq!(store.client(&added.id).await.unwrap(), Some(added.clone()));
    assert_eq!(store.client(&ClientId::demo()).await.unwrap(), None);
    let mut changed = added.clone();
    changed.name = "Other".to_owned();
    store.add_client(&changed).await.unwrap();
    assert_eq!(store.client(&added.id).await.unwrap(), Some(added));
}

pub(crate) async fn dossiers_belong_to_their_client(store: &impl Store) {
    let (mine, theirs) = (dossier(store).await, dossier(store).await);
    assert_eq!(store.dossier(mine.id).await.unwrap(), Some(mine.clone()));
    assert_eq!(store.dossier(DossierId::random()).await.unwrap(), None);
    assert_eq!(
        store.dossiers(&theirs.client, 100).await.unwrap(),
        vec![theirs]
    );

    let newer = Dossier {
        id: DossierId::random(),
        external_reference: None,
        created_at: at(5),
        ..mine.clone()
    };
    store.add_dossier(&newer).await.unwrap();
    let listed = store.dossiers(&mine.client, 100).await.unwrap();
    assert_eq!(listed, vec![newer.clone(), mine.clone()], "newest first");
    assert_eq!(store.dossiers(&mine.client, 1).await.unwrap(), vec![newer]);
}

pub(crate) async fn deleting_a_dossier_takes_everything_with_it(store: &impl Store) {
    let dossier = dossier(store).await;
    let process = Process::new(dossier.id, ProcessType::Document, Some(137), at(0));
    let (session, opener, _) = session(&process);
    let capture = Some((&session, std::slice::from_ref(&opener)));
    store.add_process(&process, capture).await.unwrap();
    store.put_image(&image(&process), at(1)).await.unwrap();
    store
        .start_verification(process.id, 137, at(2))
        .await
        .unwrap();

    assert!(store.delete_dossier(dossier.id).await.unwrap());
    assert!(!store.delete_dossier(dossier.id).await.unwrap());
    assert_eq!(store.dossier(dossier.id).await.unwrap(), None);
    assert_eq!(store.process(process.id).await.unwrap(), None);
    assert_eq!(store.images(process.id).await.unwrap(), vec![]);
    assert_eq!(store.session(process.id).await.unwrap(), None);
    assert_eq!(
        store.access_by_artifact(&opener.artifact).await.unwrap(),
        None
    );
    assert_eq!(
        store.lease_job(&worker("a"), at(9), at(19)).await.unwrap(),
        None
    );
}

pub(crate) async fn a_process_is_kept_as_it_was_added(store: &impl Store) {
    let added = process(store).await;
    let failed = Process {
        id: ProcessId::random(),
        status: ProcessStatus::Failed,
        failure: Some(Failure::ByRequest),
        document_id: None,
        first_image_at: Some(at(3)),
        record: Some(Sealed(vec![9])),
        created_at: at(2),
        updated_at: at(7),
        ..added.clone()
    };
    store.add_process(&failed, None).await.unwrap();
    assert_eq!(store.process(added.id).await.unwrap(), Some(added.clone()));
    let all = store.processes(added.dossier).await.unwrap();
    assert_eq!(all, vec![added.clone(), failed], "oldest first");
    assert!(store.delete_process(added.id).await.unwrap());
    assert!(!store.delete_process(added.id).await.unwrap());
    assert_eq!(store.process(added.id).await.unwrap(), None);
}

pub(crate) async fn images_are_taken_while_pending_and_the_last_one_wins(store: &impl Store) {
    let process = process(store).await;
    let (first, second) = (image(&process), image(&process));
    let stored = |replaced| PutImage::Stored { replaced };
    assert_eq!(store.put_image(&first, at(3)).await.unwrap(), stored(None));
    let replaced = store.put_image(&second, at(4)).await.unwrap();
    assert_eq!(replaced, stored(Some(first.blob)));
    assert_eq!(
        store.images(process.id).await.unwrap(),
        vec![second.clone()]
    );

    let found = store.process(process.id).await.unwrap().unwrap();
    assert_eq!(
        found.first_image_at,
        Some(at(3)),
        "the first image starts the time"
    );
    assert_eq!(found.updated_at, at(4));
    let dossier = store.dossier(process.dossier).await.unwrap().unwrap();
    assert_eq!(dossier.updated_at, at(4));

    store
        .start_verification(process.id, 137, at(5))
        .await
        .unwrap();
    let late = store.put_image(&image(&process), at(6)).await.unwrap();
    assert_eq!(late, PutImage::NotPending);
    assert_eq!(store.images(process.id).await.unwrap(), vec![second]);
}

pub(crate) async fn only_pending_processes_can_be_changed_or_ended(store: &impl Store) {
    let process = process(store).await;
    assert!(
        store
            .declare_document(process.id, 1000, at(1))
            .await
            .unwrap()
    );
    let found = store.process(process.id).await.unwrap().unwrap();
    assert_eq!((found.document_id, found.updated_at), (Some(1000), at(1)));

    assert!(store.end_pending(process.id, None, at(2)).await.unwrap());
    let found = store.process(process.id).await.unwrap().unwrap();
    assert_eq!(
        (found.status, found.failure),
        (ProcessStatus::Canceled, None)
    );
    let failure = Some(Failure::ByRequest);
    assert!(!store.end_pending(process.id, failure, at(3)).await.unwrap());
    assert!(
        !store
            .declare_document(process.id, 137, at(3))
            .await
            .unwrap()
    );
    assert!(
        !store
            .start_verification(process.id, 1000, at(3))
            .await
            .unwrap()
    );
    assert_eq!(store.process(process.id).await.unwrap(), Some(found));
}

pub(crate) async fn processes_expire_by_their_first_image(store: &impl Store) {
    let (old, young, started, empty) = (
        process(store).await,
        process(store).await,
        process(store).await,
        process(store).await,
    );
    store.put_image(&image(&old), at(10)).await.unwrap();
    store.put_image(&image(&started), at(10)).await.unwrap();
    store.put_image(&image(&young), at(11)).await.unwrap();
    store
        .start_verification(started.id, 137, at(12))
        .await
        .unwrap();
    let expired = store.expire_pending(at(10), at(900)).await.unwrap();
    assert_eq!(expired, vec![old.id]);
    let found = store.process(old.id).await.unwrap().unwrap();
    assert_eq!(found.status, ProcessStatus::Failed);
    assert_eq!(found.failure, Some(Failure::TimeExpired));
    assert_eq!(found.updated_at, at(900));
    assert_eq!(status(store, young.id).await, ProcessStatus::Pending);
    assert_eq!(status(store, started.id).await, ProcessStatus::Processing);
    assert_eq!(status(store, empty.id).await, ProcessStatus::Pending);
    assert!(
        store
            .expire_pending(at(10), at(901))
            .await
            .unwrap()
            .is_empty()
    );
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
        expires_at: at(86_400),
    };
    (session, access(Role::Opener), access(Role::Phone))
}

async fn process_with_session(store: &impl Store) -> (Process, Access, Access) {
    let dossier = dossier(store).await;
    let process = Process::new(dossier.id, ProcessType::Document, None, at(0));
    let (session, opener, phone) = session(&process);
    let capture = Some((&session, std::slice::from_ref(&opener)));
    store.add_process(&process, capture).await.unwrap();
    assert_eq!(store.session(process.id).await.unwrap(), Some(session));
    (process, opener, phone)
}

pub(crate) async fn an_exchange_ends_the_token_before(store: &impl Store) {
    let (process, opener, _) = process_with_session(store).await;
    let (first, second) = (hash(), hash());
    assert!(
        store
            .exchange(&opener.artifact, &first, None)
            .await
            .unwrap()
    );
    let found = store.access_by_token(&first).await.unwrap().unwrap();
    assert_eq!(found.process, process.id);
    assert_eq!(found.role, Role::Opener);
    assert!(
        store
            .exchange(&opener.artifact, &second, None)
            .await
            .unwrap()
    );
    assert_eq!(store.access_by_token(&first).await.unwrap(), None);
    assert!(store.access_by_token(&second).await.unwrap().is_some());
    assert!(!store.exchange(&hash(), &hash(), None).await.unwrap());
    let session = store.session(process.id).await.unwrap().unwrap();
    assert_eq!(session.handover, Handover::None);
}

pub(crate) async fn a_new_handover_replaces_the_one_before(store: &impl Store) {
    let (process, opener, phone) = process_with_session(store).await;
    let handover = async || store.session(process.id).await.unwrap().unwrap().handover;
    store.replace_phone(process.id, Some(&phone)).await.unwrap();
    assert_eq!(handover().await, Handover::Waiting);
    let token = hash();
    let connected = Some(Handover::Connected);
    assert!(
        store
            .exchange(&phone.artifact, &token, connected)
            .await
            .unwrap()
    );
    assert_eq!(handover().await, Handover::Connected);

    let other = Access {
        artifact: hash(),
        ..phone.clone()
    };
    store.replace_phone(process.id, Some(&other)).await.unwrap();
    assert_eq!(handover().await, Handover::Waiting);
    assert_eq!(
        store.access_by_artifact(&phone.artifact).await.unwrap(),
        None
    );
    assert_eq!(store.access_by_token(&token).await.unwrap(), None);

    store.replace_phone(process.id, None).await.unwrap();
    assert_eq!(handover().await, Handover::None);
    assert_eq!(
        store.access_by_artifact(&other.artifact).await.unwrap(),
        None
    );
    assert!(
        store
            .access_by_artifact(&opener.artifact)
            .await
            .unwrap()
            .is_some()
    );
}

pub(crate) async fn a_job_is_held_by_one_worker_at_a_time(store: &impl Store) {
    let (first, second) = (queued(store).await, queued(store).await);
    let (a, b) = (worker("a"), worker("b"));
    let job = |process| {
        Some(Job {
            process,
            attempt: 1,
        })
    };
    let taken = [
        store.lease_job(&a, at(2), at(12)).await.unwrap(),
        store.lease_job(&b, at(2), at(12)).await.unwrap(),
    ];
    assert!(taken.contains(&job(first)) && taken.contains(&job(second)));
    assert_eq!(store.lease_job(&a, at(3), at(13)).await.unwrap(), None);

    let held_by_a = taken[0].clone().unwrap().process;
    let ending = Ending::Verdict(ProcessStatus::Accepted, Sealed(vec![1, 2]));
    assert!(
        !store
            .finish_job(held_by_a, &b, &ending, at(5))
            .await
            .unwrap()
    );
    assert!(
        store
            .finish_job(held_by_a, &a, &ending, at(5))
            .await
            .unwrap()
    );
    let found = store.process(held_by_a).await.unwrap().unwrap();
    assert_eq!(found.status, ProcessStatus::Accepted);
    assert_eq!(found.record, Some(Sealed(vec![1, 2])));
    assert_eq!(found.updated_at, at(5));
    assert!(
        !store
            .finish_job(held_by_a, &a, &ending, at(6))
            .await
            .unwrap()
    );
}

pub(crate) async fn a_lost_lease_cannot_be_used(store: &impl Store) {
    let id = queued(store).await;
    let (dead, heir) = (worker("dead"), worker("heir"));
    store
        .lease_job(&dead, at(2), at(12))
        .await
        .unwrap()
        .unwrap();
    assert!(store.renew_job(id, &dead, at(20)).await.unwrap());
    assert_eq!(store.lease_job(&heir, at(19), at(29)).await.unwrap(), None);
    let inherited = store.lease_job(&heir, at(20), at(30)).await.unwrap();
    assert_eq!(
        inherited,
        Some(Job {
            process: id,
            attempt: 2
        })
    );

    assert!(!store.renew_job(id, &dead, at(40)).await.unwrap());
    assert!(!store.return_job(id, &dead, at(40)).await.unwrap());
    let failed = Ending::Failed(Failure::NotVerified);
    assert!(!store.finish_job(id, &dead, &failed, at(25)).await.unwrap());
    assert_eq!(status(store, id).await, ProcessStatus::Processing);
    assert!(store.finish_job(id, &heir, &failed, at(25)).await.unwrap());
    let found = store.process(id).await.unwrap().unwrap();
    assert_eq!(found.status, ProcessStatus::Failed);
    assert_eq!(found.failure, Some(Failure::NotVerified));
}

pub(crate) async fn a_returned_job_waits(store: &impl Store) {
    let id = queued(store).await;
    let a = worker("a");
    store.lease_job(&a, at(2), at(12)).await.unwrap().unwrap();
    assert!(store.return_job(id, &a, at(30)).await.unwrap());
    assert_eq!(store.lease_job(&a, at(29), at(39)).await.unwrap(), None);
    let again = store.lease_job(&a, at(30), at(40)).await.unwrap();
    assert_eq!(
        again,
        Some(Job {
            process: id,
            attempt: 2
        })
    );
}

pub(crate) async fn jobs_of_a_dead_run_are_freed_at_once(store: &impl Store) {
    let id = queued(store).await;
    let far = at(2) + SignedDuration::from_hours(1);
    store
        .lease_job(&worker("dead"), at(2), far)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(store.free_jobs_of_node("elsewhere").await.unwrap(), 0);
    assert_eq!(
        store
            .lease_job(&worker("new"), at(3), at(13))
            .await
            .unwrap(),
        None
    );
    assert_eq!(store.free_jobs_of_node("node").await.unwrap(), 1);
    let job = store
        .lease_job(&worker("new"), at(3), at(13))
        .await
        .unwrap();
    assert_eq!(job.unwrap().process, id);
}

pub(crate) async fn jobs_go_with_their_process(store: &impl Store) {
    let id = queued(store).await;
    let a = worker("a");
    store.lease_job(&a, at(2), at(12)).await.unwrap().unwrap();
    assert!(store.delete_process(id).await.unwrap());
    let ending = Ending::Failed(Failure::NotVerified);
    assert!(!store.renew_job(id, &a, at(20)).await.unwrap());
    assert!(!store.finish_job(id, &a, &ending, at(3)).await.unwrap());
}

pub(crate) async fn a_verification_starts_once_and_for_the_document_checked(store: &impl Store) {
    let id = process(store).await.id;
    assert!(!store.start_verification(id, 1000, at(1)).await.unwrap());
    assert_eq!(status(store, id).await, ProcessStatus::Pending);
    assert!(store.start_verification(id, 137, at(1)).await.unwrap());
    assert!(!store.start_verification(id, 137, at(2)).await.unwrap());
    assert_eq!(status(store, id).await, ProcessStatus::Processing);
    assert!(
        store
            .lease_job(&worker("a"), at(2), at(3))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        store
            .lease_job(&worker("a"), at(2), at(3))
            .await
            .unwrap()
            .is_none()
    );
}
