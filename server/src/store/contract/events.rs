//! Events and their deliveries.

use super::*;

async fn subscription(store: &impl Store, client: &ClientId) -> Subscription {
    let subscription = Subscription {
        id: SubscriptionId::random(),
        client: client.clone(),
        url: Sealed(vec![1, 2]),
        secret: Sealed(vec![3, 4]),
        previous_secret: None,
        created_at: at(0),
    };
    store.add_subscription(&subscription).await.unwrap();
    subscription
}

fn after(state: DeliveryState, next_at: Timestamp) -> Delivery {
    Delivery {
        state,
        attempts: 1,
        next_at,
        last_status: Some(503),
        last_error: Some("status 503".to_owned()),
        updated_at: at(21),
    }
}

pub(crate) async fn subscriptions_belong_to_their_client(store: &impl Store) {
    let (mine, theirs) = (client(store).await.id, client(store).await.id);
    let first = subscription(store, &mine).await;
    subscription(store, &theirs).await;
    let listed = store.subscriptions(&mine).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&first));
    let new = Sealed(vec![5]);
    assert!(store.replace_secret(first.id, &new, at(60)).await.unwrap());
    let replaced = Subscription {
        secret: new,
        previous_secret: Some((first.secret.clone(), at(60))),
        ..first.clone()
    };
    assert_eq!(store.subscription(first.id).await.unwrap(), Some(replaced));
    assert!(store.delete_subscription(first.id).await.unwrap());
    assert!(!store.delete_subscription(first.id).await.unwrap());
    assert_eq!(store.subscription(first.id).await.unwrap(), None);
}

pub(crate) async fn whoever_subscribed_is_told_of_every_end(store: &impl Store) {
    let canceled = process(store).await;
    let dossier = store.dossier(canceled.dossier).await.unwrap().unwrap();
    let mine = subscription(store, &dossier.client).await;
    let second = subscription(store, &dossier.client).await;
    let theirs = client(store).await.id;
    let theirs = subscription(store, &theirs).await;
    let expired = process_of(dossier.id, ProcessType::Document, Some(137), at(1));
    let verified = process_of(dossier.id, ProcessType::Document, Some(137), at(2));
    for process in [&expired, &verified] {
        store.add_process(process, None).await.unwrap();
        store.put_image(&image(process), &[], at(3)).await.unwrap();
    }
    store.end_pending(canceled.id, None, at(4)).await.unwrap();
    // Once only: it is no longer pending.
    store.end_pending(canceled.id, None, at(5)).await.unwrap();
    store
        .start_verification(verified.id, Some(137), None, at(5))
        .await
        .unwrap();
    store.expire_pending(at(6), at(6)).await.unwrap();
    let own = worker("a");
    while let Some(job) = store.lease_job(&own, at(7), at(70)).await.unwrap() {
        let ending = Ending::Verdict(ProcessStatus::Accepted, Sealed(vec![9]));
        let done = store.finish_job(job.process, &own, &ending, at(8)).await;
        assert!(done.unwrap());
    }
    let told = store.deliveries(mine.id, 100).await.unwrap();
    let told: Vec<_> = told
        .into_iter()
        .map(|(event, delivery)| {
            assert_eq!(
                (&event.client, event.dossier),
                (&dossier.client, dossier.id)
            );
            assert_eq!(event.expires_at, event.created_at + EVENT_LIFETIME);
            assert_eq!(delivery.state, DeliveryState::Pending);
            (event.process, event.status, event.created_at)
        })
        .collect();
    assert_eq!(
        told,
        [
            (verified.id, ProcessStatus::Accepted, at(8)),
            (expired.id, ProcessStatus::Failed, at(6)),
            (canceled.id, ProcessStatus::Canceled, at(4)),
        ]
    );
    assert_eq!(store.deliveries(second.id, 2).await.unwrap().len(), 2);
    assert_eq!(store.deliveries(theirs.id, 100).await.unwrap(), []);
    store.delete_dossier(dossier.id).await.unwrap();
    assert_eq!(store.deliveries(mine.id, 100).await.unwrap().len(), 3);
}

pub(crate) async fn a_delivery_is_held_by_one_worker_and_tried_again(store: &impl Store) {
    let process = process(store).await;
    let dossier = store.dossier(process.dossier).await.unwrap().unwrap();
    let mine = subscription(store, &dossier.client).await;
    store.end_pending(process.id, None, at(10)).await.unwrap();
    let lease = async |worker: &str, seconds| {
        let due = store
            .lease_delivery(worker, at(seconds), at(seconds + 30))
            .await;
        due.unwrap()
    };
    assert_eq!(lease("a", 9).await, None, "not before it happened");
    let due = lease("a", 20).await.unwrap();
    assert_eq!((&due.subscription, due.attempts), (&mine, 1));
    assert_eq!(due.event.process, process.id);
    assert_eq!(lease("b", 49).await, None, "held");
    let again = lease("b", 50).await.unwrap();
    assert_eq!(again.attempts, 2);
    let late = after(DeliveryState::Delivered, at(21));
    assert!(!store.finish_delivery(&due, "a", &late).await.unwrap());
    let failed = after(DeliveryState::Pending, at(100));
    assert!(store.finish_delivery(&again, "b", &failed).await.unwrap());
    let (_, shown) = store.deliveries(mine.id, 1).await.unwrap().remove(0);
    assert_eq!(
        shown,
        Delivery {
            attempts: 2,
            ..failed
        }
    );
    assert_eq!(lease("a", 99).await, None);
    let due = lease("a", 100).await.unwrap();
    let given_up = after(DeliveryState::Failed, at(100));
    assert!(store.finish_delivery(&due, "a", &given_up).await.unwrap());
    assert_eq!(lease("a", 1000).await, None);
    let event = due.event.id;
    assert!(store.redeliver(event, mine.id, at(2000)).await.unwrap());
    assert!(
        !store
            .redeliver(EventId::random(), mine.id, at(2000))
            .await
            .unwrap()
    );
    assert_eq!(lease("a", 2000).await.unwrap().attempts, 1);
    assert_eq!(store.delete_events(at(10)).await.unwrap(), 0);
    assert!(store.delete_events(at(11)).await.unwrap() >= 1);
    assert_eq!(store.deliveries(mine.id, 100).await.unwrap(), []);
    store.delete_subscription(mine.id).await.unwrap();
    assert_eq!(lease("a", 9000).await, None);
}
