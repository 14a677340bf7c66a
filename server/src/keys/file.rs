//! The master key in a file.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{MasterKeyError, MasterKeySource, new_key, parse};
use crate::blobs::envelope::MasterKey;

/// A file that its owner may read, and perhaps its group.
#[derive(Debug, Clone)]
pub struct KeyFile {
    path: PathBuf,
    make: bool,
}

impl KeyFile {
    /// A file that is there.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path, make: false }
    }

    /// A file that is made where it is not there. For demonstrations: a key that nobody knows of is
    /// one that nobody keeps a copy of.
    #[must_use]
    pub fn made_at(path: PathBuf) -> Self {
        Self { path, make: true }
    }

    /// Makes the file, mode 0600, with a new key, and its folder where missing.
    ///
    /// # Errors
    /// [`MasterKeyError::Exists`], and others when it cannot be written.
    pub fn create(path: &Path) -> Result<(), MasterKeyError> {
        let mut line = Zeroizing::new(new_key()?.as_bytes().to_vec());
        line.push(b'\n');
        if let Some(folder) = path.parent() {
            make_private_folder(folder).map_err(|source| failed(folder, source))?;
        }
        match place_private(path, &line) {
            Ok(true) => Ok(()),
            Ok(false) => Err(MasterKeyError::Exists {
                path: path.display().to_string(),
            }),
            Err(source) => Err(failed(path, source)),
        }
    }

    fn load(&self) -> Result<MasterKey, MasterKeyError> {
        let path = &self.path;
        if !path.try_exists().map_err(|source| failed(path, source))? {
            if !self.make {
                return Err(MasterKeyError::Missing {
                    path: path.display().to_string(),
                });
            }
            match Self::create(path) {
                Ok(()) | Err(MasterKeyError::Exists { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        if is_exposed(path).map_err(|source| failed(path, source))? {
            return Err(MasterKeyError::Exposed {
                path: path.display().to_string(),
            });
        }
        let written = std::fs::read(path).map(Zeroizing::new);
        let written = written.map_err(|source| failed(path, source))?;
        parse(
            &written,
            &format!("the master key file `{}`", path.display()),
        )
    }
}

#[async_trait]
impl MasterKeySource for KeyFile {
    async fn master_key(&self) -> Result<MasterKey, MasterKeyError> {
        self.load()
    }
}

fn failed(path: &Path, source: io::Error) -> MasterKeyError {
    MasterKeyError::Io {
        path: path.display().to_string(),
        source,
    }
}

/// As the service makes its data folder.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts a file in its place that only its owner may read; `false` when one is there.
///
/// It appears under its name only when it is complete: it is written beside it and linked, which fails
/// when another program was faster.
fn place_private(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let placed =
        write_private(&draft, bytes).and_then(|()| match std::fs::hard_link(&draft, path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        });
    let _ = std::fs::remove_file(&draft);
    placed
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

/// Whether others may read it, or anybody else change it. A group may read it: that is how systemd and
/// Kubernetes hand a secret to the one program that they start.
fn is_exposed(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Ok(std::fs::metadata(path)?.permissions().mode() & 0o027 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::envelope::DataKey;
    use crate::ids::DossierId;

    #[test]
    fn a_key_survives_a_restart_and_belongs_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let (dossier, key) = (DossierId::random(), DataKey::random().unwrap());
        let made = KeyFile::made_at(path.clone()).load().unwrap();
        let wrapped = made.wrap(&key, dossier).unwrap();
        let again = KeyFile::at(path.clone()).load().unwrap();
        assert!(again.unwrap(&wrapped, dossier).is_ok());
        assert!(again.unwrap(&wrapped, DossierId::random()).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            let allow = |mode| {
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            };
            allow(0o440);
            assert!(KeyFile::at(path.clone()).load().is_ok());
            allow(0o644);
            let exposed = KeyFile::at(path).load();
            assert!(matches!(exposed, Err(MasterKeyError::Exposed { .. })));
        }
    }

    #[test]
    fn a_missing_key_is_made_on_demand_only_and_never_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/master.key");
        let missing = KeyFile::at(path.clone()).load();
        assert!(matches!(missing, Err(MasterKeyError::Missing { .. })));
        assert!(!path.exists());
        KeyFile::create(&path).unwrap();
        let written = std::fs::read(&path).unwrap();
        let again = KeyFile::create(&path);
        assert!(matches!(again, Err(MasterKeyError::Exists { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), written);
    }

    #[test]
    fn what_is_no_key_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        write_private(&path, b"short").unwrap();
        let refused = KeyFile::made_at(path.clone()).load();
        assert!(matches!(refused, Err(MasterKeyError::NoKey { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
    }
}
