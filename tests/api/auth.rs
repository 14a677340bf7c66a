//! Getting a token, and what becomes of requests without a good one.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, jwk::JwkSet};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Asker, Reply, Server};

const TOKEN: &str = "/auth/open/connect/token";

async fn ask_for_token(asker: &Asker, basic: Option<(&str, &str)>, form: &str) -> Reply {
    let mut request = asker
        .request(Method::POST, TOKEN)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    if let Some((id, secret)) = basic {
        request = request.basic_auth(id, Some(secret));
    }
    asker.send(request).await
}

#[tokio::test]
async fn a_client_gets_a_token_by_header_or_form() {
    let server = Server::start().await;
    let (id, secret) = server.client("bank").await.credentials.unwrap();
    let nobody = server.asker("bank", None);
    let grant = "grant_type=client_credentials";
    let form = format!("{grant}&client_id={id}&client_secret={secret}");
    let by_header = ask_for_token(&nobody, Some((&id, &secret)), grant).await;
    for reply in [by_header, ask_for_token(&nobody, None, &form).await] {
        let reply = reply.expect(StatusCode::OK);
        assert_eq!(reply.json["expires_in"], 600);
        assert_eq!(reply.json["token_type"], "Bearer");
        assert_eq!(
            reply.json["scope"],
            "signicat-api assure:purge assure:audit"
        );
        assert_eq!(reply.headers["cache-control"], "no-store");
        let bank = server.asker("bank", reply.json["access_token"].as_str());
        bank.get("/assure/dossiers").await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn wrong_credentials_get_no_token() {
    let server = Server::with(crate::support::Setup {
        demo: true,
        ..Default::default()
    })
    .await;
    let (id, secret) = server.client("bank").await.credentials.unwrap();
    let (other, _) = server.client("other").await.credentials.unwrap();
    let nobody = server.asker("somebody", None);
    let grant = "grant_type=client_credentials";
    for (id, secret) in [
        (id.as_str(), "wrong"),
        (&id, ""),
        (&other, secret.as_str()),
        ("nobody", &secret),
        ("", ""),
        ("demo", ""),
    ] {
        let reply = ask_for_token(&nobody, Some((id, secret)), grant).await;
        let reply = reply.refused(401, "Invalid client credentials.");
        assert_eq!(reply.json["error"], "invalid_client", "{id}");
    }
    ask_for_token(&nobody, None, grant)
        .await
        .refused(401, "Invalid client credentials.");
    let password = "grant_type=password";
    let reply = ask_for_token(&nobody, Some((&id, &secret)), password).await;
    let reply = reply.refused(400, "Unsupported grant type.");
    assert_eq!(reply.json["error"], "unsupported_grant_type");
    for form in ["", "scope=signicat-api", "grant_type=a&grant_type=b"] {
        let reply = ask_for_token(&nobody, None, form).await;
        let reply = reply.refused(400, "Invalid form.");
        assert_eq!(reply.json["error"], "invalid_request", "{form}");
    }
    let json = nobody
        .post(TOKEN, json!({ "grant_type": "client_credentials" }))
        .await;
    json.refused(415, "Unsupported media type.");
}

#[tokio::test]
async fn tokens_can_be_checked_with_the_published_keys() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let token = bank.token.clone().unwrap();
    let nobody = server.asker("auditor", None);
    let metadata = nobody
        .get("/auth/open/.well-known/openid-configuration")
        .await;
    let metadata = metadata.expect(StatusCode::OK);
    assert_eq!(
        metadata.text("jwks_uri"),
        format!("{}/auth/open/connect/jwks", server.url)
    );
    let keys = nobody
        .get("/auth/open/connect/jwks")
        .await
        .expect(StatusCode::OK)
        .json;
    let well_known = nobody
        .get("/.well-known/jwks.json")
        .await
        .expect(StatusCode::OK)
        .json;
    assert_eq!(keys, well_known);

    let keys: JwkSet = serde_json::from_value(keys).unwrap();
    let header = jsonwebtoken::decode_header(&token).unwrap();
    let key = keys.find(&header.kid.unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[metadata.text("issuer")]);
    validation.set_audience(&[format!("{}/assure", server.url)]);
    validation.validate_exp = false; // The service's clock stands in 2026.
    let key = DecodingKey::from_jwk(key).unwrap();
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation)
        .unwrap()
        .claims;
    assert_eq!(claims["sub"], bank.credentials.unwrap().0);
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        600
    );
}

#[tokio::test]
async fn requests_without_a_bearer_token_are_told_so() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    for header in ["", "Bearer", "Bearer ", "Basic dTpw", "x"] {
        let mut request = nobody.request(Method::GET, "/assure/dossiers");
        if !header.is_empty() {
            request = request.header("authorization", header);
        }
        let reply = nobody
            .send(request)
            .await
            .refused(401, "Malformed Authorization header.");
        assert_eq!(
            reply.text("detail"),
            "Please provide a valid Bearer authentication."
        );
        assert_eq!(reply.text("instance"), "/assure/dossiers");
        assert_eq!(reply.text("method"), "GET");
        assert_eq!(reply.headers["www-authenticate"], "Bearer");
    }
}

#[tokio::test]
async fn tokens_that_are_not_ours_or_not_for_now_are_refused() {
    let server = Server::start().await;
    let elsewhere = Server::start().await;
    let bank = server.client("bank").await;
    let token = bank.token.clone().unwrap();
    let body = token.split('.').nth(1).unwrap();
    let claims: Value =
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
    let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let hmac = EncodingKey::from_secret(b"guess");
    let forged = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &hmac).unwrap();
    let foreign = elsewhere.client("bank").await.token.unwrap();
    let person = server
        .person(&bank.flow("document").await)
        .await
        .token
        .unwrap();
    for (what, bad) in [
        ("none", format!("{none}.{body}.")),
        ("none with signature", format!("{none}.{body}.AAAA")),
        ("HMAC", forged),
        ("another issuer's", foreign),
        (
            "unsigned",
            format!("{}.", token.rsplit_once('.').unwrap().0),
        ),
        ("a session's", person),
        ("garbage", "a.b.c".to_owned()),
    ] {
        let asker = server.asker(what, Some(&bad));
        let reply = asker.get("/assure/dossiers").await;
        reply.refused(401, "Invalid access token.");
    }
    let reply = bank.get("/assure/capture/session").await;
    reply.refused(401, "Invalid access token.");

    server.advance_seconds(599);
    bank.get("/assure/dossiers").await.expect(StatusCode::OK);
    server.advance_seconds(1);
    bank.get("/assure/dossiers")
        .await
        .refused(401, "Invalid access token.");
}
