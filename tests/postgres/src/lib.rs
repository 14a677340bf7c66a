//! A PostgreSQL server for tests, from Debian's package `postgresql`.
//!
//! ```no_run
//! let url = vidimus_postgres::shared()?.new_database()?;
//! # anyhow::Ok(())
//! ```
//!
//! A server keeps its files in a folder of its own and listens on a port of 127.0.0.1. It ends with
//! the program that started it, however that ends.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process};

use anyhow::{Context as _, Result, bail, ensure};

/// Where Debian keeps each version's programs.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Whoever runs the server; it refuses to run as root, and then Debian's user of this name does.
const USER: &str = "postgres";
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves, and ends when nobody holds its standard input any more; then removes the folder.
const KEEP: &str = r#"
    "$@" > "$FOLDER/log" 2>&1 &
    server=$!
    cat > /dev/null
    kill -QUIT $server
    wait $server
    rm -rf "$FOLDER"
"#;

/// A running server.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    /// Ends the server when it is dropped, for its standard input closes.
    keeper: Child,
}

/// The server that the tests of one program share.
///
/// # Errors
/// What keeps it from starting.
pub fn shared() -> Result<&'static Postgres> {
    static SHARED: OnceLock<Result<Postgres>> = OnceLock::new();
    let shared = SHARED.get_or_init(Postgres::start);
    shared
        .as_ref()
        .map_err(|error| anyhow::anyhow!("{error:#}"))
}

impl Postgres {
    /// Starts a server with a folder of its own.
    ///
    /// # Errors
    /// What keeps it from starting.
    pub fn start() -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let programs = programs()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("vidimus-postgres-{}-{number}", process::id()));
        fs::create_dir_all(&folder)?;
        if is_root() {
            done(Command::new("chown").arg(USER).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut make = as_user(&programs.join("initdb"));
        make.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--username",
            USER,
        ]);
        done(make.arg("--no-sync").arg("--pgdata").arg(&data))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let keeper = serve(&programs, &folder, port)?;
        let server = Self {
            programs,
            folder,
            port,
            keeper,
        };
        server.wait()?;
        Ok(server)
    }

    /// Makes an empty database and gives its URL.
    ///
    /// # Errors
    /// What the server says.
    pub fn new_database(&self) -> Result<String> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("vidimus_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        done(self.client("createdb").arg(&name))?;
        Ok(format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port))
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .args(["--host=127.0.0.1", "--username", USER])
            .arg(format!("--port={}", self.port));
        command
    }

    fn wait(&self) -> Result<()> {
        let begun = Instant::now();
        while done(&mut self.client("pg_isready")).is_err() {
            ensure!(
                begun.elapsed() < PATIENCE,
                "PostgreSQL does not start: {}",
                fs::read_to_string(self.folder.join("log")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Its folder goes with it.
        let _ = self.keeper.wait();
    }
}

fn serve(programs: &Path, folder: &Path, port: u16) -> Result<Child> {
    let mut keeper = as_user(Path::new("/bin/sh"));
    keeper
        .args(["-c", KEEP, "keeper"])
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        // What a test has written need not outlive the machine.
        .args(["-c", "fsync=off"])
        .env("FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    keeper.spawn().context("cannot start PostgreSQL")
}

/// The newest version's programs.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").is_file())
        .max_by_key(number);
    let newest = newest.with_context(|| {
        format!("{VERSIONS} holds no PostgreSQL: run `cargo xtask test`, which installs it")
    })?;
    Ok(newest.join("bin"))
}

fn is_root() -> bool {
    let own = Command::new("id").arg("-u").output();
    own.is_ok_and(|own| own.stdout.trim_ascii() == b"0")
}

fn as_user(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        let user = ["--reuid", USER, "--regid", USER, "--clear-groups", "--"];
        command.args(user).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The folder that the tests were started in may be nobody else's business.
    command.current_dir("/");
    command
}

fn done(command: &mut Command) -> Result<Output> {
    let output = command
        .output()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            command.get_program().display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(output)
}
