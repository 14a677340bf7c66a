//! What a client may do.

/// A scope of an access token (RFC 6749 §3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// `signicat-api`: every operation but those below.
    Api,
    /// `assure:purge`: *Delete all dossiers*.
    Purge,
    /// `assure:audit`: reading the audit log.
    Audit,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Api, Self::Purge, Self::Audit];

    /// The spelling in tokens and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "signicat-api",
            Self::Purge => "assure:purge",
            Self::Audit => "assure:audit",
        }
    }

    /// Reads [`Scope::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    /// Reads scopes with blanks between them; `None` where one is not known.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        text.split_whitespace().map(Self::parse).collect()
    }

    /// Scopes with blanks between them.
    #[must_use]
    pub fn join(scopes: &[Self]) -> String {
        let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_as_they_are_written() {
        let all = Scope::join(&Scope::ALL);
        assert_eq!(all, "signicat-api assure:purge assure:audit");
        assert_eq!(Scope::parse_all(&all), Some(Scope::ALL.to_vec()));
        assert_eq!(Scope::parse_all(" "), Some(vec![]));
        assert_eq!(Scope::parse_all("signicat-api admin"), None);
    }
}
