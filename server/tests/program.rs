//! The program itself: `vidimus client create` and `vidimus serve`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const VIDIMUS: &str = env!("CARGO_BIN_EXE_vidimus");

fn create_client(data: &Path, arguments: &[&str]) -> std::process::Output {
    Command::new(VIDIMUS)
        .args(["client", "create", "--name", "Bank", "--data"])
        .arg(data)
        .args(arguments)
        .output()
        .unwrap()
}

struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the service on a free port; gives its address as its log says.
fn serve(data: &Path) -> (Service, String) {
    let mut child = Command::new(VIDIMUS)
        .args([
            "serve",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--log-json",
            "--data",
        ])
        .arg(data)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let service = Service(child);
    let address = log
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let entry: Value = serde_json::from_str(&line).unwrap();
            let fields = &entry["fields"];
            (fields["message"] == "serving").then(|| fields["address"].as_str().unwrap().to_owned())
        })
        .unwrap();
    // Somebody must go on reading, or the service would stop when the pipe is full.
    std::thread::spawn(move || log.for_each(drop));
    (service, address)
}

#[tokio::test]
async fn a_created_client_can_log_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new/data");
    let before = create_client(&data, &[]);
    let (service, address) = serve(&data);
    let during = create_client(&data, &["--redirect-url-prefix", "https://bank.example/"]);
    for output in [before, during] {
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 1);
        let client: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(client.as_object().unwrap().len(), 2);
        let reply = reqwest::Client::new()
            .post(format!("http://{address}/auth/open/connect/token"))
            .basic_auth(
                client["client_id"].as_str().unwrap(),
                client["client_secret"].as_str(),
            )
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials")
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), 200);
    }
    let health = reqwest::get(format!("http://{address}/healthz"))
        .await
        .unwrap();
    assert_eq!(health.status(), 200);

    let second = Command::new(VIDIMUS)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(
        said.contains("is being served by another vidimus"),
        "{said}"
    );
    drop(service);
}

#[test]
fn a_wrong_prefix_makes_no_client() {
    let folder = tempfile::tempdir().unwrap();
    let output = create_client(folder.path(), &["--redirect-url-prefix", "bank.example"]);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("absolute http(s) URL"), "{said}");
}
