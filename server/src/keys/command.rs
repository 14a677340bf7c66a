//! The master key from a key service, by its command line.

use std::process::Stdio;

use async_trait::async_trait;
use tokio::process::Command;
use zeroize::Zeroizing;

use super::{MasterKeyError, MasterKeySource, parse};
use crate::blobs::envelope::MasterKey;

/// A command that prints the key: `vault kv get …`, `aws kms decrypt …`, `gcloud kms decrypt …`,
/// `systemd-creds decrypt …`, or a script around one of them. It is run without a shell.
#[derive(Clone)]
pub struct KeyCommand {
    program: String,
    arguments: Vec<String>,
}

impl KeyCommand {
    /// A program and its arguments, with blanks between them; `None` where there is no program.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().map(str::to_owned);
        Some(Self {
            program: words.next()?,
            arguments: words.collect(),
        })
    }
}

impl std::fmt::Debug for KeyCommand {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Its arguments may hold a secret of the key service's.
        write!(formatter, "KeyCommand {{ {} … }}", self.program)
    }
}

#[async_trait]
impl MasterKeySource for KeyCommand {
    async fn master_key(&self) -> Result<MasterKey, MasterKeyError> {
        let output = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .await
            .map_err(|source| MasterKeyError::Command {
                program: self.program.clone(),
                source,
            })?;
        let written = Zeroizing::new(output.stdout);
        if !output.status.success() {
            return Err(MasterKeyError::CommandFailed {
                program: self.program.clone(),
                status: output.status.to_string(),
            });
        }
        parse(&written, &format!("what `{}` printed", self.program))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn said(line: &str) -> String {
        let command = KeyCommand::parse(line).unwrap();
        command.master_key().await.err().unwrap().to_string()
    }

    #[tokio::test]
    async fn what_a_command_prints_is_the_key() {
        let written = super::super::new_key().unwrap();
        let command = KeyCommand::parse(&format!("echo {}", written.as_str())).unwrap();
        assert!(command.master_key().await.is_ok());
        assert!(!format!("{command:?}").contains(written.as_str()));
        assert!(KeyCommand::parse("  ").is_none());
    }

    #[tokio::test]
    async fn a_command_that_fails_is_named_without_its_arguments() {
        assert!(said("false secret").await.contains("`false`, ended with"));
        assert!(
            said("echo secret")
                .await
                .contains("`echo` printed holds no key")
        );
        let missing = said("/no/such/program secret").await;
        assert!(missing.contains("cannot be run") && !missing.contains("secret"));
    }
}
