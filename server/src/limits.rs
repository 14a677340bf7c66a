//! Rate limits, per client and per address, on each node.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::str::FromStr;

use axum::http::StatusCode;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::{Deserialize, Serialize};

use crate::ids::ClientId;
use crate::problem::Refusal;

/// So many a second in the long run, and so many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// In the long run.
    pub per_second: NonZeroU32,
    /// At once, after a pause.
    pub burst: NonZeroU32,
}

impl Rate {
    const fn of(per_second: u32, burst: u32) -> Self {
        match (NonZeroU32::new(per_second), NonZeroU32::new(burst)) {
            (Some(per_second), Some(burst)) => Self { per_second, burst },
            _ => panic!("a rate is not zero"),
        }
    }

    fn limiter<K: Clone + Eq + std::hash::Hash>(self) -> DefaultKeyedRateLimiter<K> {
        RateLimiter::keyed(Quota::per_second(self.per_second).allow_burst(self.burst))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.per_second, self.burst)
    }
}

/// Not a rate.
#[derive(Debug, thiserror::Error)]
#[error("a rate is PER_SECOND/AT_ONCE, such as 500/1000")]
pub struct InvalidRate;

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let (per_second, burst) = text.split_once('/').ok_or(InvalidRate)?;
        Ok(Self {
            per_second: per_second.parse().map_err(|_| InvalidRate)?,
            burst: burst.parse().map_err(|_| InvalidRate)?,
        })
    }
}

/// What is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// Requests of a client.
    pub client: Rate,
    /// Of these, uploads, verifications, matching, watermarks and redactions.
    pub heavy: Rate,
    /// Requests from an address, with or without a client's token.
    pub address: Rate,
    /// Of these, requests for tokens.
    pub token: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            client: Rate::of(500, 1000),
            heavy: Rate::of(50, 200),
            address: Rate::of(500, 1000),
            token: Rate::of(5, 50),
        }
    }
}

/// Counts requests.
pub(crate) struct Limits {
    client: DefaultKeyedRateLimiter<ClientId>,
    heavy: DefaultKeyedRateLimiter<ClientId>,
    address: DefaultKeyedRateLimiter<IpAddr>,
    token: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub(crate) fn new(rates: &Rates) -> Self {
        Self {
            client: rates.client.limiter(),
            heavy: rates.heavy.limiter(),
            address: rates.address.limiter(),
            token: rates.token.limiter(),
        }
    }

    /// A request of a client.
    pub(crate) fn check_client(&self, client: &ClientId, is_heavy: bool) -> Result<(), Refusal> {
        check(&self.client, client)?;
        if is_heavy {
            check(&self.heavy, client)?;
        }
        Ok(())
    }

    /// A request from an address. Of IPv6 it is the network that somebody has, not the address.
    pub(crate) fn check_address(&self, address: IpAddr, for_token: bool) -> Result<(), Refusal> {
        let address = match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => {
                let network = address.to_bits() & (u128::MAX << 64);
                IpAddr::V6(network.into())
            }
        };
        check(&self.address, &address)?;
        if for_token {
            check(&self.token, &address)?;
        }
        Ok(())
    }

    /// Forgets those who have not asked for long.
    pub(crate) fn forget(&self) {
        self.client.retain_recent();
        self.heavy.retain_recent();
        self.address.retain_recent();
        self.token.retain_recent();
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Refusal> {
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many requests.",
            "Please wait as long as Retry-After says, in seconds.",
        )
        .with_retry_after(wait.as_secs() + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_and_each_network_is_counted_for_itself() {
        let rates = Rates {
            heavy: Rate::of(1, 2),
            token: Rate::of(1, 1),
            ..Rates::default()
        };
        let limits = Limits::new(&rates);
        let (one, other) = (ClientId::random().unwrap(), ClientId::random().unwrap());
        for _ in 0..2 {
            assert!(limits.check_client(&one, true).is_ok());
        }
        assert!(limits.check_client(&one, true).is_err());
        assert!(limits.check_client(&one, false).is_ok());
        assert!(limits.check_client(&other, true).is_ok());

        let token = |address: &str| limits.check_address(address.parse().unwrap(), true).is_ok();
        assert!(token("2001:db8::1"));
        assert!(!token("2001:db8::ffff"));
        assert!(token("2001:db8:0:1::1"));
        assert!(token("192.0.2.1"));
        assert!(token("192.0.2.2"));
        assert!(!token("192.0.2.1"));
        limits.forget();
        assert!(!token("192.0.2.1"), "not so soon");
    }
}
