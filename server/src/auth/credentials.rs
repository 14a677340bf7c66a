//! Client ids and secrets.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;

use crate::domain::{Client, RedirectPrefix};
use crate::ids::{ClientId, RandomError, Secret, SecretHash, random_bytes};

/// What a client presents at the token endpoint.
pub struct Credentials {
    /// Who it says it is.
    pub client: ClientId,
    /// The proof.
    pub secret: Secret,
}

impl Credentials {
    /// Reads an `Authorization: Basic …` header (RFC 6749 section 2.3.1).
    #[must_use]
    pub fn from_basic(header: &str) -> Option<Self> {
        let (scheme, encoded) = header.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let (id, secret) = text.split_once(':')?;
        // Both parts are form-encoded in theory; ids and secrets of ours have no character that
        // the encoding would change.
        Self::from_parts(id, secret)
    }

    /// Takes the two parts from a form.
    #[must_use]
    pub fn from_parts(id: &str, secret: &str) -> Option<Self> {
        Some(Self {
            client: ClientId::parse(id)?,
            secret: Secret::presented(secret),
        })
    }
}

/// A new client and its secret, which is not kept.
///
/// # Errors
/// [`RandomError`] when there is no randomness.
pub fn new_client(
    name: String,
    redirect_prefixes: Vec<RedirectPrefix>,
    now: Timestamp,
) -> Result<(Client, Secret), RandomError> {
    let secret = Secret::random()?;
    let salt = random_bytes::<16>()?.to_vec();
    let client = Client {
        id: ClientId::random()?,
        name,
        secret: Some(SecretHash::salted(&salt, &secret)),
        salt,
        redirect_prefixes,
        created_at: now,
    };
    Ok((client, secret))
}

/// Whether the secret is this client's.
#[must_use]
pub fn verify_secret(client: &Client, secret: &Secret) -> bool {
    client
        .secret
        .is_some_and(|stored| stored.matches(&SecretHash::salted(&client.salt, secret)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_known_by_its_secret_only() {
        let (client, secret) = new_client("Bank".into(), vec![], Timestamp::UNIX_EPOCH).unwrap();
        assert!(verify_secret(&client, &secret));
        assert!(!verify_secret(&client, &Secret::random().unwrap()));
        assert!(!verify_secret(&client, &Secret::presented("")));
        let locked = Client {
            secret: None,
            ..client
        };
        assert!(!verify_secret(&locked, &secret));
    }

    #[test]
    fn basic_credentials_are_read() {
        let header = format!("Basic {}", BASE64_STANDARD.encode("vc-1:se:cret"));
        let credentials = Credentials::from_basic(&header).unwrap();
        assert_eq!(credentials.client.as_str(), "vc-1");
        assert_eq!(credentials.secret.expose(), "se:cret");
        for bad in ["", "Basic", "Basic !!!", "Bearer abc", "Basic dmMtMQ=="] {
            assert!(Credentials::from_basic(bad).is_none(), "{bad}");
        }
    }
}
