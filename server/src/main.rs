//! The program `vidimus`.

fn main() -> anyhow::Result<()> {
    vidimus_server::cli::main()
}
