//! What a service lives on fails: its database, its images, its disk, its clock, itself.
//!
//! Whatever was answered well before is there afterwards, whatever is asked meanwhile is answered with a
//! clear refusal, and every verification comes to its end.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::json;
use vidimus_server::clock::SystemClock;

use crate::bucket;
use crate::support::{Asker, Cable, PASSPORT, Server, Setup, Sleeping, data_url, jpeg, wait_for};

const DATA: &str = "VIDIMUS_FAULTS_DATA";
/// How often the program is killed at any moment.
const DEATHS: u32 = 12;
/// How long something is gone; `VIDIMUS_FAULTS_OUTAGE_SECONDS` says otherwise.
const OUTAGE: Duration = Duration::from_secs(4);

fn outage() -> Duration {
    let seconds = std::env::var("VIDIMUS_FAULTS_OUTAGE_SECONDS");
    let seconds = seconds.ok().and_then(|text| text.parse().ok());
    seconds.map_or(OUTAGE, Duration::from_secs)
}

/// A verifier that takes its time, and says when it has begun.
fn slow(folder: &Path, time: Duration) -> (PathBuf, Setup) {
    let begun = folder.join("begun");
    let verifier = Sleeping {
        begun: begun.clone(),
        time,
    };
    let setup = Setup {
        verifier: Some(Arc::new(verifier)),
        clock: Some(Arc::new(SystemClock)),
        ..Setup::default()
    };
    (begun, setup)
}

async fn begins(begun: &Path) {
    wait_for(Duration::from_secs(20), async || {
        begun.exists().then_some(())
    })
    .await;
}

/// A process with its image, and another with none.
async fn pending(bank: &Asker) -> (String, String) {
    let process = bank.process("document", PASSPORT).await;
    let images = json!({ "front": data_url(&jpeg()) });
    let sent = bank.post(&format!("{process}/images"), images).await;
    sent.expect(StatusCode::CREATED);
    (process, bank.process("document", PASSPORT).await)
}

/// Asks for everything that changes something; the answers are refusals that say when to come back.
async fn is_refused(bank: &Asker, process: &str) {
    let images = json!({ "front": data_url(&jpeg()) });
    for (method, path, body) in [
        (Method::POST, "/assure/dossiers", None),
        (Method::GET, process, None),
        (Method::POST, &format!("{process}/images"), Some(images)),
        (Method::POST, process, None),
    ] {
        let request = bank.request(method, path);
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let reply = bank.send(request).await;
        let reply = reply.refused(503, "Not available.");
        assert!(reply.headers.contains_key("retry-after"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_and_comes_back_costs_nobody_anything() {
    let url = tokio::task::spawn_blocking(|| vidimus_postgres::shared()?.new_database());
    let url = url.await.unwrap().unwrap();
    let (before, rest) = url.split_once("127.0.0.1:").unwrap();
    let (port, name) = rest.split_once('/').unwrap();
    let cable = Cable::to(&format!("127.0.0.1:{port}")).await;
    let folder = tempfile::tempdir().unwrap();
    let (begun, setup) = slow(folder.path(), Duration::from_secs(2));
    let server = Server::with(Setup {
        database: Some(format!("{before}{}/{name}", cable.address).parse().unwrap()),
        ..setup
    })
    .await;
    let bank = server.client("bank").await;
    let (with_image, _) = pending(&bank).await;
    let under_way = bank.submitted().await;
    begins(&begun).await;

    cable.cut();
    let gone = Instant::now();
    is_refused(&bank, &with_image).await;
    let ready = reqwest::get(format!("{}/readyz", server.operations_url))
        .await
        .unwrap();
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    tokio::time::sleep(outage().saturating_sub(gone.elapsed())).await;
    cable.mend();

    assert_eq!(bank.verdict(&under_way).await["status"], "accepted");
    bank.post_nothing(&with_image).await.expect(StatusCode::OK);
    assert_eq!(bank.verdict(&with_image).await["status"], "accepted");
    let ready = reqwest::get(format!("{}/readyz", server.operations_url))
        .await
        .unwrap();
    assert_eq!(ready.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn images_that_are_out_of_reach_are_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("images")).unwrap();
    let endpoint = bucket::serve(folder.path()).await;
    let cable = Cable::to(endpoint.trim_start_matches("http://")).await;
    let server = Server::with(Setup {
        bucket: Some(bucket::settings(&format!("http://{}", cable.address))),
        clock: Some(Arc::new(SystemClock)),
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let (with_image, without) = pending(&bank).await;

    cable.cut();
    let gone = Instant::now();
    let images = format!("{without}/images");
    let front = json!({ "front": data_url(&jpeg()) });
    let refused = bank.post(&images, front.clone()).await;
    refused.refused(503, "Not available.");
    // What needs no image goes on, and a verification that was started waits.
    bank.post_nothing(&with_image).await.expect(StatusCode::OK);
    tokio::time::sleep(outage().saturating_sub(gone.elapsed())).await;
    assert_eq!(bank.get(&with_image).await.json["status"], "processing");
    cable.mend();

    assert_eq!(bank.verdict(&with_image).await["status"], "accepted");
    bank.post(&images, front).await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_clock_that_jumps_ends_nothing_that_is_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let (begun, setup) = slow(folder.path(), Duration::from_secs(1));
    let server = Server::with(Setup {
        clock: None,
        ..setup
    })
    .await;
    let mut bank = server.client("bank").await;
    let (with_image, without) = pending(&bank).await;
    let under_way = bank.submitted().await;
    begins(&begun).await;

    server.clock.advance(SignedDuration::from_hours(25));
    bank.get(&under_way)
        .await
        .refused(401, "Invalid access token.");
    bank.log_in().await;
    assert_eq!(bank.verdict(&under_way).await["status"], "accepted");
    assert_eq!(
        bank.get(&with_image).await.json["status"],
        "failed",
        "its time is over"
    );
    assert_eq!(bank.get(&without).await.json["status"], "pending");

    server.clock.advance(SignedDuration::from_hours(-48));
    bank.log_in().await;
    assert_eq!(bank.get(&under_way).await.json["status"], "accepted");
    let images = json!({ "front": data_url(&jpeg()) });
    let sent = bank.post(&format!("{without}/images"), images).await;
    sent.expect(StatusCode::CREATED);
    bank.post_nothing(&without).await.expect(StatusCode::OK);
    assert_eq!(bank.verdict(&without).await["status"], "accepted");
}

/// The program that is killed: this very test binary, run again as a child.
#[test]
#[ignore = "only as the child of another test"]
fn child() {
    let Some(data) = std::env::var_os(DATA).map(PathBuf::from) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (_, setup) = slow(&data, Duration::from_millis(150));
        let server = Server::on(data.clone(), setup).await;
        println!("\nready {}", server.url);
        std::future::pending::<()>().await;
    });
}

struct Program {
    url: String,
    child: Child,
}

impl Program {
    fn start(data: &Path) -> Self {
        // By way of a shell that ignores the signal of files that grow too large, as a full disk sends
        // none either.
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "faults::child", "--nocapture"])
            .env(DATA, data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ready ").map(str::to_owned))
            .unwrap();
        Self { url, child }
    }

    fn limit_files(&self, bytes: &str) {
        let limited = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string()])
            .arg(format!("--fsize={bytes}:unlimited"))
            .status();
        assert!(limited.unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill(); // SIGKILL
        let _ = self.child.wait();
    }
}

/// Asks, unless the program dies meanwhile.
async fn asked(
    http: &reqwest::Client,
    token: &str,
    method: Method,
    url: &str,
    body: Option<serde_json::Value>,
) -> Option<(StatusCode, serde_json::Value)> {
    let request = http.request(method, url).bearer_auth(token);
    let request = match &body {
        Some(body) => request.json(body),
        None => request,
    };
    let response = request.send().await.ok()?;
    let status = response.status();
    let bytes = response.bytes().await.ok()?;
    Some((status, serde_json::from_slice(&bytes).unwrap_or_default()))
}

/// How far a process got, as far as the program answered before it died.
#[derive(Default)]
struct Known {
    process: Option<String>,
    has_image: bool,
    is_started: bool,
}

/// Does all there is to do with a process, again and again, until the program dies.
async fn work(url: &str, token: &str) -> Vec<Known> {
    let http = reqwest::Client::new();
    let mut all = Vec::new();
    loop {
        let mut known = Known::default();
        let done = async {
            let dossiers = format!("{url}/assure/dossiers");
            let (_, made) = asked(&http, token, Method::POST, &dossiers, None).await?;
            let path = format!("/assure/dossiers/{}/processes", made["dossierId"].as_str()?);
            let wanted = json!({
                "provider": "signicatpictureid", "processType": "document", "documentId": PASSPORT
            });
            let processes = format!("{url}{path}");
            let (_, made) = asked(&http, token, Method::POST, &processes, Some(wanted)).await?;
            let path = format!("{path}/{}", made["processId"].as_str()?);
            known.process = Some(path.clone());
            let images = format!("{url}{path}/images");
            let front = json!({ "front": data_url(&jpeg()) });
            let (status, _) = asked(&http, token, Method::POST, &images, Some(front)).await?;
            known.has_image = status == StatusCode::CREATED;
            let (status, _) =
                asked(&http, token, Method::POST, &format!("{url}{path}"), None).await?;
            known.is_started = status == StatusCode::OK;
            Some(())
        };
        let done = done.await;
        all.push(known);
        if done.is_none() {
            return all;
        }
    }
}

/// Whether all that a dead program had answered is so.
async fn check(bank: &Asker, known: &Known) {
    let Some(process) = &known.process else {
        return;
    };
    let shown = bank.get(process).await.expect(StatusCode::OK);
    if known.is_started {
        assert_eq!(bank.verdict(process).await["status"], "accepted");
    } else if shown.json["status"] == "pending" {
        // Nobody was told that it had started: it can be carried on with.
        let front = json!({ "front": data_url(&jpeg()) });
        let sent = bank.post(&format!("{process}/images"), front).await;
        sent.expect(StatusCode::CREATED);
        bank.post_nothing(process).await.expect(StatusCode::OK);
        assert_eq!(bank.verdict(process).await["status"], "accepted");
    } else {
        assert_eq!(bank.verdict(process).await["status"], "accepted");
    }
    if known.has_image {
        let front = bank.get(&format!("{process}/images?depiction=front")).await;
        assert_eq!(front.expect(StatusCode::OK).bytes, jpeg());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_at_any_moment_keeps_what_it_had_answered() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = Server::on(data.clone(), Setup::default()).await;
    let mut bank = first.client("bank").await;
    first.stop().await;
    for death in 0..DEATHS {
        let program = Program::start(&data);
        let mut asker = bank.at(&program.url);
        asker.log_in().await;
        let url = program.url.clone();
        let working = tokio::spawn(async move { work(&url, &asker.token.unwrap()).await });
        // From the first request on to some way into the third process.
        tokio::time::sleep(Duration::from_millis(u64::from(death) * 53 % 600)).await;
        drop(program);
        let known = working.await.unwrap();

        let program = Program::start(&data);
        bank = bank.at(&program.url);
        bank.log_in().await;
        for known in &known {
            check(&bank, known).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = Server::on(data.clone(), Setup::default()).await;
    let mut bank = first.client("bank").await;
    first.stop().await;
    let program = Program::start(&data);
    bank = bank.at(&program.url);
    bank.log_in().await;
    let (with_image, without) = pending(&bank).await;
    let started = bank.submitted().await;

    // No file may grow any more: what is written anew fails, as on a full disk.
    program.limit_files("0");
    let front = json!({ "front": data_url(&jpeg()) });
    let images = format!("{without}/images");
    let refused = bank.post(&images, front.clone()).await;
    refused.refused(503, "Not available.");
    bank.get(&with_image).await.expect(StatusCode::OK);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(bank.get(&with_image).await.json["status"], "pending");

    program.limit_files("unlimited");
    assert_eq!(bank.verdict(&started).await["status"], "accepted");
    bank.post(&images, front).await.expect(StatusCode::CREATED);
    bank.post_nothing(&with_image).await.expect(StatusCode::OK);
    assert_eq!(bank.verdict(&with_image).await["status"], "accepted");
}
