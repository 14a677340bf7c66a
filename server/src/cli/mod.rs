//! The command line: one file a command.

mod client;
mod serve;

use clap::{Parser, Subcommand};

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
    /// Manage the clients of the API.
    Client(client::Arguments),
}

/// Carries out the command that the program was called with.
///
/// # Errors
/// What went wrong, to be shown in one line.
pub fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Serve(arguments) => serve::main(arguments),
        Command::Client(arguments) => client::main(arguments),
    }
}
