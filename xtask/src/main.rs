//! `cargo xtask`: everything that is done to the repository, in Rust, on a bare machine.

mod accuracy;
mod attacks;
mod bench;
mod browser;
mod cache;
mod checks;
mod contract;
mod dist;
mod dlib;
mod documents;
mod faces;
mod load;
mod manifest;
mod models;
mod onnx;
mod packages;
mod run;
mod schemathesis;
mod step;
mod test;
mod tflite;
mod tools;
mod variants;
mod viz;
mod wasm_target;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run          build what is missing, start the server on http://localhost:8080
  test         install what the tests need and run them all  [--quick: no browser]
  contract     every operation against the published OpenAPI document of the API, by
               default that in ../shared/reference  [FILE]
  build        the capture UI, models and static files into www/dist, then `vidimus`
  models       fetch and verify the models, list them with licence and size
  setup        install the tools that `run` and `test` would install
  accuracy     score the engine on ../shared/data, or on a folder like it
               [--documents: no faces] [--keep: compare later runs with this one]
               [--checks: only the security checks, on genuine and attacked pictures;
               --tuning: with the attacks that thresholds are chosen by]
  attacks      write forged and copied versions of the specimens of ../shared/data
               FOLDER  [--data FOLDER] [--set tuning|testing] [--program FILE]
  fairness     false matches and non-matches of groups of people, in a folder of
               photos with labels.csv (file,person,GROUP…)  FOLDER  [--program FILE]
  bench        speed and size beside their budgets, tesseract and onnxruntime-web
               [--native: no browser] [--peer FILE: another text recogniser beside ours]
  load         the server under load while it verifies: times of answers, memory, verifications
               a second  [--rows postgres] [--rate N] [--seconds N] [--workers N] [--queue N]
  lint         rustfmt and clippy
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "run" => run::run(&rest),
        "test" => test::test(&rest),
        "contract" => contract::contract(&rest),
        "build" => run::build().map(|_| ()),
        "models" => models::list(),
        "setup" => tools::everything(),
        "accuracy" => accuracy::accuracy(&rest),
        "attacks" => attacks::attacks(&rest),
        "fairness" => faces::fairness::fairness(&rest),
        "bench" => bench::bench(&rest),
        "load" => load::load(&rest),
        "lint" => test::lint(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(anyhow::anyhow!("there is no command `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
