//! Envelope encryption: each dossier has a data key, wrapped by the master key.
//!
//! The wrapped data key lives in the dossier's row and nowhere else. Deleting the row destroys
//! it, and with it everything that was ever sealed for the dossier: images, results, references,
//! also in copies and backups of the files.

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;

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

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MasterKeyError {
    /// The file cannot be read or written.
    #[error("the master key file `{path}` cannot be used")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Not 32 bytes.
    #[error("the master key file `{path}` holds {bytes} bytes instead of 32")]
    WrongLength {
        /// The file.
        path: String,
        /// Its length.
        bytes: usize,
    },
    /// Others may read it.
    #[error("the master key file `{path}` can be read by others: run chmod 600 on it")]
    Exposed {
        /// The file.
        path: String,
    },
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Wraps data keys. Lives in a file of the operator's.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Reads the key file, or makes it (mode 0600) where there is none.
    ///
    /// # Errors
    /// [`MasterKeyError`] when the file cannot be used as it is. It is never overwritten.
    pub fn load_or_create(path: &Path) -> Result<Self, MasterKeyError> {
        let bytes = secret_file(path, || Ok(random_bytes::<32>()?.to_vec()))?;
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(Self)
            .map_err(|_| MasterKeyError::WrongLength {
                path: path.display().to_string(),
                bytes: bytes.len(),
            })
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

/// Reads a file that only its owner may read, or makes it.
///
/// The new file appears under its name only when it is complete: it is written beside it and
/// linked, which fails (and the winner's file is read) when another process was faster.
///
/// # Errors
/// [`MasterKeyError::Io`] or [`MasterKeyError::Exposed`].
pub(crate) fn secret_file(
    path: &Path,
    make: impl FnOnce() -> Result<Vec<u8>, MasterKeyError>,
) -> Result<Zeroizing<Vec<u8>>, MasterKeyError> {
    let failed = |source| MasterKeyError::Io {
        path: path.display().to_string(),
        source,
    };
    if !path.try_exists().map_err(failed)? {
        let bytes = Zeroizing::new(make()?);
        let draft = path.with_extension(format!("draft-{}", std::process::id()));
        let written =
            write_private(&draft, &bytes).and_then(|()| match std::fs::hard_link(&draft, path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                other => other,
            });
        let _ = std::fs::remove_file(&draft);
        written.map_err(failed)?;
    }
    refuse_exposed(path).map_err(failed)?.map_or(Ok(()), Err)?;
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn refuse_exposed(path: &Path) -> io::Result<Option<MasterKeyError>> {
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions()) & 0o077 != 0
    {
        return Ok(Some(MasterKeyError::Exposed {
            path: path.display().to_string(),
        }));
    }
    let _ = path;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(folder: &tempfile::TempDir) -> MasterKey {
        MasterKey::load_or_create(&folder.path().join("master.key")).unwrap()
    }

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

    #[test]
    fn the_master_key_survives_a_restart_and_belongs_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let dossier = DossierId::random();
        let key = DataKey::random().unwrap();
        let wrapped = master(&folder).wrap(&key, dossier).unwrap();
        let again = master(&folder).unwrap(&wrapped, dossier).unwrap();
        assert_eq!(again.0, key.0);
        assert!(
            master(&folder)
                .unwrap(&wrapped, DossierId::random())
                .is_err()
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let path = folder.path().join("master.key");
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(
                MasterKey::load_or_create(&path),
                Err(MasterKeyError::Exposed { .. })
            ));
        }
    }

    #[test]
    fn a_master_key_of_the_wrong_length_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        write_private(&path, b"short").unwrap();
        assert!(matches!(
            MasterKey::load_or_create(&path),
            Err(MasterKeyError::WrongLength { bytes: 5, .. })
        ));
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
    }
}
