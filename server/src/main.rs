//! The program `vidimus`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match vidimus_server::cli::main() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, whatever RUST_BACKTRACE says.
            eprintln!("vidimus: {error:#}");
            ExitCode::FAILURE
        }
    }
}
