//! `cargo xtask test` and `cargo xtask lint`.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::browser::Browser;
use crate::step::{built, long_step, loud};
use crate::tools::WebTools;
use crate::{browser, cache, contract, dist, models, run, schemathesis, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// Pictures of real specimens. Their terms do not allow them in this repository.
const SPECIMENS: &str = "../shared/data/documents";

/// Installs what the tests need and runs them all.
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let quick = match arguments {
        [] => false,
        [flag] if flag == "--quick" => true,
        [unknown, ..] => bail!("`cargo xtask test` does not know {unknown}"),
    };
    let started = Instant::now();
    database()?;
    if quick {
        headline("native, without browsers");
        loud(
            cargo()
                .args(["test", "--workspace", "--exclude", "vidimus-tests"])
                .env("VIDIMUS_FACE_DETECTION", face_detection(&models::ready()?)?),
        )?;
    } else {
        let web = tools::web()?;
        let browser = browser::ready()?;
        dist::folder()?;
        let specimen = long_step("compile the native tests", || {
            built(
                cargo().args(["test", "--workspace", "--no-run"]),
                "specimen",
            )
        })?;
        dist::build(&specimen)?;
        let models = models::ready()?;
        // With what `dist::build` made in it, as it is shipped.
        let program = run::program("vidimus")?;
        headline("native: units, API, use cases, journeys in Chromium");
        let mut tests = cargo();
        tests
            .args(["test", "--workspace"])
            .env("CHROMIUM", &browser.chromium)
            .env("CHROMEDRIVER", &browser.chromedriver)
            .env("VIDIMUS_FACE_DETECTION", face_detection(&models)?)
            .env("VIDIMUS_PORTRAITS", dist::portraits(&models)?)
            .env("VIDIMUS_PROGRAM", program);
        let specimens = cache::root().join(SPECIMENS);
        if specimens.is_dir() {
            tests.env("VIDIMUS_SPECIMENS", specimens);
        } else {
            println!("left out: the use cases on real specimens, {SPECIMENS} is not there");
        }
        loud(&mut tests)?;
        headline("native: the API against its published document");
        contract::where_published()?;
        headline("native: the API as schemathesis sees it");
        schemathesis::run()?;
        headline("native: the API on PostgreSQL");
        loud(
            cargo()
                .args(["test", "--package", "vidimus-tests", "--test", "api"])
                .env("VIDIMUS_TESTS_STORE", "postgres"),
        )?;
        for package in ["vidimus-engine", "vidimus-capture-ui"] {
            headline(&format!("{package} in Chromium"));
            wasm(&web, &browser, package)?;
        }
    }
    println!(
        "\nall tests passed in {:.0} s",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// PostgreSQL, for the store's tests.
fn database() -> Result<()> {
    if !Path::new("/usr/lib/postgresql").is_dir() {
        tools::apt(&["postgresql"], "a PostgreSQL server for the tests")?;
    }
    Ok(())
}

/// The one network of the engine's tests that is not in this repository.
fn face_detection(models: &[models::Ready]) -> Result<&Path> {
    Ok(&models::named(models, "face-detection")?.file)
}

fn wasm(web: &WebTools, browser: &Browser, package: &str) -> Result<()> {
    loud(
        web.command("cargo")?
            .args(["test", "--package", package, "--target", TARGET])
            .env("CHROMEDRIVER", &browser.chromedriver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300"),
    )
}

/// Formatting and lints.
pub(crate) fn lint() -> Result<()> {
    headline("rustfmt");
    loud(cargo().args(["fmt", "--all", "--check"]))?;
    headline("clippy");
    loud(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(cache::root());
    command
}

fn headline(what: &str) {
    println!("\n── {what}");
}
