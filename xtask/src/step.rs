//! Says each step with its time, and runs other programs quietly unless they fail.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// Runs one step of the set-up: a spinner while it lasts, a line with its time at the end.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let spinner = spinner(what);
    if spinner.is_hidden() {
        eprintln!("  … {what}");
    }
    let outcome = work();
    spinner.finish_and_clear();
    finished(what, started, outcome.is_ok());
    outcome
}

/// Turns while something lasts; `finish_and_clear` takes it away.
pub(crate) fn spinner(what: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("  {spinner} {msg} [{elapsed_precise}]") {
        spinner.set_style(style);
    }
    spinner.set_message(what.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

/// Runs a step that shows progress of its own.
pub(crate) fn long_step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    eprintln!("  … {what}");
    let outcome = work();
    finished(what, started, outcome.is_ok());
    outcome
}

fn finished(what: &str, started: Instant, well: bool) {
    let seconds = started.elapsed().as_secs_f32();
    let mark = if well { '✓' } else { '✗' };
    eprintln!("  {mark} {what} ({seconds:.1} s)");
    let _ = std::io::stderr().flush();
}

/// Runs a program to its end; its output is shown only when it fails.
pub(crate) fn quiet(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{program}` could not be started"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let tail: Vec<&str> = said.lines().rev().take(30).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join("\n    ");
    let hint = explain(&said);
    bail!("`{program}` failed ({}){hint}\n    {tail}", output.status)
}

/// Runs a program whose output the person should see.
pub(crate) fn loud(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("`{program}` could not be started"))?;
    if !status.success() {
        bail!("`{program}` failed ({status})");
    }
    Ok(())
}

/// Builds with cargo, whose progress the person sees, and gives the path of one of the programs.
pub(crate) fn built(command: &mut Command, program: &str) -> Result<PathBuf> {
    let output = command
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("`cargo` could not be started")?;
    if !output.status.success() {
        bail!("`cargo` failed ({})", output.status);
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|m| m["target"]["name"] == program && m["profile"]["test"] == false)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .with_context(|| format!("cargo did not say where `{program}` is"))
}

/// One clear sentence for the failures that are nobody's bug.
fn explain(said: &str) -> &'static str {
    let said = said.to_lowercase();
    if said.contains("no space left") {
        ": the disk is full; make room and run the command again"
    } else if said.contains("could not resolve")
        || said.contains("temporary failure in name resolution")
        || said.contains("network is unreachable")
        || said.contains("connection refused")
        || said.contains("enotfound")
    {
        ": the network or the package registry cannot be reached; connect and run it again"
    } else if said.contains("are you root") || said.contains("permission denied") {
        ": this needs root; run it as root once, or install the named packages yourself"
    } else {
        ""
    }
}

/// Whether a program is on the PATH.
pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| is_executable(&folder.join(program)))
    })
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_shows_its_last_words() {
        let error = quiet(Command::new("sh").args(["-c", "echo boom >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("boom"), "{error}");
    }

    #[test]
    fn a_full_disk_is_named() {
        let script = "echo 'write: No space left on device' >&2; exit 1";
        let error = quiet(Command::new("sh").args(["-c", script])).unwrap_err();
        assert!(error.to_string().contains("disk is full"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = quiet(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(
            error.to_string().contains("no-such-program-here"),
            "{error}"
        );
    }
}
