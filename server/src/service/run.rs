//! Running: the listener, the workers, the sweep.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::{App, audit};
use crate::domain::TIME_TO_COMPLETE;
use crate::events;
use crate::ids::{hex, random_bytes};
use crate::jobs;
use crate::problem::causes;
use crate::routes;
use crate::store::Worker;

/// How often overdue processes are looked for. Reading one settles it at once.
const SWEEP: Duration = Duration::from_secs(30);
/// How long a verification under way may take to end when the service stops.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until `shutdown` is ready, then ends what is under way, or gives it back to the queue.
///
/// # Errors
/// What the listener says, or the queue when it cannot be read at the start.
pub async fn run(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let background = Background::start(&app).await?;
    let stop = app.stop.clone();
    let service =
        routes::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(async move {
        shutdown.await;
        stop.send_replace(true);
    });
    let mut stopping = app.stopping();
    let served = tokio::select! {
        served = async { served.await } => served,
        // A request that does not end by itself, such as an upload that stands still.
        () = async {
            let _ = stopping.wait_for(|stopped| *stopped).await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    };
    background.stop(&app).await;
    served
}

/// Carries out verifications and deliveries until `shutdown` is ready, without serving anything.
///
/// # Errors
/// What the queue says when it cannot be read at the start.
pub async fn run_worker(app: Arc<App>, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let background = Background::start(&app).await?;
    shutdown.await;
    background.stop(&app).await;
    Ok(())
}

/// What goes on beside the requests.
struct Background {
    tasks: JoinSet<()>,
    audit: JoinHandle<()>,
}

impl Background {
    async fn start(app: &Arc<App>) -> io::Result<Self> {
        let freed = app
            .store
            .free_jobs_of_node(&app.node)
            .await
            .map_err(io::Error::other)?;
        if freed > 0 {
            tracing::info!(freed, "taking up the verifications of an earlier run");
        }
        let mut tasks = JoinSet::new();
        let run = hex(&random_bytes::<8>().map_err(io::Error::other)?);
        if app.verifies() {
            for number in 0..app.workers {
                let worker = Worker {
                    node: app.node.clone(),
                    name: format!("{run}-{number}"),
                };
                tasks.spawn(jobs::work(Arc::clone(app), app.verifier.clone(), worker));
            }
        }
        tasks.spawn(events::deliver(Arc::clone(app), format!("{run}-events")));
        tasks.spawn(sweep(Arc::clone(app)));
        Ok(Self {
            tasks,
            audit: tokio::spawn(audit::write(Arc::clone(app))),
        })
    }

    async fn stop(mut self, app: &App) {
        app.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            // Nobody renews their leases any more; others need not wait until these run out.
            self.tasks.abort_all();
            match app.store.free_jobs_of_node(&app.node).await {
                Ok(returned) => tracing::warn!(returned, "verifications did not end in time"),
                Err(error) => {
                    tracing::error!(cause = causes(&error), "verifications cannot be returned");
                }
            }
        }
        let _ = tokio::time::timeout(GRACE, app.audit.flush()).await;
        self.audit.abort();
    }
}

/// Fails the processes whose time has run out, so that watchers and lists learn of it, and deletes what
/// has been kept long enough.
async fn sweep(app: Arc<App>) {
    let mut stop = app.stopping();
    while !*stop.borrow() {
        let now = app.now();
        match app.store.expire_pending(now - TIME_TO_COMPLETE, now).await {
            Ok(expired) => expired
                .into_iter()
                .for_each(|process| app.announce(process)),
            Err(error) => tracing::error!(cause = causes(&error), "the sweep failed"),
        }
        match app.purge().await {
            Ok(0) => {}
            Ok(purged) => tracing::info!(purged, "dossiers were kept long enough"),
            Err(error) => tracing::error!(?error, "dossiers cannot be purged"),
        }
        app.limits.forget();
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = stop.changed() => {}
        }
    }
}
