//! Asks a service as many integrators at once would, while it verifies: `cargo xtask load`.
//!
//! Requests are sent at fixed times, whether the ones before were answered or not, and the time of an
//! answer counts from when its request was due: a service that falls behind cannot hide it.

#![expect(
    clippy::unwrap_used,
    reason = "a lock that a panic poisoned ends the measurement"
)]

mod engine;
mod figures;
mod service;
mod traffic;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};

use figures::Figures;
use service::Service;
use traffic::{Traffic, Verifying};

/// Where the service keeps its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    Sqlite,
    Postgres,
}

/// Puts a service under load and tells how it did.
#[derive(Parser)]
struct Arguments {
    /// The program `vidimus`.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// A passport that is verified over and over.
    #[arg(long, value_name = "FILE")]
    image: PathBuf,
    #[arg(long, value_enum, default_value = "sqlite")]
    rows: Rows,
    /// Requests a second; with 0 only verifications.
    #[arg(long, default_value_t = 200)]
    rate: u32,
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Verifications carried out at the same time.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// Verifications that wait or are carried out at any time; with 0 there are none.
    #[arg(long, default_value_t = 3)]
    queue: usize,
    /// Measure afterwards how fast the engine alone verifies on as many threads.
    #[arg(long)]
    engine: bool,
}

/// How often the service's memory is looked at.
const SAMPLE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let image = std::fs::read(&arguments.image)
        .with_context(|| format!("{} cannot be read", arguments.image.display()))?;
    let database = match arguments.rows {
        Rows::Sqlite => None,
        Rows::Postgres => Some(vidimus_postgres::shared()?.new_database()?),
    };
    let service = Service::start(&arguments.program, database.as_deref(), arguments.workers)?;
    let token = service.token().await?;
    let verifying = Arc::new(Verifying::new(&service, &token, &image));
    // Warm before anything is measured: the networks, the connections, the caches.
    verifying.one().await.context("the first verification")?;
    println!(
        "{:?}, {} requests/s for {} s, {} worker(s), {} verification(s) under way or waiting",
        arguments.rows, arguments.rate, arguments.seconds, arguments.workers, arguments.queue
    );

    let figures = Arc::new(Figures::default());
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let before = service.usage()?;
    let verifications: Vec<_> = (0..arguments.queue)
        .map(|_| tokio::spawn(Arc::clone(&verifying).until(end)))
        .collect();
    let memory = tokio::spawn(service.watch(SAMPLE, end));
    Traffic::new(&service, &token)
        .at(arguments.rate, end, &figures)
        .await?;
    for verification in verifications {
        verification.await??;
    }
    let memory = memory.await??;
    let after = service.usage()?;

    figures.print();
    let verified = verifying.done();
    let elapsed = verified.elapsed_s;
    println!(
        "\n{} verifications in {elapsed:.1} s: {:.2} a second; from start to verdict {}",
        verified.times.len(),
        verified.times.len() as f64 / elapsed,
        figures::spread(&verified.times),
    );
    println!(
        "processor of the service {:.1} s; memory {} MB before, {} MB after, at most {} MB",
        after.processor_s - before.processor_s,
        before.resident_mb,
        after.resident_mb,
        after.peak_mb
    );
    let samples: Vec<String> = memory.iter().map(ToString::to_string).collect();
    println!("memory every {} s: {}", SAMPLE.as_secs(), samples.join(" "));
    drop(service);
    if arguments.engine {
        let time = Duration::from_secs(20);
        let (image, at_a_time) = (image.clone(), arguments.workers);
        let alone = move || engine::alone(&image, at_a_time, time);
        let rate = tokio::task::spawn_blocking(alone).await??;
        println!("the engine alone, {at_a_time} at a time: {rate:.2} verifications a second");
    }
    ensure!(
        figures.refused() == 0,
        "not every request was answered as it should be"
    );
    Ok(())
}
