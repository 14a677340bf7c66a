//! A service on a free port, and those who ask it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vidimus_engine::PolicyDocument;
use vidimus_server::auth::new_client;
use vidimus_server::blobs::Bucket;
use vidimus_server::clock::{Clock, ManualClock};
use vidimus_server::domain::{Provider, RedirectPrefix, Scope};
use vidimus_server::jobs::verifier::Verifier;
use vidimus_server::limits::Rates;
use vidimus_server::providers::Connection;
use vidimus_server::service::{App, Config, open_store, run};
use vidimus_server::store::Clients as _;
use vidimus_server::store::sql::DatabaseUrl;

use super::verifiers::Accepting;
use super::{PASSPORT, jpeg};

/// How a service is set up.
pub(crate) struct Setup {
    pub(crate) verifier: Option<Arc<dyn Verifier>>,
    pub(crate) demo: bool,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) policy: PolicyDocument,
    pub(crate) connections: Vec<(Provider, Arc<dyn Connection>)>,
    pub(crate) rates: Rates,
    pub(crate) webhook_hosts: Vec<String>,
    pub(crate) bucket: Option<Bucket>,
    /// Where it is not the one that all tests use.
    pub(crate) database: Option<DatabaseUrl>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            verifier: Some(Arc::new(Accepting)),
            demo: false,
            clock: None,
            policy: PolicyDocument::default(),
            connections: Vec::new(),
            rates: Rates::default(),
            webhook_hosts: Vec::new(),
            bucket: None,
            database: None,
        }
    }
}

/// Whose value `postgres` lets the services keep their rows in PostgreSQL instead of SQLite.
const STORE: &str = "VIDIMUS_TESTS_STORE";

/// The database of a data folder: a new one for a new folder.
pub(crate) fn database(data: &Path) -> Option<DatabaseUrl> {
    std::env::var_os(STORE).filter(|store| store == "postgres")?;
    let note = data.with_extension("database");
    let url = std::fs::read_to_string(&note).unwrap_or_else(|_| {
        let url = vidimus_postgres::shared().unwrap().new_database().unwrap();
        std::fs::write(&note, &url).unwrap();
        url
    });
    Some(url.parse().unwrap())
}

/// A running service.
pub(crate) struct Server {
    pub(crate) url: String,
    /// Where operators ask.
    pub(crate) operations_url: String,
    pub(crate) clock: Arc<ManualClock>,
    data: PathBuf,
    rows: Option<DatabaseUrl>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
    folder: Option<TempDir>,
}

impl Server {
    /// One that accepts everything, at noon of an ordinary day.
    pub(crate) async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Self::on(folder.path().join("data"), setup).await;
        server.folder = Some(folder);
        server
    }

    /// One on a data folder that may have been used before.
    pub(crate) async fn on(data: PathBuf, setup: Setup) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let manual = Arc::new(ManualClock::at("2026-06-01T12:00:00Z".parse().unwrap()));
        let rows = setup.database.or_else(|| database(&data));
        let app = App::open(Config {
            database: rows.clone(),
            demo: setup.demo,
            policy: setup.policy,
            clock: setup
                .clock
                .unwrap_or_else(|| Arc::clone(&manual) as Arc<dyn Clock>),
            verifier: setup.verifier,
            connections: setup.connections,
            rates: setup.rates,
            webhook_hosts: setup.webhook_hosts,
            bucket: setup.bucket,
            ..Config::new(data.clone(), url.clone())
        })
        .await
        .unwrap();
        let operations = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let operations_url = format!("http://{}", operations.local_addr().unwrap());
        tokio::spawn(vidimus_server::operations::serve(
            Arc::clone(&app),
            operations,
        ));
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(run(app, listener, async {
            let _ = stopped.await;
        }));
        Self {
            url,
            operations_url,
            clock: manual,
            data,
            rows,
            stop,
            task,
            folder: None,
        }
    }

    /// Stops as on SIGTERM; gives back the folder, which is deleted when it is dropped.
    pub(crate) async fn stop(self) -> Option<TempDir> {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
        self.folder
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.data.clone()
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    pub(crate) fn advance_minutes(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A client that may redirect anywhere.
    pub(crate) async fn client(&self, name: &str) -> Asker {
        self.client_with(name, &[]).await
    }

    pub(crate) async fn client_with(&self, name: &str, prefixes: &[&str]) -> Asker {
        let prefixes = prefixes
            .iter()
            .map(|text| RedirectPrefix::parse(text).unwrap());
        let (client, secret) = new_client(
            name.to_owned(),
            prefixes.collect(),
            Scope::ALL.to_vec(),
            self.clock.now(),
        )
        .unwrap();
        open_store(&self.data, self.rows.as_ref())
            .await
            .unwrap()
            .add_client(&client)
            .await
            .unwrap();
        let mut asker = Asker {
            name: name.to_owned(),
            url: self.url.clone(),
            token: None,
            demo_token: None,
            credentials: Some((client.id.to_string(), secret.expose().to_owned())),
        };
        asker.log_in().await;
        asker
    }

    /// Somebody with any token, or none.
    pub(crate) fn asker(&self, name: &str, token: Option<&str>) -> Asker {
        Asker {
            name: name.to_owned(),
            url: self.url.clone(),
            token: token.map(str::to_owned),
            demo_token: None,
            credentials: None,
        }
    }

    /// A person who opened a capture URL.
    pub(crate) async fn person(&self, url: &str) -> Asker {
        let nobody = self.asker("somebody with a link", None);
        let reply = nobody.exchange(url).await.expect(StatusCode::CREATED);
        self.asker("person", reply.json["token"].as_str())
    }
}

/// Who is asking.
#[derive(Clone)]
pub(crate) struct Asker {
    pub(crate) name: String,
    url: String,
    pub(crate) token: Option<String>,
    pub(crate) demo_token: Option<String>,
    pub(crate) credentials: Option<(String, String)>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// `null` when the body is not JSON.
    pub(crate) json: Value,
    asked: String,
}

impl Reply {
    /// Checks the status, and the shape of every error.
    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        let shown = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(500)]).into_owned();
        assert_eq!(self.status, status, "{}: {shown}", self.asked);
        if status.as_u16() >= 400 {
            assert_eq!(
                self.headers["content-type"], "application/json",
                "{}",
                self.asked
            );
            let problem = &self.json;
            let side = if status.is_server_error() {
                "server"
            } else {
                "client"
            };
            assert_eq!(
                problem["type"],
                format!("base:{side}-problem"),
                "{}",
                self.asked
            );
            assert_eq!(problem["status"], status.as_u16());
            for field in ["instance", "method", "title", "detail", "timestamp"] {
                assert!(
                    problem[field].as_str().is_some_and(|text| !text.is_empty()),
                    "{field}"
                );
            }
            let trace = problem["traceId"].as_str().unwrap();
            assert!(trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
        self
    }

    /// Checks the status and the title of an error.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, title: &str) -> Self {
        let reply = self.expect(StatusCode::from_u16(status).unwrap());
        assert_eq!(reply.json["title"], title, "{}", reply.json);
        reply
    }

    #[track_caller]
    pub(crate) fn text(&self, field: &str) -> String {
        let value = self.json[field].as_str();
        value
            .unwrap_or_else(|| panic!("no {field} in {}", self.json))
            .to_owned()
    }
}

impl Asker {
    /// The same client, asking a service at another address.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..self.clone()
        }
    }

    /// Gets a new access token for the API.
    pub(crate) async fn log_in(&mut self) {
        self.log_in_for("signicat-api").await;
    }

    /// Gets a new access token for scopes.
    pub(crate) async fn log_in_for(&mut self, scopes: &str) {
        let (id, secret) = self.credentials.clone().unwrap();
        let reply = self
            .request(Method::POST, "/auth/open/connect/token")
            .basic_auth(id, Some(secret))
            .body(format!("grant_type=client_credentials&scope={scopes}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = self.send(reply).await.expect(StatusCode::OK);
        self.token = Some(reply.text("access_token"));
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Reply {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let request = match &self.demo_token {
            Some(token) => request.header(vidimus_api::demo::TOKEN_HEADER, token),
            None => request,
        };
        let request = request.build().unwrap();
        let asked = format!(
            "{} asks {} {}",
            self.name,
            request.method(),
            request.url().path()
        );
        let response = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
            .execute(request)
            .await
            .unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        Reply {
            status,
            headers,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            bytes,
            asked,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub(crate) async fn post_nothing(&self, path: &str) -> Reply {
        self.send(self.request(Method::POST, path)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// Sends an image in a capture session.
    pub(crate) async fn put_image(&self, depiction: &str, bytes: Vec<u8>) -> Reply {
        let path = format!("/assure/capture/session/images/{depiction}");
        let request = self.request(Method::PUT, &path).body(bytes);
        self.send(request.header("content-type", "image/jpeg"))
            .await
    }

    /// Trades the artifact of a capture URL.
    pub(crate) async fn exchange(&self, url: &str) -> Reply {
        let (_, artifact) = url.split_once("/capture/#/artifact=").unwrap();
        self.post("/assure/capture/session", json!({ "artifact": artifact }))
            .await
    }

    /// A new dossier.
    pub(crate) async fn dossier(&self) -> String {
        let reply = self.post_nothing("/assure/dossiers").await;
        reply.expect(StatusCode::CREATED).text("dossierId")
    }

    /// A new dossier with a process; gives the path of the process.
    pub(crate) async fn process(&self, process_type: &str, document: u32) -> String {
        let dossier = self.dossier().await;
        self.process_in(&dossier, process_type, document).await
    }

    /// A process in a dossier; gives its path.
    pub(crate) async fn process_in(
        &self,
        dossier: &str,
        process_type: &str,
        document: u32,
    ) -> String {
        let path = format!("/assure/dossiers/{dossier}/processes");
        let body = json!({
            "provider": "signicatpictureid", "processType": process_type, "documentId": document
        });
        let reply = self.post(&path, body).await.expect(StatusCode::CREATED);
        format!("{path}/{}", reply.text("processId"))
    }

    /// A process that is being verified.
    pub(crate) async fn submitted(&self) -> String {
        let process = self.process("document", PASSPORT).await;
        let images = json!({ "front": super::data_url(&jpeg()) });
        self.post(&format!("{process}/images"), images)
            .await
            .expect(StatusCode::CREATED);
        self.post_nothing(&process).await.expect(StatusCode::OK);
        process
    }

    /// Starts a capture flow in a new dossier; gives its URL.
    pub(crate) async fn flow(&self, process_type: &str) -> String {
        let dossier = self.dossier().await;
        let body = json!({
            "providers": [{ "provider": "signicatpictureid", "processType": process_type }],
            "redirectUrl": "https://bank.example/done?case=7"
        });
        let reply = self
            .post(&format!("/assure/dossiers/{dossier}/capture"), body)
            .await;
        reply.expect(StatusCode::CREATED).text("url")
    }

    /// Waits until a process is no longer being verified.
    pub(crate) async fn verdict(&self, process: &str) -> Value {
        wait_for(Duration::from_secs(20), async || {
            let reply = self.get(process).await.expect(StatusCode::OK);
            let done = !matches!(
                reply.json["status"].as_str(),
                Some("pending" | "processing")
            );
            done.then_some(reply.json)
        })
        .await
    }
}

/// Asks again and again until there is an answer.
pub(crate) async fn wait_for<T>(limit: Duration, ask: impl AsyncFn() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(begun.elapsed() < limit, "no answer within {limit:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
