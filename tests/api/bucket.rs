//! Images in a bucket of an S3 service.

use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use reqwest::StatusCode;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use serde_json::json;
use tokio::net::TcpListener;
use vidimus_server::blobs::{Bucket, Credentials};

use crate::support::{PASSPORT, Server, Setup, data_url, jpeg, png};

const KEY: &str = "vidimus";
const SECRET: &str = "a secret for tests";

/// Serves a folder by the S3 protocol; gives the URL.
pub(crate) async fn serve(root: &Path) -> String {
    let files = s3s_fs::FileSystem::new(root).unwrap();
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service.clone();
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    url
}

/// The bucket `images` of the service at `endpoint`.
pub(crate) fn settings(endpoint: &str) -> Bucket {
    Bucket {
        name: "images".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        region: Some("eu-central-1".to_owned()),
        credentials: Some(Credentials {
            key_id: KEY.to_owned(),
            secret: SECRET.to_owned(),
        }),
    }
}

fn objects(bucket: &Path) -> usize {
    let entries = std::fs::read_dir(bucket).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            // The server keeps notes of its own beside the objects.
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match (path.is_dir(), name.starts_with('.')) {
                (_, true) => 0,
                (true, _) => objects(&path),
                (false, _) => 1,
            }
        })
        .sum()
}

#[tokio::test]
async fn images_are_stored_fetched_and_deleted_in_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let bucket = folder.path().join("images");
    std::fs::create_dir(&bucket).unwrap();
    let endpoint = serve(folder.path()).await;
    let server = Server::with(Setup {
        bucket: Some(settings(&endpoint)),
        ..Setup::default()
    })
    .await;
    let bank = server.client("bank").await;
    let dossier = bank.dossier().await;
    let path = format!("/assure/dossiers/{dossier}");
    let process = bank.process_in(&dossier, "documentSelfie", PASSPORT).await;
    let images = format!("{process}/images");
    let both = json!({ "front": data_url(&jpeg()), "selfie": data_url(&png()) });
    bank.post(&images, both).await.expect(StatusCode::CREATED);
    let again = json!({ "front": data_url(&png()) });
    bank.post(&images, again).await.expect(StatusCode::CREATED);
    let front = bank.get(&format!("{images}?depiction=front")).await;
    assert_eq!(front.expect(StatusCode::OK).bytes, png());
    assert_eq!(objects(&bucket), 2, "the replaced one is gone");
    assert!(!server.data().join("blobs").exists());
    bank.post_nothing(&process).await.expect(StatusCode::OK);
    let done = bank.verdict(&process).await;
    assert_eq!(done["status"], "accepted");
    let file = json!({ "back": data_url(&jpeg()) });
    bank.post(&format!("{path}/files"), file).await;
    assert_eq!(objects(&bucket), 3);
    bank.delete(&process).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(objects(&bucket), 1);
    bank.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(objects(&bucket), 0);

    let mut wrong = settings(&endpoint);
    if let Some(credentials) = &mut wrong.credentials {
        "another secret".clone_into(&mut credentials.secret);
    }
    let locked_out = Server::with(Setup {
        bucket: Some(wrong),
        ..Setup::default()
    })
    .await;
    let shop = locked_out.client("shop").await;
    let process = shop.process("document", PASSPORT).await;
    let images = format!("{process}/images");
    let refused = shop
        .post(&images, json!({ "front": data_url(&jpeg()) }))
        .await;
    let refused = refused.refused(503, "Not available.");
    assert!(!refused.text("detail").contains("S3"), "no internals");
    let nothing = shop.get(&format!("{images}?depiction=front")).await;
    nothing.refused(404, "Image not found.");
}
