//! Times of answers, by operation.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

#[derive(Default)]
struct Own {
    times: Vec<Duration>,
    refused: BTreeMap<String, usize>,
}

/// What was measured.
#[derive(Default)]
pub(crate) struct Figures {
    operations: Mutex<BTreeMap<&'static str, Own>>,
}

impl Figures {
    /// An answer as it should be, and how long it took from when its request was due.
    pub(crate) fn answered(&self, operation: &'static str, time: Duration) {
        let mut operations = self.operations.lock().unwrap();
        operations.entry(operation).or_default().times.push(time);
    }

    /// Any other answer, or none.
    pub(crate) fn refused(&self) -> usize {
        let operations = self.operations.lock().unwrap();
        operations
            .values()
            .flat_map(|own| own.refused.values())
            .sum()
    }

    pub(crate) fn wrong(&self, operation: &'static str, why: String) {
        let mut operations = self.operations.lock().unwrap();
        let refused = &mut operations.entry(operation).or_default().refused;
        *refused.entry(why).or_default() += 1;
    }

    pub(crate) fn print(&self) {
        let operations = self.operations.lock().unwrap();
        let mut all = Vec::new();
        for (name, own) in operations.iter() {
            println!("{name:>22} {:>7} {}", own.times.len(), spread(&own.times));
            for (why, count) in &own.refused {
                println!("{:>22} {count:>7} {why}", "WRONG");
            }
            all.extend(&own.times);
        }
        println!("{:>22} {:>7} {}", "all", all.len(), spread(&all));
    }
}

/// Median, 99th and 99.9th percentile, and the longest.
pub(crate) fn spread(times: &[Duration]) -> String {
    let mut sorted: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let last = sorted.len().saturating_sub(1);
        sorted
            .get((last as f64 * share).round() as usize)
            .copied()
            .unwrap_or(f64::NAN)
    };
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, p99.9 {:.1} ms, most {:.1} ms",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    )
}
