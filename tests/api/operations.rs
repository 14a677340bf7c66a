//! What operators ask.

use reqwest::StatusCode;

use crate::support::Server;

async fn ask(server: &Server, path: &str) -> (StatusCode, String) {
    let response = reqwest::get(format!("{}{path}", server.operations_url)).await;
    let response = response.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn operators_learn_how_a_service_is_doing() {
    let server = Server::start().await;
    assert_eq!(ask(&server, "/livez").await.0, StatusCode::OK);
    let (status, ready) = ask(&server, "/readyz").await;
    assert_eq!(status, StatusCode::OK, "{ready}");
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    assert_eq!(ready["database"], "ok");
    assert_eq!(ready["images"], "ok");
    assert_eq!(ready["verification"], "available");

    let bank = server.client("bank").await;
    let process = bank.submitted().await;
    bank.verdict(&process).await;
    bank.get("/assure/dossiers/nobody's").await;
    let (_, told) = ask(&server, "/metrics").await;
    let of = |start: &str| {
        let line = told.lines().find(|line| line.starts_with(start));
        let line = line.unwrap_or_else(|| panic!("no {start} in\n{told}"));
        line.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap()
    };
    assert!(of("vidimus_verifications_total{state=\"accepted\"}") >= 1.0);
    assert!(of("vidimus_verification_duration_seconds_count") >= 1.0);
    assert!(of("vidimus_jobs_waiting ") == 0.0);
    let counted = |part: &str| told.lines().any(|line| line.contains(part));
    assert!(counted(
        "method=\"POST\",route=\"/assure/dossiers\",status=\"201\""
    ));
    let id = process.rsplit_once('/').unwrap().1;
    assert!(
        !told.contains(id) && !told.contains("nobody's"),
        "ids are no labels"
    );
}

#[tokio::test]
async fn operators_paths_are_not_open_to_everybody() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    for path in ["/metrics", "/readyz", "/livez"] {
        let reply = nobody.get(path).await;
        assert_ne!(reply.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_caller_finds_its_own_trace_in_an_error() {
    let server = Server::start().await;
    let nobody = server.asker("nobody", None);
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let request = nobody
        .request(reqwest::Method::GET, "/assure/dossiers")
        .header("traceparent", format!("00-{trace}-b7ad6b7169203331-01"));
    let reply = nobody.send(request).await.expect(StatusCode::UNAUTHORIZED);
    assert_eq!(reply.text("traceId"), trace);
}
