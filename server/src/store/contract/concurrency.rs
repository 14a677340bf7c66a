//! What happens to a process when several things are done to it at the same moment.

use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;

/// Runs; each begins a new process. Every step of a run is under way at once.
const RUNS: usize = 60;

/// Something done to a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Upload,
    Declare,
    Cancel,
    Fail,
    Expire,
    DeleteProcess,
    DeleteDossier,
}

/// Steps with what each was told.
type Told = Vec<(Step, bool)>;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let common = prop_oneof![Just(Step::Start), Just(Step::Upload), Just(Step::Declare)];
    let ending = prop_oneof![Just(Step::Cancel), Just(Step::Fail), Just(Step::Expire)];
    let deleting = prop_oneof![Just(Step::DeleteProcess), Just(Step::DeleteDossier)];
    let any = prop_oneof![6 => common, 3 => ending, 1 => deleting];
    proptest::collection::vec(any, 2..7)
}

async fn take(store: &impl Store, process: &Process, step: Step) -> (Step, bool) {
    let id = process.id;
    let done = match step {
        Step::Start => {
            let started = store.start_verification(id, Some(137), None, at(20));
            started.await.unwrap()
        }
        Step::Upload => {
            let put = store.put_image(&image(process), &[], at(20)).await.unwrap();
            matches!(put, PutImage::Stored { .. })
        }
        // The same document, so that it does not keep a start from being right.
        Step::Declare => store.declare_document(id, 137, at(20)).await.unwrap(),
        Step::Cancel => store.end_pending(id, None, at(20)).await.unwrap(),
        Step::Fail => {
            let failure = Some(Failure::ByRequest);
            store.end_pending(id, failure, at(20)).await.unwrap()
        }
        Step::Expire => {
            let expired = store.expire_pending(at(10), at(20)).await.unwrap();
            expired.contains(&id)
        }
        Step::DeleteProcess => store.delete_process(id).await.unwrap(),
        Step::DeleteDossier => store.delete_dossier(process.dossier).await.unwrap(),
    };
    (step, done)
}

fn count(told: &Told, of: &[Step]) -> usize {
    told.iter()
        .filter(|(step, done)| *done && of.contains(step))
        .count()
}

/// What is left must be what one after the other could have left.
async fn check(store: &impl Store, process: &Process, told: &Told) {
    let started = count(told, &[Step::Start]);
    let ended = count(told, &[Step::Cancel, Step::Fail, Step::Expire]);
    let deleted = count(told, &[Step::DeleteProcess]) + count(told, &[Step::DeleteDossier]);
    assert!(started + ended <= 1, "it left pending once: {told:?}");
    let job = store.lease_job(&worker("a"), at(30), at(40)).await.unwrap();
    let images = store.images(process.id).await.unwrap();
    let found = store.process(process.id).await.unwrap();
    if deleted > 0 {
        assert_eq!((found, job, images), (None, None, vec![]), "{told:?}");
        return;
    }
    let status = found.unwrap().status;
    let expected = match (
        started,
        told.iter().find(|(step, done)| *done && is_end(*step)),
    ) {
        (1, _) => ProcessStatus::Processing,
        (_, Some((Step::Cancel, _))) => ProcessStatus::Canceled,
        (_, Some(_)) => ProcessStatus::Failed,
        (_, None) => ProcessStatus::Pending,
    };
    assert_eq!(status, expected, "{told:?}");
    assert_eq!(job.is_some(), started == 1, "{told:?}");
    // One was there before.
    assert_eq!(images.len(), 1, "{told:?}");
    if let Some(job) = job {
        let verdict = Ending::Verdict(ProcessStatus::Rejected, Sealed(vec![1]));
        let held = worker("a");
        let end = || store.finish_job(job.process, &held, &verdict, at(31));
        assert!(end().await.unwrap());
        assert!(!end().await.unwrap(), "it ends once: {told:?}");
    }
}

fn is_end(step: Step) -> bool {
    matches!(step, Step::Cancel | Step::Fail | Step::Expire)
}

pub(crate) async fn what_is_done_at_once_leaves_what_one_after_the_other_would(store: &impl Store) {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    for _ in 0..RUNS {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let process = process(store).await;
        store.put_image(&image(&process), &[], at(5)).await.unwrap();
        let told = join_all(steps.into_iter().map(|step| take(store, &process, step))).await;
        check(store, &process, &told).await;
    }
}
