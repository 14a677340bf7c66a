//! The signature of a delivery: `t=<unix seconds>,v1=<hex>[,v1=<hex>]`.
//!
//! Each `v1` is HMAC-SHA256, keyed with a secret of the subscription, of the seconds, a dot and the raw
//! body. There are two while a secret is being replaced. A receiver computes its own, compares in
//! constant time, and refuses what is older than five minutes.

use hmac::{Hmac, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

use crate::ids::hex;

/// Value of `X-Signicat-Signature`.
pub(crate) fn signature(secrets: &[Vec<u8>], now: Timestamp, body: &[u8]) -> String {
    let seconds = now.as_second();
    let mut value = format!("t={seconds}");
    for secret in secrets {
        let mut mac = <Hmac<Sha256>>::new_from_slice(secret)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        value.push_str(",v1=");
        value.push_str(&hex(&mac.finalize().into_bytes()));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_secret_signs_time_and_body() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let value = signature(&[b"one".to_vec(), b"two".to_vec()], now, b"{}");
        // printf '1700000000.{}' | openssl dgst -sha256 -hmac one
        let one = "4d15bf3ea0a52170";
        let parts: Vec<&str> = value.split(',').collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0], "t=1700000000");
        assert!(parts[1].starts_with(&format!("v1={one}")), "{value}");
        assert_ne!(parts[1], parts[2]);
    }
}
