//! The key that signs access tokens: Ed25519.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ids::{RandomError, random_bytes};

/// The one algorithm that is signed with and accepted.
pub(super) const ALGORITHM: Algorithm = Algorithm::EdDSA;

/// What stands before the 32 secret bytes in a PKCS #8 file of an Ed25519 key (RFC 8410
/// section 7): version, algorithm 1.3.101.112, and two octet strings.
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// What a key is stored as: a PKCS #8 file.
pub(crate) type Der = Zeroizing<Vec<u8>>;

/// Not an Ed25519 key.
#[derive(Debug, thiserror::Error)]
#[error("the key that signs access tokens is damaged")]
pub struct SigningError(#[from] jsonwebtoken::errors::Error);

/// Signs and recognises access tokens.
pub struct SigningKey {
    pub(super) id: String,
    pub(super) signer: EncodingKey,
    pub(super) verifier: DecodingKey,
    jwk: Jwk,
}

impl SigningKey {
    /// A new one, as it is stored.
    ///
    /// # Errors
    /// [`RandomError`] when there is no randomness.
    pub(crate) fn random() -> Result<Der, RandomError> {
        let secret = Zeroizing::new(random_bytes::<32>()?);
        Ok(Zeroizing::new(
            [PKCS8_PREFIX.as_slice(), secret.as_slice()].concat(),
        ))
    }

    /// From what was stored.
    ///
    /// # Errors
    /// [`SigningError`] when that is no key.
    pub(crate) fn from_der(der: &Der) -> Result<Self, SigningError> {
        let signer = EncodingKey::from_ed_der(der);
        let mut jwk = Jwk::from_encoding_key(&signer, ALGORITHM)?;
        let verifier = DecodingKey::from_jwk(&jwk)?;
        let public = serde_json::to_vec(&jwk.algorithm).unwrap_or_default();
        let id = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(public)[..12]);
        jwk.common.key_id = Some(id.clone());
        jwk.common.key_algorithm = Some(KeyAlgorithm::EdDSA);
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self {
            id,
            signer,
            verifier,
            jwk,
        })
    }

    /// The public key, for those who check tokens themselves.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet {
            keys: vec![self.jwk.clone()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_key_is_the_same_and_shows_its_public_half_only() {
        let der = SigningKey::random().unwrap();
        let key = SigningKey::from_der(&der).unwrap();
        assert_eq!(key.id, SigningKey::from_der(&der).unwrap().id);
        let json = serde_json::to_value(key.jwks()).unwrap();
        let shown = &json["keys"][0];
        assert_eq!(shown["kty"], "OKP");
        assert_eq!(shown["crv"], "Ed25519");
        assert_eq!(shown["kid"], key.id);
        assert!(shown.get("d").is_none());
        assert_ne!(shown["x"], BASE64_URL_SAFE_NO_PAD.encode(&der[16..]));
        let cut = Zeroizing::new(der[..20].to_vec());
        assert!(SigningKey::from_der(&cut).is_err());
    }
}
