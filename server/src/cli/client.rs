//! `vidimus client create | list | rotate | revoke`

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use serde_json::json;

use super::installation::Rows;
use super::print_line;
use crate::auth::{new_client, rotate_secret};
use crate::clock::{Clock as _, SystemClock, wire_time};
use crate::domain::{Client, RedirectPrefix, Scope};
use crate::ids::ClientId;
use crate::store::Clients as _;
use crate::store::sql::SqlStore;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a client and print its id and secret; the secret is shown this once.
    Create(Create),
    /// Print all clients, one JSON line each, without secrets.
    List(Rows),
    /// Give a client a new secret and print it; the one before is accepted for a while.
    Rotate(Rotate),
    /// Accept nothing of a client any more; its dossiers stay until they are purged.
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct Create {
    #[command(flatten)]
    rows: Rows,
    /// A name for people.
    #[arg(long)]
    name: String,
    /// Where its flows may redirect to, as the beginning of a URL; may be
    /// repeated. Without one, any http(s) URL is allowed.
    #[arg(long, value_name = "URL")]
    redirect_url_prefix: Vec<String>,
    /// What it may do beside the API's operations: `assure:purge` (delete all
    /// dossiers at once), `assure:audit` (read the audit log); may be repeated.
    #[arg(long, value_name = "SCOPE", value_parser = scope)]
    scope: Vec<Scope>,
    /// How many days its dossiers are kept after their last change, when not as
    /// long as the service keeps those of others.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36500))]
    retention_days: Option<u32>,
}

#[derive(Debug, Args)]
struct Rotate {
    #[command(flatten)]
    rows: Rows,
    /// The client's id.
    #[arg(value_parser = client_id)]
    id: ClientId,
    /// How long the secret before is still accepted, in hours.
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    keep_hours: u32,
}

#[derive(Debug, Args)]
struct Revoke {
    #[command(flatten)]
    rows: Rows,
    /// The client's id.
    #[arg(value_parser = client_id)]
    id: ClientId,
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text).ok_or_else(|| format!("the scopes are {}", Scope::join(&Scope::ALL)))
}

fn client_id(text: &str) -> Result<ClientId, String> {
    ClientId::parse(text).ok_or_else(|| "a client id is vc- and 16 hexadecimal digits".to_owned())
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            match arguments.command {
                Command::Create(create) => self::create(create).await,
                Command::List(rows) => list(&rows).await,
                Command::Rotate(rotate) => self::rotate(rotate).await,
                Command::Revoke(revoke) => self::revoke(revoke).await,
            }
        })
}

async fn create(create: Create) -> anyhow::Result<()> {
    let prefixes = create
        .redirect_url_prefix
        .iter()
        .map(|text| RedirectPrefix::parse(text))
        .collect::<Result<_, _>>()?;
    let mut scopes = vec![Scope::Api];
    scopes.extend(create.scope);
    scopes.sort_unstable();
    scopes.dedup();
    let (client, secret) = new_client(create.name, prefixes, scopes, SystemClock.now())?;
    let client = Client {
        retention_days: create.retention_days,
        ..client
    };
    create.rows.open().await?.add_client(&client).await?;
    print_line(&json!({ "client_id": client.id.as_str(), "client_secret": secret.expose() }))
}

async fn list(rows: &Rows) -> anyhow::Result<()> {
    for client in rows.open().await?.clients().await? {
        let prefixes = client.redirect_prefixes.iter();
        let prefixes: Vec<&str> = prefixes.map(RedirectPrefix::as_str).collect();
        print_line(&json!({
            "client_id": client.id.as_str(),
            "name": client.name,
            "scope": Scope::join(&client.scopes),
            "redirect_url_prefixes": prefixes,
            "retention_days": client.retention_days,
            "created_at": wire_time(client.created_at),
            "revoked_at": client.revoked_at.map(wire_time),
        }))?;
    }
    Ok(())
}

async fn rotate(rotate: Rotate) -> anyhow::Result<()> {
    let store = rotate.rows.open().await?;
    let mut client = found(&store, &rotate.id).await?;
    if client.revoked_at.is_some() {
        bail!("{} is revoked: make a new client", rotate.id);
    }
    let keep = SignedDuration::from_hours(i64::from(rotate.keep_hours));
    let secret = rotate_secret(&mut client, SystemClock.now() + keep)?;
    store.replace_client(&client).await?;
    print_line(&json!({ "client_id": client.id.as_str(), "client_secret": secret.expose() }))
}

async fn revoke(revoke: Revoke) -> anyhow::Result<()> {
    let store = revoke.rows.open().await?;
    let client = found(&store, &revoke.id).await?;
    let revoked = Client {
        secret: None,
        previous_secret: None,
        revoked_at: client.revoked_at.or(Some(SystemClock.now())),
        ..client
    };
    store.replace_client(&revoked).await?;
    Ok(())
}

async fn found(store: &SqlStore, id: &ClientId) -> anyhow::Result<Client> {
    let client = store.client(id).await?;
    client.with_context(|| format!("there is no client {id}; `vidimus client list` shows them"))
}
