//! The key that signs access tokens: Ed25519, kept in a file of the data folder.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};

use crate::blobs::envelope::{MasterKeyError, secret_file};
use crate::ids::random_bytes;

/// The one algorithm that is signed with and accepted.
pub(super) const ALGORITHM: Algorithm = Algorithm::EdDSA;

/// What stands before the 32 secret bytes in a PKCS #8 file of an Ed25519 key (RFC 8410
/// section 7): version, algorithm 1.3.101.112, and two octet strings.
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Why there is no signing key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The file cannot be used.
    #[error("the token signing key cannot be read or made")]
    File(#[from] MasterKeyError),
    /// The file holds no Ed25519 key.
    #[error("the token signing key is damaged")]
    Key(#[from] jsonwebtoken::errors::Error),
}

/// Signs and recognises access tokens.
pub struct SigningKey {
    pub(super) id: String,
    pub(super) signer: EncodingKey,
    pub(super) verifier: DecodingKey,
    jwk: Jwk,
}

impl SigningKey {
    /// Reads the key file, or makes it (mode 0600) where there is none.
    ///
    /// # Errors
    /// [`SigningError`] when the file cannot be used as it is.
    pub fn load_or_create(path: &Path) -> Result<Self, SigningError> {
        let der = secret_file(path, || {
            Ok([PKCS8_PREFIX.as_slice(), &random_bytes::<32>()?].concat())
        })?;
        let signer = EncodingKey::from_ed_der(&der);
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
    fn the_key_survives_a_restart_and_shows_its_public_half_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.key");
        let key = SigningKey::load_or_create(&path).unwrap();
        let again = SigningKey::load_or_create(&path).unwrap();
        assert_eq!(key.id, again.id);
        let json = serde_json::to_value(key.jwks()).unwrap();
        let shown = &json["keys"][0];
        assert_eq!(shown["kty"], "OKP");
        assert_eq!(shown["crv"], "Ed25519");
        assert_eq!(shown["kid"], key.id);
        assert!(shown.get("d").is_none());
        let secret = &std::fs::read(&path).unwrap()[16..];
        assert_ne!(shown["x"], BASE64_URL_SAFE_NO_PAD.encode(secret));
    }
}
