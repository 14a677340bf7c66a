//! `vidimus serve`

use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;

use super::working::{Working, terminated};
use crate::limits::{Rate, Rates};
use crate::service::{Config, run};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where browsers and clients reach the service, when not at the listening address.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Who asks is named by the proxy in front, last in `X-Forwarded-For`.
    #[arg(long)]
    behind_proxy: bool,
    /// Offer the demo page's endpoints, which let anybody start a verification, and make a master key
    /// where there is none.
    #[arg(long)]
    demo: bool,
    /// Requests of one client, `PER_SECOND/AT_ONCE`, on each program that serves.
    #[arg(long, value_name = "RATE", default_value_t = Rates::default().client)]
    client_rate: Rate,
    /// Of these, uploads, verifications, matching, watermarks and redactions.
    #[arg(long, value_name = "RATE", default_value_t = Rates::default().heavy)]
    heavy_rate: Rate,
    /// Requests from one address, with or without a client's token.
    #[arg(long, value_name = "RATE", default_value_t = Rates::default().address)]
    address_rate: Rate,
    /// Of these, requests for tokens.
    #[arg(long, value_name = "RATE", default_value_t = Rates::default().token)]
    token_rate: Rate,
    #[command(flatten)]
    working: Working,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    arguments.working.runtime()?.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.listen))?;
    let address = listener.local_addr()?;
    let public_url = match arguments.public_url {
        Some(url) => {
            crate::domain::http_rest(&url).context("--public-url is an absolute http(s) URL")?;
            url.trim_end_matches('/').to_owned()
        }
        None => local_url(address),
    };
    let behind_proxy = arguments.behind_proxy;
    let rates = Rates {
        client: arguments.client_rate,
        heavy: arguments.heavy_rate,
        address: arguments.address_rate,
        token: arguments.token_rate,
    };
    let opened = arguments
        .working
        .open(public_url.clone(), arguments.demo, |config| Config {
            rates,
            behind_proxy,
            ..config
        });
    let app = opened.await?;
    tracing::info!(%address, public_url, "serving");
    run(app, listener, terminated()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Browsers give a page the camera on `localhost`, but not on every spelling of it.
fn local_url(address: SocketAddr) -> String {
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}
