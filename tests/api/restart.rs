//! The program dies in the middle of a verification.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use vidimus_server::clock::SystemClock;
use vidimus_server::service::{App, Config};

use crate::support::{Server, Setup, Sleeping, database, wait_for};

const DATA: &str = "VIDIMUS_TEST_DATA";

/// The program that is killed: this very test binary, run again as a child of
/// [`a_verification_killed_half_way_is_finished_after_restart`].
#[test]
#[ignore = "only as the child of another test"]
fn child() {
    let Some(data) = std::env::var_os(DATA).map(std::path::PathBuf::from) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let server = Server::on(
            data.clone(),
            Setup {
                verifier: Some(Arc::new(Sleeping {
                    begun: data.join("begun"),
                    time: Duration::from_mins(10),
                })),
                clock: Some(Arc::new(SystemClock)),
                ..Setup::default()
            },
        )
        .await;
        let bank = server.client("bank").await;
        let process = bank.submitted().await;
        let (id, secret) = bank.credentials.unwrap();
        println!("\nready {process} {id} {secret}");
        std::future::pending::<()>().await;
    });
}

#[tokio::test]
async fn a_verification_killed_half_way_is_finished_after_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // Here and not in the child, with whom its database server would end.
    database(&data);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "restart::child", "--nocapture"])
        .env(DATA, &data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("ready ").map(str::to_owned))
        .unwrap();
    let parts: Vec<&str> = ready.split(' ').collect();
    let begun = data.join("begun");
    wait_for(Duration::from_secs(20), async || {
        begun.exists().then_some(())
    })
    .await;
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();

    let restarted = Instant::now();
    let server = Server::on(
        data,
        Setup {
            clock: Some(Arc::new(SystemClock)),
            ..Setup::default()
        },
    )
    .await;
    let mut bank = server.asker("bank", None);
    bank.credentials = Some((parts[1].to_owned(), parts[2].to_owned()));
    bank.log_in().await;
    let done = bank.verdict(parts[0]).await;
    assert_eq!(done["status"], "accepted");
    assert_eq!(done["finalResult"]["lastName"], "DE BRUIJN");
    let waited = restarted.elapsed();
    assert!(
        waited < Duration::from_secs(5),
        "taken up at once, not after the lease: {waited:?}"
    );
}

#[tokio::test]
async fn a_data_folder_is_served_by_one_program_at_a_time() {
    let server = Server::start().await;
    let config = Config::new(server.data(), "http://localhost".to_owned());
    let second = App::open(config).await;
    let error = second.err().expect("it is refused").to_string();
    assert!(
        error.contains("is being served by another vidimus"),
        "{error}"
    );
}

#[tokio::test]
async fn a_graceful_stop_lets_the_verification_under_way_end() {
    let folder = tempfile::tempdir().unwrap();
    let begun = folder.path().join("begun");
    let server = Server::with(Setup {
        verifier: Some(Arc::new(Sleeping {
            begun: begun.clone(),
            time: Duration::from_secs(1),
        })),
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let process = bank.submitted().await;
    wait_for(Duration::from_secs(10), async || {
        begun.exists().then_some(())
    })
    .await;
    let data = server.data();
    let kept = server.stop().await;
    let server = Server::on(
        data,
        Setup {
            verifier: None,
            ..Setup::default()
        },
    )
    .await;
    let mut again = server.asker("bank", None);
    again.credentials = bank.credentials;
    again.log_in().await;
    assert_eq!(again.get(&process).await.json["status"], "accepted");
    server.stop().await;
    drop(kept);
}
