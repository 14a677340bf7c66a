//! `cargo xtask build` and `cargo xtask run`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::step::{quiet, step};
use crate::{cache, dist};

const PORT: u16 = 8080;

/// Builds the web parts and the program; gives the program's path.
pub(crate) fn build() -> Result<PathBuf> {
    dist::build()?;
    step("build vidimus (release)", || {
        let mut command = Command::new(env!("CARGO"));
        command
            .args([
                "build",
                "--release",
                "--package",
                "vidimus-server",
                "--bin",
                "vidimus",
            ])
            .arg("--message-format=json-render-diagnostics")
            .current_dir(cache::root());
        let messages = quiet(&mut command)?;
        messages
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
            .next_back()
            .context("cargo did not say where the program is")
    })
}

/// Builds what is missing and serves it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("`cargo xtask run` takes no argument {unknown}");
    }
    // Told before the build, which takes minutes the first time.
    if TcpListener::bind(("127.0.0.1", PORT)).is_err() {
        bail!("port {PORT} is in use; stop what listens there and run the command again");
    }
    let program = build()?;
    let data = cache::root().join("data");
    fs::create_dir_all(&data)?;
    let client = client(&program, &data)?;
    let address = format!("127.0.0.1:{PORT}");
    let mut server = Command::new(&program)
        .args(["serve", "--demo", "--listen", &address, "--data"])
        .arg(&data)
        .args(["--public-url", &format!("http://localhost:{PORT}")])
        .stderr(Stdio::inherit())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    println!();
    println!("  demo page       http://localhost:{PORT}/");
    println!("  client id       {}", client.client_id);
    println!("  client secret   {}", client.client_secret);
    println!("  stop with Ctrl-C");
    println!();
    if let Some(output) = server.stdout.take() {
        for line in BufReader::new(output).lines() {
            println!("{}", line?);
        }
    }
    let status = server.wait()?;
    if status.success() {
        Ok(())
    } else {
        bail!("the server ended ({status})")
    }
}

#[derive(Serialize, Deserialize)]
struct Client {
    client_id: String,
    client_secret: String,
}

/// The ready-made client: made at the first run, kept beside the data it opens.
fn client(program: &Path, data: &Path) -> Result<Client> {
    let file = data.join("ready-made-client.json");
    if let Ok(text) = fs::read_to_string(&file) {
        if let Ok(client) = serde_json::from_str(&text) {
            return Ok(client);
        }
    }
    let mut command = Command::new(program);
    command
        .args(["client", "create", "--name", "ready-made", "--data"])
        .arg(data);
    let printed = quiet(&mut command)?;
    let client: Client =
        serde_json::from_str(&printed).context("`vidimus client create` printed no client")?;
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).truncate(true).mode(0o600);
    serde_json::to_writer(options.open(&file)?, &client)?;
    Ok(client)
}
