//! Access tokens: short-lived signed JWTs.

use jiff::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::signing::{ALGORITHM, SigningKey};
use crate::domain::Scope;
use crate::ids::{ClientId, RandomError, hex, random_bytes};

/// Lifetime of an access token in seconds.
pub const ACCESS_TOKEN_SECONDS: u32 = 600;

/// A token that is not accepted, or cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Not signed by us, another algorithm, or another issuer or audience.
    #[error("the token is not one of ours")]
    Invalid(#[source] jsonwebtoken::errors::Error),
    /// Before `nbf` or after `exp`.
    #[error("the token is not valid now")]
    OutOfTime,
    /// Its subject is no client.
    #[error("the token names no client")]
    NoClient,
    /// It could not be made.
    #[error("the token cannot be signed")]
    Sign(#[source] jsonwebtoken::errors::Error),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    client_id: String,
    scope: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

/// Whom a token was made for, and what it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The client.
    pub client: ClientId,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// Issues and checks access tokens.
pub struct Tokens {
    key: SigningKey,
    issuer: String,
    audience: String,
}

impl Tokens {
    /// Tokens of the service at `public_url`.
    #[must_use]
    pub fn new(key: SigningKey, public_url: &str) -> Self {
        Self {
            key,
            issuer: format!("{public_url}/auth/open"),
            audience: format!("{public_url}/assure"),
        }
    }

    /// `iss` of the tokens.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The public keys.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        self.key.jwks()
    }

    /// Makes a token for a client.
    ///
    /// # Errors
    /// [`TokenError`] when it cannot be signed.
    pub fn issue(
        &self,
        client: &ClientId,
        scopes: &[Scope],
        now: Timestamp,
    ) -> Result<String, TokenError> {
        let now = now.as_second();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: client.to_string(),
            client_id: client.to_string(),
            scope: Scope::join(scopes),
            iat: now,
            nbf: now,
            exp: now + i64::from(ACCESS_TOKEN_SECONDS),
            jti: hex(&random_bytes::<16>()?),
        };
        let mut header = Header::new(ALGORITHM);
        header.kid = Some(self.key.id.clone());
        encode(&header, &claims, &self.key.signer).map_err(TokenError::Sign)
    }

    /// Checks signature, algorithm, issuer, audience and times.
    ///
    /// # Errors
    /// [`TokenError`] for any token that [`Tokens::issue`] has not made, or not for now.
    pub fn check(&self, token: &str, now: Timestamp) -> Result<Grant, TokenError> {
        let mut validation = Validation::new(ALGORITHM);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["iss", "aud", "exp", "nbf", "sub"]);
        // The library would look at the machine's clock; the times are checked below by ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = decode::<Claims>(token, &self.key.verifier, &validation)
            .map_err(TokenError::Invalid)?
            .claims;
        let now = now.as_second();
        if now < claims.nbf || now >= claims.exp {
            return Err(TokenError::OutOfTime);
        }
        Ok(Grant {
            client: ClientId::parse(&claims.sub).ok_or(TokenError::NoClient)?,
            // Scopes of a later version mean nothing to this one.
            scopes: claims
                .scope
                .split_whitespace()
                .filter_map(Scope::parse)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use jiff::SignedDuration;
    use jsonwebtoken::{Algorithm, EncodingKey};

    fn tokens(url: &str) -> Tokens {
        let key = SigningKey::from_der(&SigningKey::random().unwrap()).unwrap();
        Tokens::new(key, url)
    }

    fn now() -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_token_is_good_for_ten_minutes() {
        let tokens = tokens("http://localhost");
        let client = ClientId::random().unwrap();
        let token = tokens.issue(&client, &[Scope::Api], now()).unwrap();
        let after = |seconds| now() + SignedDuration::from_secs(seconds);
        let grant = Grant {
            client,
            scopes: vec![Scope::Api],
        };
        assert_eq!(tokens.check(&token, now()).unwrap(), grant);
        assert_eq!(tokens.check(&token, after(599)).unwrap(), grant);
        for seconds in [-1, 600, 86_400] {
            let result = tokens.check(&token, after(seconds));
            assert!(matches!(result, Err(TokenError::OutOfTime)), "{seconds} s");
        }
    }

    #[test]
    fn tokens_of_others_are_refused() {
        let mine = tokens("http://localhost");
        let client = ClientId::random().unwrap();
        let other_key = tokens("http://localhost")
            .issue(&client, &[], now())
            .unwrap();
        assert!(mine.check(&other_key, now()).is_err());

        let elsewhere = Tokens {
            key: tokens("x").key,
            ..tokens("http://elsewhere")
        };
        let token = elsewhere.issue(&client, &[], now()).unwrap();
        let here = Tokens {
            issuer: mine.issuer.clone(),
            audience: mine.audience.clone(),
            key: elsewhere.key,
        };
        assert!(
            here.check(&token, now()).is_err(),
            "other issuer and audience"
        );
    }

    #[test]
    fn only_our_algorithm_is_accepted() {
        let tokens = tokens("http://localhost");
        let client = ClientId::random().unwrap();
        let token = tokens.issue(&client, &[], now()).unwrap();
        let body = token.split('.').nth(1).unwrap();
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert!(tokens.check(&format!("{none}.{body}."), now()).is_err());

        // The classic: the public key used as an HMAC secret.
        let public = serde_json::to_vec(&tokens.jwks().keys[0]).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
        let hmac = EncodingKey::from_secret(&public);
        let forged = encode(&Header::new(Algorithm::HS256), &claims, &hmac).unwrap();
        assert!(tokens.check(&forged, now()).is_err());

        let (signed, signature) = token.rsplit_once('.').unwrap();
        let damaged = format!("{signed}.{}", signature.to_ascii_uppercase());
        for bad in ["", "x", "a.b.c", &damaged] {
            assert!(tokens.check(bad, now()).is_err(), "{bad}");
        }
    }
}
