//! Shares with their intervals.

use std::fmt;

/// Quantile of the normal distribution for 95 %, both sides.
const Z: f64 = 1.959_964;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) some: usize,
    pub(crate) all: usize,
}

impl Share {
    pub(crate) fn of(values: impl IntoIterator<Item = bool>) -> Self {
        let start = Self::default();
        values.into_iter().fold(start, |share, one| Self {
            some: share.some + usize::from(one),
            all: share.all + 1,
        })
    }

    /// Wilson's interval at 95 %, 0 to 1.
    pub(crate) fn interval(self) -> (f64, f64) {
        if self.all == 0 {
            return (0.0, 1.0);
        }
        let (all, share) = (self.all as f64, self.some as f64 / self.all as f64);
        let scale = 1.0 + Z * Z / all;
        let middle = (share + Z * Z / (2.0 * all)) / scale;
        let spread = (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
        let half = Z * spread / scale;
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = 100.0 * self.some as f64 / self.all.max(1) as f64;
        let (low, high) = self.interval();
        let text = format!(
            "{:>4} of {:<4} {percent:>5.1} % ({:.1} to {:.1})",
            self.some,
            self.all,
            100.0 * low,
            100.0 * high
        );
        formatter.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_wilsons() {
        let near = |share: Share, low: f64, high: f64| {
            let found = share.interval();
            (found.0 - low).abs() < 5e-4 && (found.1 - high).abs() < 5e-4
        };
        assert!(near(Share { some: 0, all: 10 }, 0.0, 0.2775));
        assert!(near(Share { some: 8, all: 10 }, 0.4902, 0.9433));
        assert!(near(Share { some: 50, all: 100 }, 0.4038, 0.5962));
        assert_eq!(Share::default().interval(), (0.0, 1.0));
        assert_eq!(Share::of([true, false, true]), Share { some: 2, all: 3 });
    }
}
