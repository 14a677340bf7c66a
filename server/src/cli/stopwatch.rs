//! Wall time and the processor time of this process.

use std::time::Instant;

/// Measures from its start.
pub(super) struct Stopwatch {
    wall: Instant,
    cpu: Option<f64>,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            wall: Instant::now(),
            cpu: process_cpu_seconds(),
        }
    }

    /// Wall and processor seconds since the start. Where the system does not tell the latter, it
    /// is the former.
    pub(super) fn seconds(&self) -> (f64, f64) {
        let wall = self.wall.elapsed().as_secs_f64();
        let cpu = match (self.cpu, process_cpu_seconds()) {
            (Some(start), Some(end)) => end - start,
            _ => wall,
        };
        let rounded = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
        (rounded(wall), rounded(cpu))
    }
}

/// From `/proc/self/stat`, in ticks of 10 ms (Linux's `USER_HZ` is 100 on every platform).
fn process_cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field, the program's name, may hold spaces; the rest follows its bracket.
    let after_name = stat.rsplit_once(')')?.1;
    let mut fields = after_name.split_ascii_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_wall_and_processor_time() {
        let stopwatch = Stopwatch::start();
        let mut sum = 0_u64;
        while stopwatch.wall.elapsed().as_millis() < 120 {
            sum = std::hint::black_box(sum + 1);
        }
        let (wall, cpu) = stopwatch.seconds();
        assert!(
            wall >= 0.12 && cpu >= 0.0 && cpu <= wall + 1.0,
            "{wall} {cpu}"
        );
    }
}
