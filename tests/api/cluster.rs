//! Several programs work on one installation, and some of them are killed.
//!
//! Rows are in PostgreSQL and images in a bucket, whatever the other tests use: that is how several
//! programs share them.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vidimus_server::auth::new_client;
use vidimus_server::domain::Scope;
use vidimus_server::jobs::verifier::Verifier;
use vidimus_server::keys::KeyFile;
use vidimus_server::service::{App, Config, run, run_worker};
use vidimus_server::store::Clients as _;
use vidimus_server::store::sql::SqlStore;

use crate::bucket;
use crate::support::{PASSPORT, Tossing, data_url, jpeg, wait_for};

const ROLE: &str = "VIDIMUS_TEST_ROLE";
const FOLDER: &str = "VIDIMUS_TEST_FOLDER";
const DATABASE: &str = "VIDIMUS_TEST_DATABASE";
const ENDPOINT: &str = "VIDIMUS_TEST_ENDPOINT";
/// Where nobody listens; the deliveries are only looked at in the list of them.
const RECEIVER: &str = "127.0.0.1:9";
/// The one name by which all programs that serve are known.
const PUBLIC_URL: &str = "http://vidimus.example";
const PROCESSES: usize = 24;
/// Between two deaths.
const LIFE: Duration = Duration::from_millis(1500);

/// One of the programs: this test binary, run again as a child of the test below.
#[test]
#[ignore = "only as the child of another test"]
fn child() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let own = |name| std::env::var(name).unwrap();
    let folder = PathBuf::from(own(FOLDER));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let app = App::open(Config {
            database: Some(own(DATABASE).parse().unwrap()),
            bucket: Some(bucket::settings(&own(ENDPOINT))),
            key: Arc::new(KeyFile::at(folder.join("master.key"))),
            verifier: Some(Arc::new(Tossing) as Arc<dyn Verifier>),
            webhook_hosts: vec![RECEIVER.to_owned()],
            ..Config::new(folder.join("not used"), PUBLIC_URL.to_owned())
        });
        let app = app.await.unwrap();
        if role == "serve" {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            println!("\nready {}", listener.local_addr().unwrap());
            run(app, listener, std::future::pending()).await.unwrap();
        } else {
            println!("\nready worker");
            run_worker(app, std::future::pending()).await.unwrap();
        }
    });
}

/// What all programs share.
struct Installation {
    folder: PathBuf,
    database: String,
    endpoint: String,
}

impl Installation {
    /// Starts a program; gives it with its address, which is none of a worker's.
    fn start(&self, role: &str) -> Program {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "cluster::child", "--nocapture"])
            .env(ROLE, role)
            .env(FOLDER, &self.folder)
            .env(DATABASE, &self.database)
            .env(ENDPOINT, &self.endpoint)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ready ").map(str::to_owned));
        let url = ready.filter(|ready| ready != "worker");
        Program {
            role: role.to_owned(),
            url: url.map(|address| format!("http://{address}")),
            child,
        }
    }
}

struct Program {
    role: String,
    url: Option<String>,
    child: Child,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An integrator that asks another program when one does not answer.
struct Integrator {
    http: reqwest::Client,
    urls: std::sync::Mutex<Vec<String>>,
    token: std::sync::Mutex<String>,
    credentials: (String, String),
}

impl Integrator {
    /// The first answer that is none of a dying program's. What was asked may be done twice.
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let begun = Instant::now();
        loop {
            let urls = self.urls.lock().unwrap().clone();
            for url in urls {
                let token = self.token.lock().unwrap().clone();
                let method = method.parse().unwrap();
                let request = self.http.request(method, format!("{url}{path}"));
                let request = match &body {
                    Some(body) => request.json(body),
                    None => request,
                };
                let request = request.bearer_auth(token).timeout(Duration::from_secs(5));
                let Ok(response) = request.send().await else {
                    continue;
                };
                let status = response.status();
                if let Ok(bytes) = response.bytes().await {
                    assert!(!status.is_server_error(), "{path}: {status}");
                    let json = serde_json::from_slice(&bytes).unwrap_or_default();
                    return (status, json);
                }
            }
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "{path}: nobody answers"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn log_in(&self) {
        let url = self.urls.lock().unwrap()[0].clone();
        let (id, secret) = &self.credentials;
        let reply = self
            .http
            .post(format!("{url}/auth/open/connect/token"))
            .basic_auth(id, Some(secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials&scope=signicat-api")
            .send()
            .await
            .unwrap();
        let json: Value = reply.json().await.unwrap();
        json["access_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.token.lock().unwrap());
    }

    /// Has a document verified; gives the path of the process.
    async fn submit(&self) -> String {
        let (_, dossier) = self.ask("POST", "/assure/dossiers", None).await;
        let path = format!(
            "/assure/dossiers/{}/processes",
            dossier["dossierId"].as_str().unwrap()
        );
        let wanted = json!({
            "provider": "signicatpictureid", "processType": "document", "documentId": PASSPORT
        });
        let (_, process) = self.ask("POST", &path, Some(wanted)).await;
        let path = format!("{path}/{}", process["processId"].as_str().unwrap());
        let images = json!({ "front": data_url(&jpeg()) });
        let (status, _) = self
            .ask("POST", &format!("{path}/images"), Some(images))
            .await;
        assert_eq!(status, StatusCode::CREATED);
        // Asked again after a program died in the middle of it, it may have been started.
        let (status, told) = self.ask("POST", &path, None).await;
        assert!(
            matches!(status, StatusCode::OK | StatusCode::CONFLICT),
            "{status} {told}"
        );
        path
    }

    /// Status and time of the end of a process, once it has one.
    async fn end(&self, path: &str) -> (Value, Value) {
        wait_for(Duration::from_secs(60), async || {
            let (status, process) = self.ask("GET", path, None).await;
            assert_eq!(status, StatusCode::OK, "{path} is lost");
            let is_open = matches!(process["status"].as_str(), Some("pending" | "processing"));
            (!is_open).then(|| (process["status"].clone(), process["updatedAt"].clone()))
        })
        .await
    }
}

async fn integrator(installation: &Installation, urls: Vec<String>) -> Integrator {
    let database = installation.database.parse().unwrap();
    let store = SqlStore::connect(&database).await.unwrap();
    let now = jiff::Timestamp::now();
    let scopes = Scope::ALL.to_vec();
    let (client, secret) = new_client("bank".to_owned(), vec![], scopes, now).unwrap();
    store.add_client(&client).await.unwrap();
    let integrator = Integrator {
        http: reqwest::Client::new(),
        urls: urls.into(),
        token: String::new().into(),
        credentials: (client.id.to_string(), secret.expose().to_owned()),
    };
    integrator.log_in().await;
    integrator
}

async fn installation(folder: &Path) -> Installation {
    let bucket = folder.join("images");
    std::fs::create_dir(bucket).unwrap();
    KeyFile::create(&folder.join("master.key")).unwrap();
    let database = tokio::task::spawn_blocking(|| vidimus_postgres::shared()?.new_database());
    Installation {
        folder: folder.to_owned(),
        database: database.await.unwrap().unwrap(),
        endpoint: bucket::serve(folder).await,
    }
}

/// An even choice, well enough.
fn toss(sides: usize) -> usize {
    uuid::Uuid::new_v4().as_u128() as usize % sides
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_are_killed_lose_nothing_and_no_verdict_changes() {
    let folder = tempfile::tempdir().unwrap();
    let installation = Arc::new(installation(folder.path()).await);
    let programs = ["serve", "serve", "worker"].map(|role| installation.start(role));
    let urls = |programs: &[Program]| programs.iter().filter_map(|own| own.url.clone()).collect();
    let bank = Arc::new(integrator(&installation, urls(&programs)).await);
    let told = json!({ "url": format!("http://{RECEIVER}/events") });
    let (status, webhook) = bank.ask("POST", "/assure/webhooks", Some(told)).await;
    assert_eq!(status, StatusCode::CREATED, "{webhook}");

    let submitting = tokio::spawn({
        let bank = Arc::clone(&bank);
        async move {
            let mut paths = Vec::new();
            while paths.len() < PROCESSES {
                paths.push(bank.submit().await);
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            paths
        }
    });
    let mut programs = Vec::from(programs);
    let mut deaths = 0;
    while !submitting.is_finished() {
        tokio::time::sleep(LIFE).await;
        let dead = programs.swap_remove(toss(programs.len()));
        let role = dead.role.clone();
        drop(dead); // SIGKILL
        deaths += 1;
        *bank.urls.lock().unwrap() = urls(&programs);
        programs.push(installation.start(&role));
        *bank.urls.lock().unwrap() = urls(&programs);
    }
    let paths = submitting.await.unwrap();
    assert!(deaths >= 3, "{deaths}");

    let mut ends = Vec::new();
    for path in &paths {
        ends.push(bank.end(path).await);
    }
    // Longer than a lease: whoever still worked on something has ended by now.
    tokio::time::sleep(Duration::from_secs(11)).await;
    for (path, end) in paths.iter().zip(&ends) {
        assert_eq!(bank.end(path).await, *end, "{path} has another verdict now");
        assert_ne!(end.0, "failed", "{path}");
    }
    let id = webhook["webhookId"].as_str().unwrap();
    let (_, told) = bank
        .ask("GET", &format!("/assure/webhooks/{id}/deliveries"), None)
        .await;
    let told = told["deliveries"].as_array().unwrap();
    for path in &paths {
        let process = path.rsplit_once('/').unwrap().1;
        let events = told.iter().filter(|own| own["processId"] == process);
        assert_eq!(events.count(), 1, "{path} has one end");
    }
}
