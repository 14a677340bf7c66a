//! Where deliveries may go: `https`, to public addresses, without redirects.
//!
//! A name is looked up when a connection is made, and only public addresses of it are connected to: a
//! name that was public when the subscription was made, and is not any more, leads nowhere.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

/// How long a receiver may take to answer, and to accept the connection.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
/// Longest URL, in bytes.
const LONGEST: usize = 2048;

/// Addresses that are not somebody's public server (IANA's special-purpose registries, RFC 6890 and
/// its successors, and multicast).
const NOT_PUBLIC: [&str; 28] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

/// Why nothing is delivered to a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Not an absolute URL, or a long one.
    #[error("url is an absolute https URL of at most 2048 characters")]
    NotHttps,
    /// With a name or a password before the host.
    #[error("url has no user name and no password; deliveries are signed")]
    Credentials,
    /// The host is an address that is not public.
    #[error("url leads to an address that is not public")]
    NotPublic,
}

/// Where deliveries may go.
#[derive(Clone)]
pub struct Targets {
    allowed: Arc<HashSet<String>>,
    client: reqwest::Client,
}

/// A URL that was checked. Not printed: it may hold a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Targets {
    /// `allowed` are hosts, as `host:port`, that may be anywhere and need no TLS, for tests and for
    /// receivers beside the service.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(allowed: &[String]) -> Result<Self, reqwest::Error> {
        let allowed: Arc<HashSet<String>> = Arc::new(allowed.iter().cloned().collect());
        let names = allowed
            .iter()
            .filter_map(|own| Some(own.rsplit_once(':')?.0.to_owned()));
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(PATIENCE)
            .connect_timeout(CONNECT)
            .user_agent(concat!("vidimus/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(PublicOnly {
                allowed: names.collect(),
            }))
            .build()?;
        Ok(Self { allowed, client })
    }

    /// Checks all of a URL that can be checked without looking up a name.
    ///
    /// # Errors
    /// [`TargetError`] says what is wrong.
    pub fn check(&self, url: &str) -> Result<Target, TargetError> {
        let parsed = Url::parse(url).ok().filter(|_| url.len() <= LONGEST);
        let parsed = parsed.ok_or(TargetError::NotHttps)?;
        let host = parsed.host_str().ok_or(TargetError::NotHttps)?;
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(TargetError::Credentials);
        }
        let port = parsed.port_or_known_default().unwrap_or(0);
        if self.allowed.contains(&format!("{host}:{port}"))
            && ["http", "https"].contains(&parsed.scheme())
        {
            return Ok(Target(parsed));
        }
        if parsed.scheme() != "https" {
            return Err(TargetError::NotHttps);
        }
        // The URL standard lets hosts have more; names in the Internet have these only (RFC 952, 1123).
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if !host.chars().all(is_name) {
            return Err(TargetError::NotPublic);
        }
        // Of an address no name is looked up, so that it is checked here.
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if address.is_some_and(|address| !is_public(address)) {
            return Err(TargetError::NotPublic);
        }
        Ok(Target(parsed))
    }

    /// Posts a body; gives the status of the answer, whose body is not read.
    ///
    /// # Errors
    /// What kept an answer from coming.
    pub(super) async fn post(
        &self,
        target: Target,
        signature: String,
        body: Vec<u8>,
    ) -> Result<u16, reqwest::Error> {
        let answer = self
            .client
            .post(target.0)
            .header("content-type", "application/json")
            .header("x-signicat-signature", signature)
            .body(body)
            .send()
            .await?;
        Ok(answer.status().as_u16())
    }
}

/// Looks names up, and gives their public addresses only.
struct PublicOnly {
    allowed: HashSet<String>,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let may_be_anywhere = self.allowed.contains(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let usable: Vec<SocketAddr> = found
                .filter(|address| may_be_anywhere || is_public(address.ip()))
                .collect();
            if usable.is_empty() {
                return Err(TargetError::NotPublic.into());
            }
            Ok(Box::new(usable.into_iter()) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let mut ranges = NOT_PUBLIC
        .iter()
        .filter_map(|range| range.parse::<IpNet>().ok());
    !ranges.any(|range| range.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        Targets::new(&["127.0.0.1:9999".to_owned(), "receiver:80".to_owned()]).unwrap()
    }

    #[test]
    fn every_range_can_be_read() {
        assert!(
            NOT_PUBLIC
                .iter()
                .all(|range| range.parse::<IpNet>().is_ok())
        );
    }

    #[test]
    fn only_public_https_is_delivered_to() {
        use TargetError::{Credentials, NotHttps, NotPublic};
        let targets = targets();
        for url in [
            "https://bank.example/hook",
            "https://bank.example:8443/hook?a=b",
            "https://93.184.216.34/",
            "https://[2606:2800:220:1::1]/",
            "http://127.0.0.1:9999/x",
            "http://receiver/x",
        ] {
            assert!(targets.check(url).is_ok(), "{url}");
        }
        let long = format!("https://bank.example/{}", "x".repeat(2048));
        for (url, why) in [
            ("http://bank.example/hook", NotHttps),
            ("ftp://bank.example/hook", NotHttps),
            ("file:///etc/passwd", NotHttps),
            ("bank.example", NotHttps),
            ("", NotHttps),
            (&long, NotHttps),
            ("https://name:word@bank.example/", Credentials),
            ("https://127.0.0.1/", NotPublic),
            ("https://127.1/", NotPublic),
            ("https://2130706433/", NotPublic),
            ("https://0x7f.0.0.1/", NotPublic),
            ("https://169.254.169.254/latest/meta-data", NotPublic),
            ("https://10.0.0.1/", NotPublic),
            ("https://172.31.255.255/", NotPublic),
            ("https://192.168.1.1/", NotPublic),
            ("https://[::1]/", NotPublic),
            ("https://[::ffff:10.0.0.1]/", NotPublic),
            ("https://[64:ff9b::a00:1]/", NotPublic),
            ("https://[fd00::1]/", NotPublic),
            ("https://[fe80::1]/", NotPublic),
            ("https://0.0.0.0/", NotPublic),
            ("https://bank.example*/", NotPublic),
            ("http://127.0.0.1:9998/", NotHttps),
        ] {
            assert_eq!(targets.check(url).err(), Some(why), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        let only = PublicOnly {
            allowed: HashSet::new(),
        };
        let name: Name = "localhost".parse().unwrap();
        assert!(only.resolve(name).await.is_err());
        let allowed = PublicOnly {
            allowed: HashSet::from(["localhost".to_owned()]),
        };
        let name: Name = "localhost".parse().unwrap();
        assert!(allowed.resolve(name).await.unwrap().count() > 0);
    }
}
