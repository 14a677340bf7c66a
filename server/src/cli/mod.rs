//! The command line: one file a command.

mod backup;
mod client;
mod compare;
mod copy;
mod faces;
mod installation;
mod key;
mod migrate;
mod openapi;
mod read;
mod serve;
mod settings;
mod stopwatch;
mod verify;
mod worker;
mod working;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use jiff::civil::Date;
use vidimus_engine::{Policy, PolicyDocument};

use crate::clock::{Clock as _, SystemClock};

/// Open identity verification.
#[derive(Debug, Parser)]
#[command(name = "vidimus", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, the capture pages and the demo page.
    Serve(serve::Arguments),
    /// Carry out verifications and deliveries of an installation that others serve.
    Worker(worker::Arguments),
    /// Manage the clients of the API.
    Client(client::Arguments),
    /// Make a master key.
    Key(key::Arguments),
    /// Bring the database's schema up to date, as `serve` and `worker` do when they start.
    Migrate(migrate::Arguments),
    /// Copy all rows and images to another place, such as from SQLite to PostgreSQL.
    Copy(copy::Arguments),
    /// Copy a data folder while it is being served.
    Backup(backup::Arguments),
    /// Verify one document, with or without a selfie, and print the report.
    Verify(verify::Arguments),
    /// Read documents and print one JSON line an image.
    Read(read::Arguments),
    /// Find faces and print one JSON line an image.
    Faces(faces::Arguments),
    /// Compare faces and print one JSON line a pair.
    Compare(compare::Arguments),
    /// Print the OpenAPI document of the API, as the server gives it at /openapi.json.
    Openapi,
}

/// Carries out the command that the program was called with.
///
/// # Errors
/// What went wrong, to be shown in one line.
pub fn main() -> anyhow::Result<()> {
    let line: Vec<OsString> = std::env::args_os().collect();
    let mut command = settings::extended(Arguments::command());
    if let Some(file) = settings::file(&command, &line) {
        command = settings::with_file(command, &file)?;
    }
    let matches = command.clone().get_matches_from(line);
    if let Some(text) = settings::printed(&command, &matches) {
        print!("{text}");
        return Ok(());
    }
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match arguments.command {
        Command::Serve(arguments) => serve::main(arguments),
        Command::Worker(arguments) => worker::main(arguments),
        Command::Client(arguments) => client::main(arguments),
        Command::Key(arguments) => key::main(arguments),
        Command::Migrate(arguments) => migrate::main(&arguments),
        Command::Copy(arguments) => copy::main(arguments),
        Command::Backup(arguments) => backup::main(arguments),
        Command::Verify(arguments) => verify::main(arguments),
        Command::Read(arguments) => read::main(arguments),
        Command::Faces(arguments) => faces::main(arguments),
        Command::Compare(arguments) => compare::main(arguments),
        Command::Openapi => openapi::main(),
    }
}

/// Prints one JSON line; a reader that went away (`| head`) ends the program quietly.
fn print_line(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print(serde_json::to_vec(value)?)
}

/// The same for any text.
fn print(mut text: Vec<u8>) -> anyhow::Result<()> {
    text.push(b'\n');
    match std::io::stdout().lock().write_all(&text) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => Ok(other?),
    }
}

/// The policy of a file, or the standard one.
fn policy_document(file: Option<&Path>) -> anyhow::Result<PolicyDocument> {
    let Some(file) = file else {
        return Ok(PolicyDocument::default());
    };
    let json = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    PolicyDocument::parse(&json).with_context(|| format!("{}", file.display()))
}

/// The same on a day, or today.
fn policy(file: Option<&Path>, today: Option<Date>) -> anyhow::Result<Policy> {
    let document = policy_document(file)?;
    Ok(match today {
        Some(today) => document.on(today),
        None => document.at(SystemClock.now()),
    })
}
