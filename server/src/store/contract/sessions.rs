//! Capture sessions and accesses.

use super::*;

async fn process_with_session(store: &impl Store) -> (Process, Access, Access) {
    let dossier = dossier(store).await;
    let process = process_of(dossier.id, ProcessType::Document, None, at(0));
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
    store
        .replace_phone(process.id, Some(&phone), None)
        .await
        .unwrap();
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
    store
        .replace_phone(process.id, Some(&other), None)
        .await
        .unwrap();
    assert_eq!(handover().await, Handover::Waiting);
    assert_eq!(
        store.access_by_artifact(&phone.artifact).await.unwrap(),
        None
    );
    assert_eq!(store.access_by_token(&token).await.unwrap(), None);

    store.replace_phone(process.id, None, None).await.unwrap();
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

pub(crate) async fn a_challenge_is_begun_a_few_times_and_answered_by_its_last_nonce(
    store: &impl Store,
) {
    let (process, ..) = process_with_session(store).await;
    let id = process.id;
    let challenge = async || store.session(id).await.unwrap().unwrap().challenge.unwrap();
    let (first, second) = (BlobId::random(), BlobId::random());
    let before = store.answer_challenge(id, 7, first).await.unwrap();
    assert_eq!(before, PutImage::NotPending, "it has not begun");

    // Numbers of all 64 bits come back as they were.
    assert!(store.begin_challenge(id, u64::MAX - 1).await.unwrap());
    assert!(store.begin_challenge(id, u64::MAX).await.unwrap());
    let begun = challenge().await;
    assert_eq!((begun.nonce, begun.attempts), (Some(u64::MAX), 2));
    let late = store.answer_challenge(id, u64::MAX - 1, first).await;
    assert_eq!(late.unwrap(), PutImage::NotPending);

    let stored = store.answer_challenge(id, u64::MAX, first).await.unwrap();
    assert_eq!(stored, PutImage::Stored { replaced: vec![] });
    assert_eq!(challenge().await.standing, Standing::Answered(first));
    // The reply was lost: the same comes again.
    let replaced = vec![first];
    let again = store.answer_challenge(id, u64::MAX, second).await.unwrap();
    assert_eq!(again, PutImage::Stored { replaced });
    assert_eq!(challenge().await.standing, Standing::Answered(second));
    assert!(!store.begin_challenge(id, 1).await.unwrap(), "it is over");
    assert!(!store.give_up_challenge(id).await.unwrap());

    let (other, ..) = process_with_session(store).await;
    for nonce in 0..u64::from(CHALLENGE_ATTEMPTS) {
        assert!(store.begin_challenge(other.id, nonce).await.unwrap());
    }
    assert!(!store.begin_challenge(other.id, 99).await.unwrap());
    let last = store.session(other.id).await.unwrap().unwrap();
    assert!(last.challenge.unwrap().is_over());
}

pub(crate) async fn a_challenge_can_be_given_up_and_none_is_asked_for_unless_wanted(
    store: &impl Store,
) {
    let (process, ..) = process_with_session(store).await;
    assert!(store.begin_challenge(process.id, 3).await.unwrap());
    assert!(store.give_up_challenge(process.id).await.unwrap());
    let given_up = store.session(process.id).await.unwrap().unwrap();
    assert_eq!(given_up.challenge.unwrap().standing, Standing::GivenUp);
    let answer = store.answer_challenge(process.id, 3, BlobId::random());
    assert_eq!(answer.await.unwrap(), PutImage::NotPending);

    let dossier = dossier(store).await;
    let process = process_of(dossier.id, ProcessType::Document, None, at(0));
    let session = Session {
        challenge: None,
        ..session(&process).0
    };
    store
        .add_process(&process, Some((&session, &[])))
        .await
        .unwrap();
    assert_eq!(store.session(process.id).await.unwrap(), Some(session));
    assert!(!store.begin_challenge(process.id, 3).await.unwrap());
    assert!(!store.give_up_challenge(process.id).await.unwrap());

    let (ended, ..) = process_with_session(store).await;
    assert!(store.end_pending(ended.id, None, at(1)).await.unwrap());
    assert!(!store.begin_challenge(ended.id, 3).await.unwrap());
    assert!(!store.give_up_challenge(ended.id).await.unwrap());
}

pub(crate) async fn a_handover_that_times_out_cancels_the_process(store: &impl Store) {
    let (process, _, phone) = process_with_session(store).await;
    let (other, ..) = process_with_session(store).await;
    let phone = Some(&phone);
    store
        .replace_phone(process.id, phone, Some(at(180)))
        .await
        .unwrap();
    let found = store.process(process.id).await.unwrap().unwrap();
    assert_eq!(found.cancel_at, Some(at(180)));
    assert!(
        store
            .expire_pending(at(0), at(179))
            .await
            .unwrap()
            .is_empty()
    );
    // Taken back in time, and handed over once more.
    store.replace_phone(process.id, None, None).await.unwrap();
    assert!(
        store
            .expire_pending(at(0), at(180))
            .await
            .unwrap()
            .is_empty()
    );
    store
        .replace_phone(process.id, phone, Some(at(360)))
        .await
        .unwrap();
    let ended = store.expire_pending(at(0), at(360)).await.unwrap();
    assert_eq!(ended, vec![process.id]);
    let found = store.process(process.id).await.unwrap().unwrap();
    assert_eq!(found.status, ProcessStatus::Canceled);
    assert_eq!((found.failure, found.updated_at), (None, at(360)));
    assert_eq!(status(store, other.id).await, ProcessStatus::Pending);
}
