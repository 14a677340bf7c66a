//! What is counted and timed, for Prometheus.
//!
//! Labels are routes, methods, statuses and states: never an id, an address or a name.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::store::Backlog;

/// Upper ends of the classes of answers, in seconds.
const REQUEST_SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
/// The same of verifications.
const VERIFICATION_SECONDS: [f64; 9] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct State {
    state: String,
}

/// The meters of one service.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_seconds: Family<Route, Histogram>,
    verifications: Family<State, Counter>,
    verification_seconds: Histogram,
    deliveries: Family<State, Counter>,
    audit_lines_lost: Counter,
    backlog: Gauge,
    oldest_seconds: Gauge<f64, AtomicU64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("vidimus");
        let metrics = Self {
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(|| Histogram::new(REQUEST_SECONDS)),
            verifications: Family::default(),
            verification_seconds: Histogram::new(VERIFICATION_SECONDS),
            deliveries: Family::default(),
            audit_lines_lost: Counter::default(),
            backlog: Gauge::default(),
            oldest_seconds: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register(
            "build",
            "This program",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register(
            "http_requests",
            "Requests answered",
            metrics.requests.clone(),
        );
        registry.register_with_unit(
            "http_request_duration",
            "From the last header of a request to the first of its answer",
            Unit::Seconds,
            metrics.request_seconds.clone(),
        );
        registry.register(
            "verifications",
            "Verifications by what became of them: a final status, error (tried again) or lost (to \
             another worker, or deleted)",
            metrics.verifications.clone(),
        );
        registry.register_with_unit(
            "verification_duration",
            "From the lease of a job to its end",
            Unit::Seconds,
            metrics.verification_seconds.clone(),
        );
        registry.register(
            "event_deliveries",
            "Attempts to deliver an event by the state after it",
            metrics.deliveries.clone(),
        );
        registry.register(
            "audit_lines_lost",
            "Lines of the audit log that could not be written",
            metrics.audit_lines_lost.clone(),
        );
        registry.register(
            "jobs_waiting",
            "Verifications that nobody carries out yet",
            metrics.backlog.clone(),
        );
        registry.register_with_unit(
            "jobs_oldest_waiting",
            "How long the oldest of them has waited",
            Unit::Seconds,
            metrics.oldest_seconds.clone(),
        );
        Self {
            registry,
            ..metrics
        }
    }

    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, elapsed: Duration) {
        self.requests
            .get_or_create(&Request {
                method: method.to_owned(),
                route: route.to_owned(),
                status,
            })
            .inc();
        self.request_seconds
            .get_or_create(&Route {
                route: route.to_owned(),
            })
            .observe(elapsed.as_secs_f64());
    }

    pub(crate) fn verified(&self, state: &str, elapsed: Duration) {
        self.verifications
            .get_or_create(&State {
                state: state.to_owned(),
            })
            .inc();
        self.verification_seconds.observe(elapsed.as_secs_f64());
    }

    pub(crate) fn delivered(&self, state: &str) {
        self.deliveries
            .get_or_create(&State {
                state: state.to_owned(),
            })
            .inc();
    }

    /// Counts lines of the audit log that could not be written.
    pub(crate) fn audit_lines_lost(&self) -> Counter {
        self.audit_lines_lost.clone()
    }

    /// All of it as `OpenMetrics` text.
    pub(crate) fn text(&self, backlog: &Backlog) -> String {
        self.backlog.set(i64::from(backlog.waiting));
        self.oldest_seconds.set(backlog.oldest.as_secs_f64());
        let mut written = String::new();
        // Writing into a string does not fail.
        let _ = text::encode(&mut written, &self.registry);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told() {
        let metrics = Metrics::new();
        let ms = Duration::from_millis;
        metrics.answered("GET", "/assure/dossiers/{dossierId}", 200, ms(3));
        metrics.answered("GET", "/assure/dossiers/{dossierId}", 200, ms(700));
        metrics.verified("accepted", ms(900));
        metrics.delivered("delivered");
        metrics.audit_lines_lost().inc_by(2);
        let told = metrics.text(&Backlog {
            waiting: 4,
            oldest: ms(1500),
        });
        for line in [
            "vidimus_http_requests_total{method=\"GET\",route=\"/assure/dossiers/{dossierId}\",status=\"200\"} 2",
            "vidimus_http_request_duration_seconds_bucket{le=\"0.005\",route=\"/assure/dossiers/{dossierId}\"} 1",
            "vidimus_verifications_total{state=\"accepted\"} 1",
            "vidimus_verification_duration_seconds_bucket{le=\"1.0\"} 1",
            "vidimus_event_deliveries_total{state=\"delivered\"} 1",
            "vidimus_audit_lines_lost_total 2",
            "vidimus_jobs_waiting 4",
            "vidimus_jobs_oldest_waiting_seconds 1.5",
            "# EOF",
        ] {
            assert!(told.lines().any(|own| own == line), "{line}\n\n{told}");
        }
    }
}
