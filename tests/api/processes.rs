//! The list of a client's processes, and what can be fetched of one.

use std::io::{Cursor, Read as _};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{PASSPORT, Server, data_url, fields, jpeg, png};

fn ids(list: &Value) -> Vec<&str> {
    let processes = list["processes"].as_array().unwrap();
    let ids = processes
        .iter()
        .map(|process| process["processId"].as_str().unwrap());
    ids.collect()
}

#[tokio::test]
async fn processes_of_thirty_days_are_listed_by_date_and_status() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let shop = server.client("shop").await;
    shop.process("document", PASSPORT).await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let process = bank.process("document", PASSPORT).await;
        made.push(process.rsplit('/').next().unwrap().to_owned());
        server.advance_seconds(60);
        if made.len() == 2 {
            let fail = bank.post_nothing(&format!("{process}/fail")).await;
            fail.expect(StatusCode::OK);
        }
    }
    let list = async |query: &str| {
        let path = format!("/assure/processes?startCreationDate=2026-06-01T12:00:00Z{query}");
        bank.get(&path).await.expect(StatusCode::OK).json
    };
    let all = list("").await;
    assert_eq!(ids(&all), [&made[2], &made[1], &made[0]]);
    assert_eq!(all["totalResults"], 3);
    assert_eq!(
        all["filters"],
        json!({
            "startCreationDate": "2026-06-01T12:00:00Z", "statusList": [], "offset": 0,
            "limit": 100, "order": "createdAtDescending"
        })
    );
    assert_eq!(
        fields(&all["processes"][0]),
        [
            "createdAt",
            "dossier",
            "processId",
            "processType",
            "provider",
            "status",
            "updatedAt"
        ]
    );
    let page = list("&limit=1&offset=1&order=createdAtAscending").await;
    assert_eq!(
        (ids(&page), &page["totalResults"]),
        (vec![&*made[1]], &json!(3))
    );
    let failed = list("&status=failed,accepted").await;
    assert_eq!(ids(&failed), [&made[1]]);
    assert_eq!(
        failed["filters"]["statusList"],
        json!(["failed", "accepted"])
    );
    let early = list("&endCreationDate=2026-06-01T12:01:00Z").await;
    assert_eq!(ids(&early), [&made[1], &made[0]]);

    for query in [
        "",
        "?startCreationDate=2026-06-01",
        "?startCreationDate=2026-06-01T12:00:00Z&endCreationDate=2026-05-01T12:00:00Z",
        "?startCreationDate=2026-06-01T12:00:00Z&limit=2001",
    ] {
        bank.get(&format!("/assure/processes{query}"))
            .await
            .refused(400, "Invalid filter.");
    }
    let nobody = server.asker("nobody", None);
    let refused = nobody.get("/assure/processes").await;
    refused.expect(StatusCode::UNAUTHORIZED);

    server.advance_minutes(30 * 24 * 60 - 2);
    let mut bank = bank;
    bank.log_in().await;
    let path = "/assure/processes?startCreationDate=2026-01-01T00:00:00Z";
    let recent = bank.get(path).await.expect(StatusCode::OK).json;
    assert_eq!(ids(&recent), [&made[2], &made[1]], "30 days");
}

#[tokio::test]
async fn a_verified_process_is_downloaded_whole() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let process = bank.process("documentSelfie", PASSPORT).await;
    let download = format!("{process}/download");
    let raw = format!("{process}/raw");
    bank.get(&download).await.expect(StatusCode::NO_CONTENT);
    bank.get(&raw).await.expect(StatusCode::NO_CONTENT);
    let images = json!({ "front": data_url(&jpeg()), "selfie": data_url(&png()) });
    bank.post(&format!("{process}/images"), images)
        .await
        .expect(StatusCode::CREATED);
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    let shown = bank.verdict(&process).await;

    let zip = bank.get(&download).await.expect(StatusCode::OK);
    let (dossier, process_id) = process
        .strip_prefix("/assure/dossiers/")
        .and_then(|rest| rest.split_once("/processes/"))
        .unwrap();
    assert_eq!(
        zip.headers["content-disposition"],
        format!("attachment; filename=\"{dossier}_{process_id}_20260601T120000.zip\"")
    );
    assert_eq!(zip.headers["content-type"], "application/zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(zip.bytes)).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    };
    assert_eq!(read("front.jpg"), jpeg(), "as it was uploaded");
    assert!(read("selfie.jpg").starts_with(&[0xff, 0xd8, 0xff]));
    let result: Value = serde_json::from_slice(&read("result.json")).unwrap();
    assert_eq!(result, shown);
    let record: Value = serde_json::from_slice(&read("raw.json")).unwrap();
    assert_eq!(record["report"]["status"], "accepted");
    let fetched = bank.get(&raw).await.expect(StatusCode::OK);
    assert_eq!(fetched.json, record);
    bank.get(&format!("{process}/video"))
        .await
        .refused(400, "No video.");
}
