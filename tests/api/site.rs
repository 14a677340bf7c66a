//! Headers of replies and pages.

use reqwest::StatusCode;

use crate::support::Server;

#[tokio::test]
async fn every_reply_carries_the_security_headers() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    for path in ["/", "/healthz", "/assure/dossiers", "/nowhere"] {
        let reply = nobody.get(path).await;
        let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(
            header("permissions-policy").starts_with("camera=(self)"),
            "{path}"
        );
        let policy = header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains('*'),
            "{policy}"
        );
        if path.starts_with("/assure") {
            assert_eq!(header("cache-control"), "no-store");
        }
    }
}

#[tokio::test]
async fn pages_are_html_with_a_nonce_of_their_own() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    let mut nonces = Vec::new();
    for path in ["/", "/capture/", "/"] {
        let reply = nobody.get(path).await.expect(StatusCode::OK);
        assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(reply.headers["cache-control"], "no-cache");
        let policy = reply.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        let (_, rest) = policy.split_once("'nonce-").unwrap();
        nonces.push(rest.split_once('\'').unwrap().0.to_owned());
        let page = String::from_utf8(reply.bytes).unwrap();
        assert!(!page.contains("{{__TRUNK_NONCE__}}"));
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "one nonce a response");
    let moved = nobody.get("/capture").await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(moved.headers["location"], "/capture/");
}
