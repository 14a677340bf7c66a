//! Clients, dossiers, processes and images.

use super::*;

pub(crate) async fn clients_are_kept_as_they_were_added(store: &impl Store) {
    let added = client(store).await;
    assert_eq!(store.client(&added.id).await.unwrap(), Some(added.clone()));
    assert_eq!(store.client(&ClientId::demo()).await.unwrap(), None);
    let mut changed = added.clone();
    changed.name = "Other".to_owned();
    store.add_client(&changed).await.unwrap();
    assert_eq!(store.client(&added.id).await.unwrap(), Some(added.clone()));
    assert!(store.clients().await.unwrap().contains(&added));

    changed.previous_secret = Some((hash(), at(60)));
    changed.scopes = vec![Scope::Api, Scope::Purge];
    changed.revoked_at = Some(at(30));
    changed.retention_days = Some(7);
    assert!(store.replace_client(&changed).await.unwrap());
    assert_eq!(
        store.client(&added.id).await.unwrap(),
        Some(changed.clone())
    );
    changed.id = ClientId::random().unwrap();
    assert!(!store.replace_client(&changed).await.unwrap());
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
    let process = process_of(dossier.id, ProcessType::Document, Some(137), at(0));
    let (session, opener, _) = session(&process);
    let capture = Some((&session, std::slice::from_ref(&opener)));
    store.add_process(&process, capture).await.unwrap();
    store.put_image(&image(&process), &[], at(1)).await.unwrap();
    store
        .start_verification(process.id, Some(137), None, at(2))
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
        provider: Provider::Paper,
        process_type: None,
        failure: Some(Failure::ByRequest),
        document_id: None,
        request: Some(Sealed(vec![3, 1])),
        external_id: Some("theirs".to_owned()),
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
    let stored = |replaced: &[BlobId]| PutImage::Stored {
        replaced: replaced.to_vec(),
    };
    assert_eq!(
        store.put_image(&first, &[], at(3)).await.unwrap(),
        stored(&[])
    );
    let replaced = store.put_image(&second, &[], at(4)).await.unwrap();
    assert_eq!(replaced, stored(&[first.blob]));
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
        .start_verification(process.id, Some(137), None, at(5))
        .await
        .unwrap();
    let late = store.put_image(&image(&process), &[], at(6)).await.unwrap();
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
            .start_verification(process.id, Some(1000), None, at(3))
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
    store.put_image(&image(&old), &[], at(10)).await.unwrap();
    store
        .put_image(&image(&started), &[], at(10))
        .await
        .unwrap();
    store.put_image(&image(&young), &[], at(11)).await.unwrap();
    store
        .start_verification(started.id, Some(137), None, at(12))
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

pub(crate) async fn pictures_of_two_dossiers_have_marks_in_common(store: &impl Store) {
    let mark = |number: u8| [number; 16];
    let put = async |process: &Process, depiction, marks: &[u8]| {
        let marks: Vec<_> = marks.iter().copied().map(mark).collect();
        let image = Image {
            depiction,
            ..image(process)
        };
        store.put_image(&image, &marks, at(1)).await.unwrap();
    };
    let (front, selfie) = (Depiction::Front, Depiction::Selfie);
    let (mine, other, third) = (
        process(store).await,
        process(store).await,
        process(store).await,
    );
    put(&mine, front, &[1, 2, 3, 4]).await;
    put(&mine, selfie, &[7, 8]).await;
    let found = async |process: &Process| {
        let found = store.common_marks(process.id).await.unwrap();
        let found = found
            .into_iter()
            .map(|(depiction, own)| (depiction, own.common, own.all));
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    };
    assert_eq!(found(&mine).await, [(front, 0, 4), (selfie, 0, 2)]);

    // Another process of the same dossier may use the same picture.
    let again = process_of(mine.dossier, ProcessType::Document, None, at(2));
    store.add_process(&again, None).await.unwrap();
    put(&again, front, &[1, 2, 3, 4]).await;
    assert_eq!(found(&again).await, [(front, 0, 4)]);

    put(&other, front, &[1, 2, 9, 8]).await;
    put(&third, selfie, &[2, 3, 4, 5]).await;
    assert_eq!(found(&mine).await, [(front, 3, 4), (selfie, 1, 2)]);
    // The last of a kind wins, and what is deleted was never seen.
    put(&third, selfie, &[6]).await;
    assert_eq!(found(&mine).await, [(front, 2, 4), (selfie, 1, 2)]);
    store.delete_dossier(other.dossier).await.unwrap();
    assert_eq!(found(&mine).await, [(front, 0, 4), (selfie, 0, 2)]);
}

pub(crate) async fn a_burst_goes_with_its_selfie(store: &impl Store) {
    let process = process(store).await;
    let selfie = || Image {
        depiction: Depiction::Selfie,
        ..image(&process)
    };
    let put = async |blob| store.put_burst(process.id, blob).await.unwrap();
    let stored = |replaced: &[BlobId]| PutImage::Stored {
        replaced: replaced.to_vec(),
    };
    let (burst, second) = (BlobId::random(), BlobId::random());
    store.put_image(&image(&process), &[], at(1)).await.unwrap();
    assert_eq!(put(burst).await, PutImage::NotPending, "no selfie yet");

    let first = selfie();
    store.put_image(&first, &[], at(2)).await.unwrap();
    assert_eq!(put(burst).await, stored(&[]));
    assert_eq!(put(second).await, stored(&[burst]));
    let kept = async || {
        let images = store.images(process.id).await.unwrap();
        images.iter().find_map(|image| image.burst)
    };
    assert_eq!(kept().await, Some(second));
    let again = store.put_image(&selfie(), &[], at(3)).await.unwrap();
    assert_eq!(again, stored(&[first.blob, second]));
    assert_eq!(kept().await, None);

    assert!(store.end_pending(process.id, None, at(4)).await.unwrap());
    assert_eq!(put(burst).await, PutImage::NotPending);
}

pub(crate) async fn what_was_said_of_a_camera_is_kept(store: &impl Store) {
    let process = process(store).await;
    for camera in [
        Some(CameraFacts {
            is_virtual: true,
            fits: false,
            repeated_frames: Some(0.25),
        }),
        None,
    ] {
        let image = Image {
            camera,
            ..image(&process)
        };
        store.put_image(&image, &[], at(1)).await.unwrap();
        assert_eq!(store.images(process.id).await.unwrap(), [image]);
    }
}

pub(crate) async fn processes_of_a_client_are_filtered_and_turned_over(store: &impl Store) {
    let (mine, theirs) = (dossier(store).await, dossier(store).await);
    let mut made = Vec::new();
    for second in 0..5 {
        let process = process_of(mine.id, ProcessType::Document, Some(137), at(second));
        store.add_process(&process, None).await.unwrap();
        made.push(process.id);
    }
    let other = process_of(theirs.id, ProcessType::Document, None, at(2));
    store.add_process(&other, None).await.unwrap();
    store.end_pending(made[3], None, at(9)).await.unwrap();

    let all = ProcessFilter {
        start: at(0),
        end: None,
        statuses: vec![],
        offset: 0,
        limit: 100,
        ascending: false,
    };
    let ids = async |filter: ProcessFilter| {
        let (found, total) = store
            .processes_of_client(&mine.client, &filter)
            .await
            .unwrap();
        assert!(found.iter().all(|(_, dossier)| dossier.id == mine.id));
        let ids: Vec<_> = found.iter().map(|(process, _)| process.id).collect();
        (ids, total)
    };
    let newest_first: Vec<_> = made.iter().rev().copied().collect();
    assert_eq!(ids(all.clone()).await, (newest_first.clone(), 5));
    let second_page = ProcessFilter {
        offset: 2,
        limit: 2,
        ..all.clone()
    };
    assert_eq!(ids(second_page).await, (newest_first[2..4].to_vec(), 5));
    let between = ProcessFilter {
        start: at(1),
        end: Some(at(3)),
        ascending: true,
        ..all.clone()
    };
    assert_eq!(ids(between).await, (made[1..4].to_vec(), 3));
    let ended = ProcessFilter {
        statuses: vec![ProcessStatus::Canceled, ProcessStatus::Failed],
        ..all
    };
    assert_eq!(ids(ended).await, (vec![made[3]], 1));
    let gone = process_of(DossierId::random(), ProcessType::Document, None, at(1));
    assert!(!store.add_process(&gone, None).await.unwrap());
}

pub(crate) async fn dossiers_expire_by_the_time_of_their_client(store: &impl Store) {
    let (mine, theirs) = (dossier(store).await, dossier(store).await);
    let mut client = store.client(&theirs.client).await.unwrap().unwrap();
    client.retention_days = Some(1);
    store.replace_client(&client).await.unwrap();
    let day = 24 * 3600;
    let expired = async |seconds, limit| {
        let expired = store.expired_dossiers(at(seconds), 3, limit).await.unwrap();
        let ids: Vec<_> = expired.iter().map(|own| own.id).collect();
        (ids.contains(&mine.id), ids.contains(&theirs.id))
    };
    assert_eq!(expired(day - 1, 1000).await, (false, false));
    assert_eq!(expired(day, 1000).await, (false, true));
    assert_eq!(expired(3 * day - 1, 1000).await, (false, true));
    assert_eq!(expired(3 * day, 1000).await, (true, true));
    // What is done in a dossier keeps it longer.
    let late = process_of(theirs.id, ProcessType::Document, None, at(day));
    store.add_process(&late, None).await.unwrap();
    assert_eq!(expired(2 * day - 1, 1000).await, (false, false));
    let some = store.expired_dossiers(at(9 * day), 3, 1).await.unwrap();
    assert_eq!(some.len(), 1);
}
