//! Envelope encryption: each dossier has a data key, wrapped by the master key.
//!
//! The wrapped data key lives in the dossier's row and nowhere else. Deleting the row destroys
//! it, and with it everything that was ever sealed for the dossier: images, results, references,
//! also in copies and backups of the files.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::ids::{DossierId, RandomError, random_bytes};

/// First byte of everything sealed, so that the format can change later.
const VERSION: u8 = 1;
/// `XChaCha20` takes nonces long enough to be drawn at random for any number of messages.
const NONCE_BYTES: usize = 24;

/// Bytes that only the right key, for the right dossier and purpose, can open.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len())
    }
}

/// Why something cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// Another key, dossier or purpose; or damaged.
    #[error("sealed data cannot be opened: wrong key, or damaged")]
    CannotOpen,
    /// The cipher refuses (messages above 256 GiB).
    #[error("data cannot be sealed")]
    CannotSeal,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Wraps data keys. Where it comes from is for [`crate::keys`] to say.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// From its bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Seals something that belongs to no dossier; `purpose` says what and whose it is.
    ///
    /// # Errors
    /// [`SealError`] when there is no randomness.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, SealError> {
        seal(&self.0, &own_aad(purpose), plain)
    }

    /// Opens what [`MasterKey::seal`] sealed for the same purpose.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] for anything else.
    pub fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, SealError> {
        open(&self.0, &own_aad(purpose), sealed)
    }

    /// Wraps the data key of a dossier.
    ///
    /// # Errors
    /// [`SealError`] when there is no randomness.
    pub fn wrap(&self, key: &DataKey, dossier: DossierId) -> Result<Sealed, SealError> {
        seal(&self.0, &aad(dossier, "data-key"), &key.0)
    }

    /// Unwraps the data key of a dossier.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] when it was wrapped by another key or for another dossier.
    pub fn unwrap(&self, wrapped: &Sealed, dossier: DossierId) -> Result<DataKey, SealError> {
        let bytes = Zeroizing::new(open(&self.0, &aad(dossier, "data-key"), wrapped)?);
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(DataKey)
            .map_err(|_| SealError::CannotOpen)
    }
}

/// A keyed hash: tells whether two things are the same, and nothing of what they are.
pub type Mark = [u8; 16];

impl MasterKey {
    /// The mark of something of a kind.
    #[must_use]
    pub fn mark(&self, kind: &str, thing: &[u8]) -> Mark {
        let keyed = |key: &[u8]| {
            <Hmac<Sha256> as Mac>::new_from_slice(key)
                .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
        };
        // A key of its own: the master key itself only wraps keys.
        let own = keyed(&self.0)
            .chain_update(b"marks")
            .finalize()
            .into_bytes();
        let length = (kind.len() as u64).to_be_bytes();
        let hash = keyed(&own)
            .chain_update(length)
            .chain_update(kind)
            .chain_update(thing)
            .finalize()
            .into_bytes();
        std::array::from_fn(|at| hash[at])
    }
}

/// Seals what belongs to one dossier.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`] when there is no randomness.
    pub fn random() -> Result<Self, RandomError> {
        random_bytes().map(Self)
    }

    /// Seals for a dossier and a purpose (a blob's id, or the name of a field).
    ///
    /// # Errors
    /// [`SealError`] when there is no randomness.
    pub fn seal(
        &self,
        dossier: DossierId,
        purpose: &str,
        plain: &[u8],
    ) -> Result<Sealed, SealError> {
        seal(&self.0, &aad(dossier, purpose), plain)
    }

    /// Opens what was sealed for the same dossier and purpose.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] for anything else.
    pub fn open(
        &self,
        dossier: DossierId,
        purpose: &str,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, SealError> {
        open(&self.0, &aad(dossier, purpose), sealed)
    }
}

/// Binds a ciphertext to its place, so that rows and files cannot be swapped.
fn aad(dossier: DossierId, purpose: &str) -> Vec<u8> {
    format!("vidimus/{VERSION}/{dossier}/{purpose}").into_bytes()
}

/// No dossier has an id like this.
fn own_aad(purpose: &str) -> Vec<u8> {
    format!("vidimus/{VERSION}//{purpose}").into_bytes()
}

fn seal(key: &[u8; 32], aad: &[u8], plain: &[u8]) -> Result<Sealed, SealError> {
    let nonce = random_bytes::<NONCE_BYTES>()?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let text = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| SealError::CannotSeal)?;
    Ok(Sealed([&[VERSION], nonce.as_slice(), &text].concat()))
}

fn open(key: &[u8; 32], aad: &[u8], sealed: &Sealed) -> Result<Vec<u8>, SealError> {
    let (&version, rest) = sealed.0.split_first().ok_or(SealError::CannotOpen)?;
    let (nonce, text) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(SealError::CannotOpen)?;
    if version != VERSION {
        return Err(SealError::CannotOpen);
    }
    XChaCha20Poly1305::new(&(*key).into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad })
        .map_err(|_| SealError::CannotOpen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_data_opens_only_in_its_own_place() {
        let (mine, other) = (DossierId::random(), DossierId::random());
        let key = DataKey::random().unwrap();
        let sealed = key.seal(mine, "front", b"JPEG").unwrap();
        assert!(!sealed.0.windows(4).any(|window| window == b"JPEG"));
        assert_eq!(key.open(mine, "front", &sealed).unwrap(), b"JPEG");
        assert!(key.open(other, "front", &sealed).is_err());
        assert!(key.open(mine, "back", &sealed).is_err());
        assert!(
            DataKey::random()
                .unwrap()
                .open(mine, "front", &sealed)
                .is_err()
        );
    }

    #[test]
    fn any_changed_bit_is_noticed() {
        let dossier = DossierId::random();
        let key = DataKey::random().unwrap();
        let sealed = key.seal(dossier, "x", b"abc").unwrap();
        for index in 0..sealed.0.len() {
            let mut damaged = sealed.clone();
            damaged.0[index] ^= 1;
            assert!(key.open(dossier, "x", &damaged).is_err(), "byte {index}");
        }
        assert!(key.open(dossier, "x", &Sealed(vec![])).is_err());
        assert!(key.open(dossier, "x", &Sealed(vec![VERSION; 10])).is_err());
    }
}
