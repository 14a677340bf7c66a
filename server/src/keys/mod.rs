//! Where the master key comes from.
//!
//! It wraps the dossiers' keys, so it is kept apart from what it protects: in a file of its own, in
//! the environment, or with a key service that gives it out to this program only. Whoever has
//! another place for it implements [`MasterKeySource`].

mod command;
mod environment;
mod file;

use std::fmt;
use std::io;

use async_trait::async_trait;
use zeroize::Zeroizing;

pub use command::KeyCommand;
pub use environment::{KeyInEnvironment, VARIABLE};
pub use file::KeyFile;

use crate::blobs::envelope::MasterKey;
use crate::ids::{RandomError, hex, random_bytes};

/// Something that keeps the master key: a file, a key management service, a hardware module.
///
/// It is asked once, when the service starts. A key service that holds a key of its own unwraps here
/// what was wrapped by it, and the master key is then in the memory of this program only.
#[async_trait]
pub trait MasterKeySource: fmt::Debug + Send + Sync {
    /// The master key.
    ///
    /// # Errors
    /// [`MasterKeyError`] says what the operator has to do.
    async fn master_key(&self) -> Result<MasterKey, MasterKeyError>;
}

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MasterKeyError {
    /// There is none, and none is made in passing: whoever loses it loses all images.
    #[error(
        "there is no master key `{path}`: make one with `vidimus key --file {path}`, keep a copy of \
         it apart from the data, and start again (only --demo makes one by itself)"
    )]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// The file cannot be read or written.
    #[error("the master key file `{path}` cannot be used")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file is there already.
    #[error("the file `{path}` is there already and is left as it is")]
    Exists {
        /// The file.
        path: String,
    },
    /// Neither 32 bytes nor 64 hexadecimal digits.
    #[error("{place} holds no key: a key is 64 hexadecimal digits (or 32 bytes in a file)")]
    NoKey {
        /// Where it was read.
        place: String,
    },
    /// Others may read it.
    #[error("the master key file `{path}` can be read by others: run chmod 600 on it")]
    Exposed {
        /// The file.
        path: String,
    },
    /// The key service's command cannot be run.
    #[error("the command that gives the master key, `{program}`, cannot be run")]
    Command {
        /// The program, without its arguments.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The key service's command failed.
    #[error("the command that gives the master key, `{program}`, ended with {status}")]
    CommandFailed {
        /// The program, without its arguments.
        program: String,
        /// How it ended.
        status: String,
    },
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// A new key, as it is written down: 64 hexadecimal digits.
///
/// # Errors
/// [`RandomError`] when there is no randomness.
pub fn new_key() -> Result<Zeroizing<String>, RandomError> {
    let bytes = Zeroizing::new(random_bytes::<32>()?);
    Ok(Zeroizing::new(hex(&*bytes)))
}

/// A key from 32 bytes, or from 64 hexadecimal digits with or without an end of line.
fn parse(written: &[u8], place: &str) -> Result<MasterKey, MasterKeyError> {
    let no_key = || MasterKeyError::NoKey {
        place: place.to_owned(),
    };
    if let Ok(bytes) = <[u8; 32]>::try_from(written) {
        return Ok(MasterKey::from_bytes(bytes));
    }
    let digits = written.trim_ascii();
    if digits.len() != 64 {
        return Err(no_key());
    }
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16).ok_or_else(no_key);
        *byte = (digit(0)? << 4 | digit(1)?) as u8;
    }
    Ok(MasterKey::from_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::envelope::DataKey;
    use crate::ids::DossierId;

    fn same(one: &MasterKey, other: &MasterKey) -> bool {
        let (dossier, key) = (DossierId::random(), DataKey::random().unwrap());
        let wrapped = one.wrap(&key, dossier).unwrap();
        other.unwrap(&wrapped, dossier).is_ok()
    }

    #[test]
    fn a_key_is_written_in_bytes_or_in_digits() {
        let written = new_key().unwrap();
        let key = parse(written.as_bytes(), "here").unwrap();
        let line = format!("{}\n", written.to_uppercase());
        assert!(same(&key, &parse(line.as_bytes(), "here").unwrap()));
        let bytes: Vec<u8> = (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&written[at..at + 2], 16).unwrap())
            .collect();
        assert!(same(&key, &parse(&bytes, "here").unwrap()));
        assert!(!same(
            &key,
            &parse(new_key().unwrap().as_bytes(), "").unwrap()
        ));
    }

    #[test]
    fn anything_else_is_no_key_and_is_not_quoted() {
        for text in [
            "",
            "short",
            &"g".repeat(64),
            &"0".repeat(66),
            &"0".repeat(63),
        ] {
            let error = parse(text.as_bytes(), "the variable").err().unwrap();
            let said = error.to_string();
            assert!(said.starts_with("the variable holds no key"), "{said}");
            assert!(text.is_empty() || !said.contains(text), "{said}");
        }
    }
}
