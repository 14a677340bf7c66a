//! The queue.

use super::*;

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
    assert!(!store.return_job(id, &dead, 1, at(40)).await.unwrap());
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
    assert!(store.return_job(id, &a, 1, at(30)).await.unwrap());
    assert_eq!(store.lease_job(&a, at(29), at(39)).await.unwrap(), None);
    let again = store.lease_job(&a, at(30), at(40)).await.unwrap();
    assert_eq!(
        again,
        Some(Job {
            process: id,
            attempt: 2
        })
    );
    // Nothing that counts was done.
    assert!(store.return_job(id, &a, 1, at(31)).await.unwrap());
    let again = store.lease_job(&a, at(31), at(41)).await.unwrap();
    assert_eq!(again.map(|job| job.attempt), Some(2));
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
    assert!(
        !store
            .start_verification(id, Some(1000), None, at(1))
            .await
            .unwrap()
    );
    assert_eq!(status(store, id).await, ProcessStatus::Pending);
    assert!(
        store
            .start_verification(id, Some(137), None, at(1))
            .await
            .unwrap()
    );
    assert!(
        !store
            .start_verification(id, Some(137), None, at(2))
            .await
            .unwrap()
    );
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
