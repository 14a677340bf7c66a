//! What is asked.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::figures::Figures;
use crate::service::{Service, Token};

/// The Dutch passport, of one page.
pub(crate) const DOCUMENT: u32 = 137;
/// Dossiers and processes that are asked for again.
const KNOWN: usize = 500;

/// What integrators do with dossiers, by how often of a hundred times.
const MIX: [(&str, u32); 7] = [
    ("create dossier", 20),
    ("get dossier", 25),
    ("create process", 15),
    ("get process", 25),
    ("set user data", 5),
    ("list processes", 5),
    ("list dossiers", 5),
];

/// Requests at fixed times.
pub(crate) struct Traffic {
    http: Client,
    base: String,
    token: Arc<Token>,
    /// Paths of dossiers, and of processes.
    dossiers: Mutex<Vec<String>>,
    processes: Mutex<Vec<String>>,
}

struct Shot {
    operation: &'static str,
    method: Method,
    path: String,
    body: Option<Value>,
    expected: StatusCode,
}

impl Traffic {
    pub(crate) fn new(service: &Service, token: &Arc<Token>) -> Self {
        Self {
            http: Client::new(),
            base: format!("{}/assure", service.url),
            token: Arc::clone(token),
            dossiers: Mutex::default(),
            processes: Mutex::default(),
        }
    }

    pub(crate) async fn at(self, rate: u32, end: Instant, figures: &Arc<Figures>) -> Result<()> {
        if rate == 0 {
            tokio::time::sleep_until(end.into()).await;
            return Ok(());
        }
        let traffic = Arc::new(self);
        for _ in 0..20 {
            let shot = traffic.shot("create dossier");
            let made = traffic.ask(&shot).await?;
            traffic.learn(&shot, &made);
            let shot = traffic.shot("create process");
            let made = traffic.ask(&shot).await?;
            traffic.learn(&shot, &made);
        }
        let begun = Instant::now();
        let mut shots = Vec::new();
        for number in 0_u32.. {
            let due = begun + Duration::from_secs(1) * number / rate;
            if due >= end {
                break;
            }
            tokio::time::sleep_until(due.into()).await;
            let (traffic, figures) = (Arc::clone(&traffic), Arc::clone(figures));
            shots.push(tokio::spawn(async move {
                let shot = traffic.shot(chosen(number));
                match traffic.ask(&shot).await {
                    Ok(made) => {
                        figures.answered(shot.operation, due.elapsed());
                        traffic.learn(&shot, &made);
                    }
                    Err(error) => figures.wrong(shot.operation, format!("{error:#}")),
                }
            }));
        }
        for shot in shots {
            shot.await?;
        }
        Ok(())
    }

    fn shot(&self, operation: &'static str) -> Shot {
        let dossier = || some(&self.dossiers).unwrap_or_default();
        let process = || some(&self.processes).unwrap_or_default();
        let (method, path, body, expected) = match operation {
            "create dossier" => {
                let body = json!({ "externalReference": "load" });
                (
                    Method::POST,
                    "/dossiers".to_owned(),
                    Some(body),
                    StatusCode::CREATED,
                )
            }
            "get dossier" => (Method::GET, dossier(), None, StatusCode::OK),
            "create process" => {
                let path = format!("{}/processes", dossier());
                (Method::POST, path, Some(wanted()), StatusCode::CREATED)
            }
            "get process" => (Method::GET, process(), None, StatusCode::OK),
            "set user data" => {
                let name = json!({ "firstName": "Willeke", "lastName": "De Bruijn" });
                let body = json!({ "userData": name });
                let path = format!("{}/userdata", dossier());
                (Method::POST, path, Some(body), StatusCode::CREATED)
            }
            "list processes" => {
                let start = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
                let path = format!("/processes?limit=20&startCreationDate={start:.0}");
                (Method::GET, path, None, StatusCode::OK)
            }
            _ => (Method::GET, "/dossiers".to_owned(), None, StatusCode::OK),
        };
        Shot {
            operation,
            method,
            path,
            body,
            expected,
        }
    }

    async fn ask(&self, shot: &Shot) -> Result<Value> {
        let url = format!("{}{}", self.base, shot.path);
        let request = self.http.request(shot.method.clone(), url);
        let request = match &shot.body {
            Some(body) => request.json(body),
            None => request,
        };
        let token = self.token.get().await?;
        let sent = request.bearer_auth(token).timeout(Duration::from_secs(10));
        let response = sent.send().await.map_err(reqwest::Error::without_url)?;
        let status = response.status();
        let bytes = response.bytes().await?;
        // Somebody else may have set the user data of this dossier before.
        let is_set = shot.operation == "set user data" && status == StatusCode::CONFLICT;
        if status != shot.expected && !is_set {
            bail!("{status}");
        }
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    fn learn(&self, shot: &Shot, made: &Value) {
        let know = |known: &Mutex<Vec<String>>, path: String| {
            let mut known = known.lock().unwrap();
            if known.len() < KNOWN {
                known.push(path);
            } else {
                let at = uuid::Uuid::new_v4().as_u128() as usize % KNOWN;
                known[at] = path;
            }
        };
        match shot.operation {
            "create dossier" => {
                let id = made["dossierId"].as_str().unwrap_or_default();
                know(&self.dossiers, format!("/dossiers/{id}"));
            }
            "create process" => {
                let id = made["processId"].as_str().unwrap_or_default();
                know(&self.processes, format!("{}/{id}", shot.path));
            }
            _ => {}
        }
    }
}

/// The same mix in every hundred, shuffled.
fn chosen(number: u32) -> &'static str {
    let mut place = number.wrapping_mul(37) % 100;
    for (operation, share) in MIX {
        if place < share {
            return operation;
        }
        place -= share;
    }
    MIX[0].0
}

fn some(known: &Mutex<Vec<String>>) -> Option<String> {
    let known = known.lock().unwrap();
    let at = uuid::Uuid::new_v4().as_u128() as usize % known.len().max(1);
    known.get(at).cloned()
}

fn wanted() -> Value {
    json!({
        "provider": "signicatpictureid", "processType": "document", "documentId": DOCUMENT
    })
}

/// Documents that are verified one after the other.
pub(crate) struct Verifying {
    http: Client,
    base: String,
    token: Arc<Token>,
    images: Value,
    begun: Instant,
    times: Mutex<Vec<Duration>>,
}

/// What was verified.
pub(crate) struct Verified {
    /// From the start of each verification to its verdict.
    pub(crate) times: Vec<Duration>,
    pub(crate) elapsed_s: f64,
}

impl Verifying {
    pub(crate) fn new(service: &Service, token: &Arc<Token>, image: &[u8]) -> Self {
        let front = format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(image));
        Self {
            http: Client::new(),
            base: format!("{}/assure", service.url),
            token: Arc::clone(token),
            images: json!({ "front": front }),
            begun: Instant::now(),
            times: Mutex::default(),
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.bearer_auth(self.token.get().await?).send().await?;
        let response = response
            .error_for_status()
            .map_err(reqwest::Error::without_url)?;
        Ok(serde_json::from_slice(&response.bytes().await?).unwrap_or_default())
    }

    /// Has one document verified.
    pub(crate) async fn one(&self) -> Result<Duration> {
        let made = self.ask(Method::POST, "/dossiers", None).await?;
        let dossier = made["dossierId"].as_str().context("no dossier")?;
        let path = format!("/dossiers/{dossier}/processes");
        let made = self.ask(Method::POST, &path, Some(&wanted())).await?;
        let path = format!(
            "{path}/{}",
            made["processId"].as_str().context("no process")?
        );
        let images = format!("{path}/images");
        self.ask(Method::POST, &images, Some(&self.images)).await?;
        let started = Instant::now();
        self.ask(Method::POST, &path, None).await?;
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let process = self.ask(Method::GET, &path, None).await?;
            match process["status"].as_str() {
                Some("processing") => {}
                Some("accepted" | "rejected" | "inconclusive") => return Ok(started.elapsed()),
                other => bail!("the verification ended as {other:?}"),
            }
        }
    }

    pub(crate) async fn until(self: Arc<Self>, end: Instant) -> Result<()> {
        while Instant::now() < end {
            let time = self.one().await?;
            self.times.lock().unwrap().push(time);
        }
        Ok(())
    }

    pub(crate) fn done(&self) -> Verified {
        Verified {
            times: self.times.lock().unwrap().clone(),
            elapsed_s: self.begun.elapsed().as_secs_f64(),
        }
    }
}
