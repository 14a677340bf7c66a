//! Every operation of the published document, with every status that it documents, over a real
//! socket. `$VIDIMUS_CONTRACT` names the document, which is not in this repository.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configurations;
mod deviations;
mod document;
mod dossiers;
mod elsewhere;
mod pictures;
mod processes;
mod record;
mod refusals;
mod results;
#[path = "../api/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the tests in tests/api use more of it"
)]
mod support;

use std::path::PathBuf;
use std::sync::Arc;

use record::{Contract, Integrator};
use support::{Server, Setup};
use vidimus_server::domain::Provider;

const DOCUMENT: &str = "VIDIMUS_CONTRACT";

#[tokio::test]
#[ignore = "needs the published document, in VIDIMUS_CONTRACT: run `cargo xtask contract`"]
async fn every_operation_answers_as_published() {
    let file = std::env::var_os(DOCUMENT).map(PathBuf::from);
    let file = file.unwrap_or_else(|| panic!("{DOCUMENT} is not set: run `cargo xtask contract`"));
    let contract = Contract::of(&file);
    let server = Server::with(Setup {
        connections: [Provider::Onfido, Provider::ReadId]
            .map(|provider| (provider, Arc::new(elsewhere::Elsewhere) as _))
            .into(),
        ..Setup::default()
    })
    .await;
    let bank = Integrator {
        contract: &contract,
        asker: server.client("bank").await,
    };
    refusals::without_a_token(&server, &contract).await;
    refusals::of_what_is_not_there(&bank).await;
    dossiers::all(&server, &bank).await;
    configurations::all(&bank).await;
    processes::all(&bank).await;
    pictures::all(&bank).await;
    results::all(&server, &bank).await;

    let (wrong, summary) = contract.judge();
    println!("\n{summary}");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
