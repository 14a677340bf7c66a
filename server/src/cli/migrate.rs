//! `vidimus migrate`

use clap::Args;

use super::installation::Rows;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    rows: Rows,
}

pub(super) fn main(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build()?;
    let store = runtime.block_on(arguments.rows.open())?;
    let version = runtime.block_on(store.schema_version())?;
    println!("the schema is up to date: version {version}");
    Ok(())
}
