//! `vidimus client create`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::Database;
use crate::auth::new_client;
use crate::clock::{Clock as _, SystemClock};
use crate::domain::RedirectPrefix;
use crate::service::open_store;
use crate::store::Clients as _;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a client and print its id and secret; the secret is shown this once.
    Create(Create),
}

#[derive(Debug, Args)]
struct Create {
    /// The data folder of the service, which may be running.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// A name for people.
    #[arg(long)]
    name: String,
    /// Where its flows may redirect to, as the beginning of a URL; may be
    /// repeated. Without one, any http(s) URL is allowed.
    #[arg(long, value_name = "URL")]
    redirect_url_prefix: Vec<String>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    let Command::Create(create) = arguments.command;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run(create))
}

async fn run(create: Create) -> anyhow::Result<()> {
    let prefixes = create
        .redirect_url_prefix
        .iter()
        .map(|text| RedirectPrefix::parse(text))
        .collect::<Result<_, _>>()?;
    let (client, secret) = new_client(create.name, prefixes, SystemClock.now())?;
    let store = open_store(&create.data, create.database.url.as_ref()).await?;
    store.add_client(&client).await?;
    let shown = json!({ "client_id": client.id.as_str(), "client_secret": secret.expose() });
    println!("{shown}");
    Ok(())
}
