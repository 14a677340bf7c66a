//! The program under load.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

/// A running `vidimus serve` with a data folder of its own.
pub(crate) struct Service {
    pub(crate) url: String,
    child: Child,
    client: Value,
    _folder: TempDir,
}

/// What a program has used.
pub(crate) struct Usage {
    pub(crate) processor_s: f64,
    pub(crate) resident_mb: u64,
    pub(crate) peak_mb: u64,
}

/// More than is ever asked here: the limits are not what is measured.
const RATE: &str = "1000000/1000000";

impl Service {
    pub(crate) fn start(program: &Path, database: Option<&str>, workers: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let key = folder.path().join("master.key");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).env_remove("DATABASE_URL");
            if let Some(url) = database {
                command.env("DATABASE_URL", url);
            }
            command
        };
        let made = run(&["key", "--file"]).arg(&key).output()?;
        ensure!(made.status.success(), "no key was made");
        let made = run(&["client", "create", "--name", "load", "--data"])
            .arg(&data)
            .output()?;
        let client = serde_json::from_slice(&made.stdout).context("no client was made")?;
        let mut child = run(&["serve", "--listen", "127.0.0.1:0", "--log-json"])
            .arg("--data")
            .arg(&data)
            .arg("--master-key-file")
            .arg(&key)
            .args(["--workers", &workers.to_string()])
            .args([
                "--client-rate",
                RATE,
                "--heavy-rate",
                RATE,
                "--address-rate",
                RATE,
            ])
            .stderr(Stdio::piped())
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().context("no log")?).lines();
        let address = log.by_ref().map_while(Result::ok).find_map(|line| {
            let entry: Value = serde_json::from_str(&line).ok()?;
            let fields = &entry["fields"];
            (fields["message"] == "serving")
                .then(|| fields["address"].as_str().map(str::to_owned))?
        });
        let address = address.context("the service does not start")?;
        std::thread::spawn(move || log.for_each(drop));
        Ok(Self {
            url: format!("http://{address}"),
            child,
            client,
            _folder: folder,
        })
    }

    /// A token, good for ten minutes.
    pub(crate) async fn token(&self) -> Result<Arc<Token>> {
        let token = Token {
            url: format!("{}/auth/open/connect/token", self.url),
            client: self.client.clone(),
            current: tokio::sync::Mutex::default(),
        };
        token.get().await?;
        Ok(Arc::new(token))
    }

    pub(crate) fn usage(&self) -> Result<Usage> {
        usage(self.child.id())
    }

    /// Memory in MB, again and again.
    pub(crate) fn watch(
        &self,
        every: Duration,
        end: Instant,
    ) -> impl Future<Output = Result<Vec<u64>>> + Send + 'static {
        let process = self.child.id();
        async move {
            let mut samples = Vec::new();
            while Instant::now() < end {
                samples.push(usage(process)?.resident_mb);
                tokio::time::sleep(every).await;
            }
            Ok(samples)
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn usage(process: u32) -> Result<Usage> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes / 1024)
    };
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // After the name, which may hold blanks: fields 14 and 15 of proc(5), in hundredths of a second.
    let fields = stat.rsplit_once(')').context("no fields")?.1;
    let ticks = |at: usize| fields.split_whitespace().nth(at - 3)?.parse::<f64>().ok();
    let ticks = ticks(14).zip(ticks(15)).context("no times")?;
    Ok(Usage {
        processor_s: (ticks.0 + ticks.1) / 100.0,
        resident_mb: megabytes("VmRSS:").context("no VmRSS")?,
        peak_mb: megabytes("VmHWM:").context("no VmHWM")?,
    })
}

/// An access token that is replaced before it ends.
pub(crate) struct Token {
    url: String,
    client: Value,
    current: tokio::sync::Mutex<Option<(String, Instant)>>,
}

impl Token {
    pub(crate) async fn get(&self) -> Result<String> {
        let mut current = self.current.lock().await;
        if let Some((token, since)) = &*current
            && since.elapsed() < Duration::from_mins(8)
        {
            return Ok(token.clone());
        }
        let reply = reqwest::Client::new()
            .post(&self.url)
            .basic_auth(
                self.client["client_id"].as_str().unwrap_or_default(),
                self.client["client_secret"].as_str(),
            )
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials&scope=signicat-api")
            .send()
            .await?;
        let reply: Value = reply.error_for_status()?.json().await?;
        let token = reply["access_token"].as_str().context("no token")?;
        *current = Some((token.to_owned(), Instant::now()));
        Ok(token.to_owned())
    }
}
