//! The service against its own OpenAPI document, by schemathesis: requests made from the document, good
//! ones and bad ones, alone and one after the other.

use std::process::Stdio;

use tokio::process::Command;
use vidimus_server::limits::Rates;

use crate::support::{Server, Setup};

/// The program `st`.
const PROGRAM: &str = "VIDIMUS_SCHEMATHESIS";
/// How long it may go on, in seconds.
const SECONDS: &str = "VIDIMUS_SCHEMATHESIS_SECONDS";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs schemathesis: `cargo xtask test` installs it and runs this"]
async fn the_service_is_as_its_document_says() {
    let program = std::env::var(PROGRAM).expect("names the program `st`");
    let seconds = std::env::var(SECONDS).unwrap_or_else(|_| "150".to_owned());
    let rates = ["client", "heavy", "address", "token"]
        .map(|name| (name, "1000000/1000000".parse().unwrap()));
    let [client, heavy, address, token] = rates.map(|(_, rate)| rate);
    let server = Server::with(Setup {
        rates: Rates {
            client,
            heavy,
            address,
            token,
        },
        ..Setup::default()
    })
    .await;
    let mut bank = server.client("bank").await;
    bank.log_in_for("signicat-api assure:purge assure:audit")
        .await;
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(program)
        .arg("--config-file")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/api/schemathesis.toml"
        ))
        .args(["run", &format!("{}/openapi.json", server.url)])
        .args(["--url", &server.url])
        .arg("--header")
        .arg(format!("Authorization: Bearer {}", bank.token.unwrap()))
        // A new dossier is there, and its user data are not: 404 is the contract's answer to that.
        .args([
            "--checks",
            "all",
            "--exclude-checks",
            "ensure_resource_availability",
        ])
        .args(["--max-time", &seconds])
        // The same requests each time: a fault of yesterday must not be found tomorrow.
        .args(["--generation-deterministic", "--max-examples", "5"])
        .args(["--workers", "2", "--request-timeout", "20", "--no-color"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .status()
        .await;
    assert!(run.unwrap().success(), "see what schemathesis says above");
}
