//! The program's commands around an installation: keys, settings, backup and moving.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead as _, BufReader, Cursor};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const VIDIMUS: &str = env!("CARGO_BIN_EXE_vidimus");

fn vidimus(arguments: &[&str]) -> Command {
    let mut command = Command::new(VIDIMUS);
    command.args(arguments).env_remove("DATABASE_URL");
    command
}

/// What a command printed; it must succeed.
#[track_caller]
fn done(arguments: &[&str]) -> String {
    let output = vidimus(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command said when it refused.
#[track_caller]
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

struct Service {
    child: Child,
    url: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(more: &[&str]) -> Service {
    let mut child = vidimus(&["serve", "--listen", "127.0.0.1:0", "--log-json"])
        .args(["--public-url", "http://localhost"])
        .args(more)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = log.by_ref().map_while(Result::ok).find_map(|line| {
        let entry: Value = serde_json::from_str(&line).unwrap();
        let fields = &entry["fields"];
        (fields["message"] == "serving").then(|| fields["address"].as_str().unwrap().to_owned())
    });
    let address = address.expect("it says where it serves");
    // Somebody must go on reading, or the service would stop when the pipe is full.
    std::thread::spawn(move || log.for_each(drop));
    Service {
        child,
        url: format!("http://{address}"),
    }
}

/// A client of a service.
struct Bank {
    id: String,
    secret: String,
}

impl Bank {
    fn created(place: &[&str]) -> Self {
        let made = done(&[&["client", "create", "--name", "Bank"], place].concat());
        let made: Value = serde_json::from_str(&made).unwrap();
        Self {
            id: made["client_id"].as_str().unwrap().to_owned(),
            secret: made["client_secret"].as_str().unwrap().to_owned(),
        }
    }

    async fn token(&self, service: &Service) -> String {
        let reply = reqwest::Client::new()
            .post(format!("{}/auth/open/connect/token", service.url))
            .basic_auth(&self.id, Some(&self.secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials")
            .send()
            .await
            .unwrap();
        let json: Value = reply.json().await.unwrap();
        json["access_token"].as_str().unwrap().to_owned()
    }

    async fn ask(
        &self,
        service: &Service,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Vec<u8>) {
        let token = self.token(service).await;
        let url = format!("{}/assure{path}", service.url);
        let request = reqwest::Client::new().request(method, url);
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.bearer_auth(token).send().await.unwrap();
        (response.status(), response.bytes().await.unwrap().to_vec())
    }

    /// A dossier that holds a picture; gives its path.
    async fn dossier_with(&self, service: &Service, picture: &[u8]) -> String {
        let (status, made) = self.ask(service, Method::POST, "/dossiers", None).await;
        assert_eq!(status, StatusCode::CREATED);
        let made: Value = serde_json::from_slice(&made).unwrap();
        let path = format!("/dossiers/{}", made["dossierId"].as_str().unwrap());
        let front = format!("data:image/png;base64,{}", BASE64_STANDARD.encode(picture));
        let files = Some(json!({ "front": front }));
        let (status, said) = self
            .ask(service, Method::POST, &format!("{path}/files"), files)
            .await;
        assert_eq!(status, StatusCode::CREATED, "{said:?}");
        path
    }

    async fn picture(&self, service: &Service, dossier: &str) -> (StatusCode, Vec<u8>) {
        let path = format!("{dossier}/files?depiction=front");
        self.ask(service, Method::GET, &path, None).await
    }
}

fn picture() -> Vec<u8> {
    let drawing = RgbImage::from_fn(96, 64, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    drawing.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn nothing_is_served_without_a_master_key_or_with_a_wrong_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    let start = |key: Option<&str>| {
        let mut command = vidimus(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(place).env_remove("VIDIMUS_MASTER_KEY");
        if let Some(key) = key {
            command.env("VIDIMUS_MASTER_KEY", key);
        }
        command
    };
    let said = refused(&mut start(None));
    assert!(said.contains("vidimus key --file"), "{said}");
    assert!(!data.join("master.key").exists());
    let said = refused(&mut start(Some("letmein")));
    assert!(said.contains("VIDIMUS_MASTER_KEY holds no key"), "{said}");
    assert!(!said.contains("letmein"));

    let file = folder.path().join("keys/master.key");
    done(&["key", "--file", text(&file)]);
    drop(serve(
        &[&place[..], &["--master-key-file", text(&file)]].concat(),
    ));
    let other = done(&["key"]);
    let said = refused(&mut start(Some(&other)));
    assert!(
        said.contains("not the one that the data were sealed with"),
        "{said}"
    );
    let command = format!("cat {}", text(&file));
    drop(serve(
        &[&place[..], &["--master-key-command", &command]].concat(),
    ));
}

#[tokio::test]
async fn a_backup_taken_while_serving_is_served_again() {
    let folder = tempfile::tempdir().unwrap();
    let (data, saved) = (folder.path().join("data"), folder.path().join("saved"));
    let key = folder.path().join("master.key");
    done(&["key", "--file", text(&key)]);
    let options = ["--data", text(&data), "--master-key-file", text(&key)];
    let service = serve(&options);
    let bank = Bank::created(&options[..2]);
    let dossier = bank.dossier_with(&service, &picture()).await;
    let to = ["backup", "--data", text(&data), "--to", text(&saved)];
    let said = done(&to);
    assert!(said.contains("1 images, all sealed"), "{said}");
    assert!(refused(&mut vidimus(&to)).contains("is there already"));
    let later = bank.dossier_with(&service, &picture()).await;
    bank.ask(&service, Method::DELETE, &dossier, None).await;
    drop(service);

    let options = ["--data", text(&saved), "--master-key-file", text(&key)];
    let restored = serve(&options);
    let (status, front) = bank.picture(&restored, &dossier).await;
    assert_eq!((status, front), (StatusCode::OK, picture()));
    let (status, _) = bank.picture(&restored, &later).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_installation_moves_from_sqlite_to_postgres_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let key = folder.path().join("master.key");
    done(&["key", "--file", text(&key)]);
    let new_key = ["--master-key-file", text(&key)];
    let place = ["--data", text(&data)];
    let service = serve(&[place, new_key].concat());
    let bank = Bank::created(&place);
    let dossier = bank.dossier_with(&service, &picture()).await;
    let url = tokio::task::spawn_blocking(|| vidimus_postgres::shared()?.new_database());
    let url = url.await.unwrap().unwrap();
    let (old, new) = (data.join("blobs"), other.join("blobs"));
    let file = format!("sqlite:{}", text(&data.join("vidimus.db")));
    let copy = [
        "copy",
        "--from",
        &file,
        "--to",
        &url,
        "--from-images",
        text(&old),
        "--to-images",
        text(&new),
    ];
    let said = refused(&mut vidimus(&copy));
    assert!(said.contains("is being served"), "{said}");
    drop(service);
    let said = done(&copy);
    for line in [
        "1 dossiers",
        "1 clients",
        "1 files",
        "1 images, still sealed",
    ] {
        assert!(said.contains(line), "{said}");
    }
    let said = refused(&mut vidimus(&copy));
    assert!(said.contains("the database is not empty"), "{said}");

    let options = ["--data", text(&other), "--database-url", &url];
    let moved = serve(&[&options[..], &new_key].concat());
    assert_eq!(
        bank.picture(&moved, &dossier).await,
        (StatusCode::OK, picture())
    );
    drop(moved);

    let again = folder.path().join("again");
    std::fs::create_dir(&again).unwrap();
    let file = format!("sqlite:{}", text(&again.join("vidimus.db")));
    let images = again.join("blobs");
    done(&[
        "copy",
        "--from",
        &url,
        "--to",
        &file,
        "--from-images",
        text(&new),
        "--to-images",
        text(&images),
    ]);
    let back = serve(&[["--data", text(&again)], new_key].concat());
    assert_eq!(
        bank.picture(&back, &dossier).await,
        (StatusCode::OK, picture())
    );
    let version = done(&["migrate", "--database-url", &url]);
    assert!(version.contains("up to date"), "{version}");
}

#[test]
fn a_configuration_file_is_followed_and_its_mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vidimus.toml");
    std::fs::write(&file, "retention-days = 7\nworkers = 0\n").unwrap();
    let printed = done(&["serve", "--config", text(&file), "--print-config"]);
    assert!(printed.contains("\nretention-days = 7\n") && printed.contains("\nworkers = 0\n"));
    std::fs::write(&file, "retention = 7\n").unwrap();
    let said = refused(&mut vidimus(&["worker", "--config", text(&file)]));
    assert!(said.contains("there is no option retention;"), "{said}");
}
