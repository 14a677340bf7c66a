//! Ids that clients give to their configurations.

use std::fmt;

/// Most characters, as the API has it.
const LONGEST: usize = 100;

/// The id of a matching or capture configuration, unique among those of its kind of one client.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConfigurationId(String);

impl ConfigurationId {
    /// What an id looks like, to follow the name of the field that should hold one.
    pub const RULE: &str =
        "has 1 to 100 characters of A-Z, a-z, 0-9, hyphen, underscore and dot, not dots alone";

    /// Accepts 1 to 100 of `A-Z a-z 0-9 - _ .`, but not dots alone: the id stands in a path, where
    /// clients and proxies resolve `.` and `..`, and decode what is escaped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let right = (1..=LONGEST).contains(&text.len())
            && text.chars().all(plain)
            && text.chars().any(|c| c != '.');
        right.then(|| Self(text.to_owned()))
    }

    /// The spelling on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConfigurationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_safe_in_a_path() {
        for good in ["Configuration1", "a", "dark-mode_2.1", &"x".repeat(100)] {
            assert_eq!(
                ConfigurationId::parse(good).map(|id| id.to_string()),
                Some(good.to_owned())
            );
        }
        for bad in [
            "",
            ".",
            "..",
            "a/b",
            "a b",
            "a%2f",
            "é",
            "a\n",
            &"x".repeat(101),
        ] {
            assert_eq!(ConfigurationId::parse(bad), None, "{bad:?}");
        }
    }
}
