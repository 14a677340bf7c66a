//! `vidimus worker`

use anyhow::ensure;
use clap::Args;

use super::working::{Working, terminated};
use crate::service::run_worker;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    working: Working,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    arguments.working.runtime()?.block_on(work(arguments))
}

async fn work(arguments: Arguments) -> anyhow::Result<()> {
    // It makes no links: nobody reaches it.
    let opened = arguments
        .working
        .open(String::new(), false, |config| config);
    let app = opened.await?;
    ensure!(
        app.verifies(),
        "there are no models: this worker could carry out nothing"
    );
    tracing::info!("working");
    run_worker(app, terminated()).await?;
    tracing::info!("stopped");
    Ok(())
}
