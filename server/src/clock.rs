//! The time, passed in so that tests can move it.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// Starts at a time.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(Mutex::new(start))
    }

    /// Moves on.
    ///
    /// # Panics
    /// When the time leaves the range that [`Timestamp`] can hold.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now
            .checked_add(by)
            .expect("a test stays within the years 0 to 9999");
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// `YYYY-MM-DDThh:mm:ssZ`, the spelling of times on the wire.
#[must_use]
pub fn wire_time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_on_the_wire_have_whole_seconds() {
        let clock = ManualClock::at("2024-11-14T12:27:01.987Z".parse().unwrap());
        assert_eq!(wire_time(clock.now()), "2024-11-14T12:27:01Z");
        clock.advance(SignedDuration::from_hours(12));
        assert_eq!(wire_time(clock.now()), "2024-11-15T00:27:01Z");
    }
}
