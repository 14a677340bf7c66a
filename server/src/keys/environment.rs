//! The master key in the environment, as secret stores of container platforms give it.

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{MasterKeyError, MasterKeySource, parse};
use crate::blobs::envelope::MasterKey;

/// The variable that holds it.
pub const VARIABLE: &str = "VIDIMUS_MASTER_KEY";

/// The value of [`VARIABLE`]: 64 hexadecimal digits.
pub struct KeyInEnvironment(Zeroizing<String>);

impl KeyInEnvironment {
    /// What the variable holds, when it is set.
    #[must_use]
    pub fn found() -> Option<Self> {
        let value = std::env::var(VARIABLE).ok()?;
        Some(Self(Zeroizing::new(value)))
    }
}

impl std::fmt::Debug for KeyInEnvironment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeyInEnvironment { … }")
    }
}

#[async_trait]
impl MasterKeySource for KeyInEnvironment {
    async fn master_key(&self) -> Result<MasterKey, MasterKeyError> {
        parse(self.0.as_bytes(), VARIABLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_value_is_used_and_not_printed() {
        let written = super::super::new_key().unwrap();
        let source = KeyInEnvironment(written.clone());
        assert!(source.master_key().await.is_ok());
        assert!(!format!("{source:?}").contains(written.as_str()));
        let error = KeyInEnvironment(Zeroizing::new("x".to_owned()));
        let error = error.master_key().await.err().unwrap().to_string();
        assert!(error.contains(VARIABLE), "{error}");
    }
}
