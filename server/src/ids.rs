//! Identifiers and secrets, parsed once at the edge.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// A new one (UUID version 4).
            #[must_use]
            pub fn random() -> Self {
                Self(Uuid::new_v4())
            }

            /// Reads the hyphenated spelling; anything else is nobody's id.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self)).flatten()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }
    };
}

uuid_id! {
    /// A dossier.
    DossierId
}
uuid_id! {
    /// A process.
    ProcessId
}
uuid_id! {
    /// A stored image.
    BlobId
}
uuid_id! {
    /// Somebody who is told of events.
    SubscriptionId
}
uuid_id! {
    /// An event.
    EventId
}

/// A client of the API (an integrator), which is the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// A new one: `vc-` and 16 hexadecimal digits.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no randomness.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(format!("vc-{}", hex(&random_bytes::<8>()?))))
    }

    /// The built-in client of the demo page. It has no secret, so nobody can log in as it.
    #[must_use]
    pub fn demo() -> Self {
        Self("demo".to_owned())
    }

    /// Accepts 1 to 64 of `A-Z a-z 0-9 - _ .`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        ((1..=64).contains(&text.len()) && text.chars().all(plain)).then(|| Self(text.to_owned()))
    }

    /// The spelling on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A bearer secret: 256 random bits in 43 characters that are safe in a URL. Not printable.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no randomness.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<32>()?)))
    }

    /// Takes what somebody presents as a secret.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand over, once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored instead.
    ///
    /// Plain SHA-256: a slow or salted hash protects secrets that can be guessed, and 256 random
    /// bits cannot. The salt of [`SecretHash::salted`] is for client secrets only, so that equal
    /// secrets (imported ones, say) do not show as equal rows.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

/// SHA-256 of a [`Secret`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// Hash of a salt and a secret.
    #[must_use]
    pub fn salted(salt: &[u8], secret: &Secret) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(salt);
        hasher.update(secret.0.as_bytes());
        Self(hasher.finalize().into())
    }

    /// Compares in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From stored bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// The operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct RandomError(#[from] getrandom::Error);

/// Random bytes of the operating system.
///
/// # Errors
/// [`RandomError`] when it gives none.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_spelling_is_an_id() {
        let id = DossierId::random();
        assert_eq!(DossierId::parse(&id.to_string()), Some(id));
        for other in ["", "1", "../../etc", &id.to_string().replace('-', "")] {
            assert_eq!(DossierId::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_client_id_is_plain_text() {
        assert!(ClientId::parse("vc-0011").is_some());
        assert!(ClientId::parse(ClientId::random().unwrap().as_str()).is_some());
        for bad in ["", "a b", "a\n", &"x".repeat(65)] {
            assert_eq!(ClientId::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_secret_is_recognised_by_its_hash_alone() {
        let secret = Secret::random().unwrap();
        let other = Secret::random().unwrap();
        assert_eq!(secret.expose().len(), 43);
        let again = Secret::presented(secret.expose());
        assert!(secret.hash().matches(&again.hash()));
        assert!(!secret.hash().matches(&other.hash()));
        assert_ne!(
            SecretHash::salted(b"a", &secret),
            SecretHash::salted(b"b", &secret)
        );
    }
}
