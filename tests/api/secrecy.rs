//! What lies on the disk, and what is left of it after deletion.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use serde_json::json;
use vidimus_server::ids::DossierId;
use vidimus_server::service::open_store;
use vidimus_server::store::{Dossiers as _, Processes as _};

use crate::support::{Server, data_url, database, jpeg};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Whether any file below a folder holds these bytes.
fn holds(folder: &Path, needle: &[u8]) -> Option<PathBuf> {
    files(folder).into_iter().find(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test]
async fn nothing_personal_lies_readable_on_the_disk() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let reference = json!({ "externalReference": "Willeke, case 7" });
    bank.post("/assure/dossiers", reference)
        .await
        .expect(StatusCode::CREATED);
    let url = bank.flow("document").await;
    let person = server.person(&url).await;
    let process = bank.submitted().await;
    assert_eq!(bank.verdict(&process).await["status"], "accepted");

    let picture = jpeg();
    let (_, artifact) = url.rsplit_once('=').unwrap();
    let token = person.token.unwrap();
    let (_, secret) = bank.credentials.unwrap();
    for (what, needle) in [
        ("the head of the image", &picture[..32]),
        (
            "the middle of the image",
            &picture[picture.len() / 2..][..32],
        ),
        ("the name", b"DE BRUIJN".as_slice()),
        ("the document number", b"SPECI2021"),
        ("the reference", b"Willeke, case 7"),
        ("the redirect URL", b"case=7"),
        ("the artifact", artifact.as_bytes()),
        ("the session token", token.as_bytes()),
        ("the client's secret", secret.as_bytes()),
    ] {
        assert_eq!(holds(&server.data(), needle), None, "{what} can be read");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = std::fs::metadata(server.data().join("master.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn deleting_destroys_files_and_key() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let kept = bank.submitted().await;
    bank.verdict(&kept).await;
    let blobs = server.data().join("blobs");
    let before = files(&blobs);

    let process = bank.submitted().await;
    bank.verdict(&process).await;
    let image = files(&blobs)
        .into_iter()
        .find(|file| !before.contains(file))
        .unwrap();
    let sealed = std::fs::read(&image).unwrap();
    let (dossier, _) = process.split_once("/processes").unwrap();
    let id = DossierId::parse(dossier.rsplit('/').next().unwrap()).unwrap();
    let store = open_store(&server.data(), database(&server.data()).as_ref())
        .await
        .unwrap();
    let key = store.dossier(id).await.unwrap().unwrap().wrapped_key.0;
    let is_file = database(&server.data()).is_none();
    assert_eq!(holds(&server.data(), &key).is_some(), is_file);
    bank.delete(dossier).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(files(&blobs), before, "the file is gone");
    assert_eq!(store.dossier(id).await.unwrap(), None);
    assert_eq!(store.processes(id).await.unwrap(), []);
    drop(store);
    assert_eq!(holds(&server.data(), &key), None, "the key is left");

    // A copy of the file, put where a living dossier's image is, opens for nobody.
    std::fs::write(&before[0], sealed).unwrap();
    let reply = bank.get(&format!("{kept}/images?depiction=front")).await;
    let reply = reply.expect(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!reply.text("detail").contains("sealed"), "no internals");
}

#[tokio::test]
async fn a_replaced_or_refused_image_leaves_no_file() {
    let server = Server::start().await;
    let bank = server.client("bank").await;
    let process = bank.process("document", 137).await;
    let images = format!("{process}/images");
    for _ in 0..3 {
        let body = json!({ "front": data_url(&jpeg()) });
        bank.post(&images, body).await.expect(StatusCode::CREATED);
    }
    let bad = json!({ "back": data_url(b"no image") });
    bank.post(&images, bad)
        .await
        .expect(StatusCode::BAD_REQUEST);
    assert_eq!(files(&server.data().join("blobs")).len(), 1);
    bank.delete(&process).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(files(&server.data().join("blobs")).len(), 0);
}
