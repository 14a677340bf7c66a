//! The program, on a free port and a new data folder.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::receiver::Receiver;

/// The running service, with one client.
pub(crate) struct Program {
    pub(crate) url: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) receiver: Receiver,
    service: Child,
    folder: TempDir,
}

impl Program {
    pub(crate) async fn start() -> Self {
        let program = program();
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let key = Command::new(&program)
            .args(["key", "--file"])
            .arg(data.join("master.key"))
            .output()
            .unwrap();
        assert!(key.status.success(), "{}: {key:?}", program.display());
        let created = Command::new(&program)
            .args(["client", "create", "--name", "Bank", "--data"])
            .arg(&data)
            .output()
            .unwrap();
        let client: Value = serde_json::from_slice(&created.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}: {created:?}", program.display()));
        let text = |name: &str| client[name].as_str().unwrap().to_owned();
        let receiver = Receiver::start(&folder.path().join("events")).await;
        let (service, url) = serve(&program, &data, &receiver.host);
        Self {
            url,
            client_id: text("client_id"),
            client_secret: text("client_secret"),
            receiver,
            service,
            folder,
        }
    }

    /// A file that lasts as long as the service.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("VIDIMUS_PROGRAM") {
        return program.into();
    }
    // target/debug/deps/use_cases-… stands beside target/debug/vidimus.
    let test = std::env::current_exe().unwrap();
    let beside = test.ancestors().nth(2).unwrap().join("vidimus");
    assert!(
        beside.is_file(),
        "there is no {}: name a program in VIDIMUS_PROGRAM, or run `cargo xtask test`",
        beside.display()
    );
    beside
}

/// Starts the service; gives its address as its log says.
fn serve(program: &Path, data: &Path, webhook_host: &str) -> (Child, String) {
    let mut service = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--log-json"])
        .args(["--webhook-host", webhook_host, "--data"])
        .arg(data)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(service.stderr.take().unwrap()).lines();
    let address = log.by_ref().map_while(Result::ok).find_map(|line| {
        let entry: Value = serde_json::from_str(&line).ok()?;
        let fields = &entry["fields"];
        let message = fields["message"].as_str()?;
        assert!(
            !message.contains("nothing can be verified"),
            "{}: {message}",
            program.display()
        );
        (message == "serving").then(|| fields["address"].as_str().map(str::to_owned))?
    });
    let address = address.unwrap_or_else(|| panic!("{} did not start", program.display()));
    // Somebody must go on reading, or the service would stop when the pipe is full.
    std::thread::spawn(move || log.for_each(drop));
    (service, format!("http://{address}"))
}
