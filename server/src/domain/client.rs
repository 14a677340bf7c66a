//! Clients of the API.

use jiff::Timestamp;

use super::Scope;
use crate::ids::{ClientId, SecretHash};

/// A client of the API: the tenant to whom dossiers belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// For people.
    pub name: String,
    /// Salt of `secret`.
    pub salt: Vec<u8>,
    /// Salted hash of its secret; `None` for a client that cannot log in.
    pub secret: Option<SecretHash>,
    /// That of the secret before, and until when it is still accepted.
    pub previous_secret: Option<(SecretHash, Timestamp)>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Where its flows may redirect to; empty allows any `http` or `https` URL.
    pub redirect_prefixes: Vec<RedirectPrefix>,
    /// How many days its dossiers are kept after their last change; `None` for as long as the
    /// service keeps those of others.
    pub retention_days: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked; then nothing of it is accepted any more, and its dossiers stay.
    pub revoked_at: Option<Timestamp>,
}

impl Client {
    /// Whether a flow of this client may send the person to `url`.
    #[must_use]
    pub fn may_redirect_to(&self, url: &str) -> bool {
        self.redirect_prefixes.is_empty()
            || self
                .redirect_prefixes
                .iter()
                .any(|prefix| prefix.covers(url))
    }
}

/// The beginning of the URLs to which a client's flows may redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectPrefix(String);

/// Not an absolute `http` or `https` URL with a host and a path.
#[derive(Debug, thiserror::Error)]
#[error("a redirect URL prefix is an absolute http(s) URL such as https://bank.example/done")]
pub struct InvalidPrefix;

impl RedirectPrefix {
    /// Accepts an absolute `http` or `https` URL. Where it has no path, `/` is added: without it
    /// `https://bank.example` would cover `https://bank.example.evil.example/`.
    ///
    /// # Errors
    /// [`InvalidPrefix`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidPrefix> {
        let rest = http_rest(text).ok_or(InvalidPrefix)?;
        Ok(Self(if rest.contains('/') {
            text.to_owned()
        } else {
            format!("{text}/")
        }))
    }

    /// Whether a URL begins like this.
    #[must_use]
    pub fn covers(&self, url: &str) -> bool {
        // `..` could leave the path that the prefix names; browsers also take %2e for a dot.
        let lower = url.to_ascii_lowercase();
        let climbs = lower.contains("/..") || lower.contains("%2e");
        !climbs && url.starts_with(&self.0)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows `http://` or `https://` in an absolute URL with a plain host; `None` otherwise.
pub(crate) fn http_rest(url: &str) -> Option<&str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    // Spaces, control characters and backslashes are read differently by different parsers, and
    // a user name before `@` can dress up one host as another.
    let clean = url
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && c != '\\');
    (clean && !authority.is_empty() && authority.chars().all(plain)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_covers_its_own_host_only() {
        let prefix = RedirectPrefix::parse("https://bank.example").unwrap();
        assert!(prefix.covers("https://bank.example/done?x=1"));
        for other in [
            "https://bank.example.evil.example/",
            "http://bank.example/",
            "https://bank.example@evil.example/",
        ] {
            assert!(!prefix.covers(other), "{other}");
        }
        let deep = RedirectPrefix::parse("https://bank.example/a/").unwrap();
        assert!(deep.covers("https://bank.example/a/b"));
        assert!(!deep.covers("https://bank.example/a/../b"));
        assert!(!deep.covers("https://bank.example/a/%2E%2e/b"));
    }

    #[test]
    fn only_absolute_http_urls_are_redirect_targets() {
        for good in [
            "https://a.example",
            "http://localhost:3000/x?y#z",
            "http://[::1]:80/",
        ] {
            assert!(http_rest(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/relative",
            "//host/",
            "ftp://a.example/",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://user@host/",
            "https://a.example/\r\nx",
            "https://a.example\\@b/",
            "https://a b/",
        ] {
            assert!(http_rest(bad).is_none(), "{bad:?}");
        }
    }
}
