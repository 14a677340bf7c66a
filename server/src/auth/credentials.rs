//! Client ids and secrets.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;

use crate::domain::{Client, RedirectPrefix, Scope};
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
    scopes: Vec<Scope>,
    now: Timestamp,
) -> Result<(Client, Secret), RandomError> {
    let secret = Secret::random()?;
    let salt = random_bytes::<16>()?.to_vec();
    let client = Client {
        id: ClientId::random()?,
        name,
        secret: Some(SecretHash::salted(&salt, &secret)),
        salt,
        previous_secret: None,
        scopes,
        redirect_prefixes,
        retention_days: None,
        created_at: now,
        revoked_at: None,
    };
    Ok((client, secret))
}

/// Gives a client a new secret; the one before is accepted until a time.
///
/// # Errors
/// [`RandomError`] when there is no randomness.
pub fn rotate_secret(client: &mut Client, keep_until: Timestamp) -> Result<Secret, RandomError> {
    let secret = Secret::random()?;
    client.previous_secret = client.secret.take().map(|before| (before, keep_until));
    client.secret = Some(SecretHash::salted(&client.salt, &secret));
    Ok(secret)
}

/// Whether the secret is this client's now.
#[must_use]
pub fn verify_secret(client: &Client, secret: &Secret, now: Timestamp) -> bool {
    let presented = SecretHash::salted(&client.salt, secret);
    let previous = client.previous_secret.filter(|(_, until)| now < *until);
    let accepted = [client.secret, previous.map(|(hash, _)| hash)];
    // Both are compared, whichever fits, so that the time tells nothing.
    let fits = accepted.map(|own| own.is_some_and(|own| own.matches(&presented)));
    client.revoked_at.is_none() && fits.contains(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank() -> (Client, Secret) {
        new_client(
            "Bank".into(),
            vec![],
            vec![Scope::Api],
            Timestamp::UNIX_EPOCH,
        )
        .unwrap()
    }

    #[test]
    fn a_client_is_known_by_its_secret_only() {
        let now = Timestamp::UNIX_EPOCH;
        let (client, secret) = bank();
        assert!(verify_secret(&client, &secret, now));
        assert!(!verify_secret(&client, &Secret::random().unwrap(), now));
        assert!(!verify_secret(&client, &Secret::presented(""), now));
        let revoked = Client {
            revoked_at: Some(now),
            ..client.clone()
        };
        assert!(!verify_secret(&revoked, &secret, now));
        let locked = Client {
            secret: None,
            ..client
        };
        assert!(!verify_secret(&locked, &secret, now));
    }

    #[test]
    fn a_replaced_secret_is_accepted_for_a_while() {
        let (mut client, first) = bank();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let second = rotate_secret(&mut client, at(60)).unwrap();
        for (secret, seconds, accepted) in [
            (&first, 59, true),
            (&first, 60, false),
            (&second, 59, true),
            (&second, 60, true),
        ] {
            assert_eq!(verify_secret(&client, secret, at(seconds)), accepted);
        }
        rotate_secret(&mut client, at(90)).unwrap();
        assert!(!verify_secret(&client, &first, at(0)), "two at most");
        assert!(verify_secret(&client, &second, at(0)));
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
