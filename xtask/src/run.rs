//! `cargo xtask build` and `cargo xtask run`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::step::{built, long_step, quiet};
use crate::{cache, dist};

const PORT: u16 = 8080;

/// Builds the web parts and the program; gives the program's path.
pub(crate) fn build() -> Result<PathBuf> {
    let specimen = program("specimen")?;
    dist::build(&specimen)?;
    program("vidimus")
}

/// One of our programs. Both are built from the same packages, whichever is asked for: cargo would
/// otherwise choose other features for their dependencies and compile those twice.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    long_step(&format!("build {name} (release)"), || {
        built(
            Command::new(env!("CARGO"))
                .args(["build", "--release", "--bin", name])
                .args(["--package", "vidimus-server", "--package", "vidimus-tests"])
                .current_dir(cache::root()),
            name,
        )
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
    if let Ok(text) = fs::read_to_string(&file)
        && let Ok(client) = serde_json::from_str(&text)
    {
        return Ok(client);
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
