//! Capture sessions and accesses.

use super::*;

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
