//! A server for the page that measures: files of some folders, and one answer that it sends back.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::Result;

/// Longest answer of the page, in bytes.
const MAX_ANSWER: u64 = 1 << 20;

/// Where a path that begins so is looked for.
pub(super) type Folders = Vec<(&'static str, PathBuf)>;

/// Serves until the program ends.
pub(super) struct PageServer {
    pub(super) url: String,
    /// What the page posted to `/answer`.
    pub(super) answers: Receiver<String>,
}

struct Site {
    page: &'static str,
    script: &'static str,
    folders: Folders,
}

impl PageServer {
    /// Serves `page` at `/`, `script` at `/page.js`, and the folders.
    pub(super) fn start(
        page: &'static str,
        script: &'static str,
        folders: Folders,
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        // Browsers let pages on `localhost` do what others need TLS for.
        let url = format!("http://localhost:{}/", listener.local_addr()?.port());
        let site = Arc::new(Site {
            page,
            script,
            folders,
        });
        let (sender, answers) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, sender) = (Arc::clone(&site), sender.clone());
                // A browser that hangs up is no failure of the server.
                thread::spawn(move || drop(site.answer(stream, &sender)));
            }
        });
        Ok(Self { url, answers })
    }
}

impl Site {
    fn answer(&self, mut stream: TcpStream, sender: &Sender<String>) -> Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut length = 0;
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let path = request.split(' ').nth(1).unwrap_or("/");
        if request.starts_with("POST /answer ") {
            let mut body = String::new();
            reader
                .take(MAX_ANSWER.min(length))
                .read_to_string(&mut body)?;
            sender.send(body)?;
            return respond(&mut stream, "204 No Content", "text/plain", b"");
        }
        match path.split('?').next().unwrap_or("/") {
            "/" => respond(&mut stream, "200 OK", "text/html", self.page.as_bytes()),
            "/page.js" => respond(
                &mut stream,
                "200 OK",
                content_type(path),
                self.script.as_bytes(),
            ),
            _ => match self.file(path).map(std::fs::read) {
                Some(Ok(bytes)) => respond(&mut stream, "200 OK", content_type(path), &bytes),
                _ => respond(&mut stream, "404 Not Found", "text/plain", b"not found"),
            },
        }
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        let path = path.split(['?', '#']).next()?;
        let (folder, rest) = self
            .folders
            .iter()
            .find_map(|(prefix, folder)| Some((folder, path.strip_prefix(prefix)?)))?;
        let plain = rest.split('/').all(|part| !part.is_empty() && part != "..");
        plain.then(|| folder.join(rest))
    }
}

fn content_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|e| e.to_str()) {
        Some("js" | "mjs") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> Result<()> {
    // Isolated pages get a clock of 5 instead of 100 microseconds.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n\
         Cross-Origin-Embedder-Policy: require-corp\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &PageServer, request: &str) -> String {
        let address = server
            .url
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn it_serves_its_folders_and_hands_the_answer_on() {
        let folder = crate::cache::root().join("xtask/src");
        let server = PageServer::start("<p>", "go()", vec![("/src/", folder)]).unwrap();
        assert!(ask(&server, "GET / HTTP/1.1\r\n\r\n").ends_with("<p>"));
        assert!(ask(&server, "GET /src/main.rs HTTP/1.1\r\n\r\n").contains("cargo xtask"));
        for path in ["/src/../Cargo.toml", "/src/", "/other", "/src/none.rs"] {
            let answer = ask(&server, &format!("GET {path} HTTP/1.1\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        }
        ask(
            &server,
            "POST /answer HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
        );
        assert_eq!(server.answers.recv().unwrap(), "{}");
    }
}
