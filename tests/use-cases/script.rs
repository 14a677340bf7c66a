//! Running a use case.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::process::Command;

use crate::program::Program;

pub(crate) const UPLOAD: &str = "upload.sh";
pub(crate) const CAPTURE: &str = "capture.sh";

/// What a use case is given.
pub(crate) struct Case<'a> {
    pub(crate) country: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) front: &'a Path,
    pub(crate) back: Option<PathBuf>,
    pub(crate) selfie: Option<PathBuf>,
    /// The status that the result must have; without one, any verdict will do.
    pub(crate) expected: Option<&'a str>,
}

impl<'a> Case<'a> {
    pub(crate) fn of(country: &'a str, kind: &'a str, front: &'a Path) -> Self {
        Self {
            country,
            kind,
            front,
            back: None,
            selfie: None,
            expected: None,
        }
    }

    /// Runs a script and gives what *Get process* answered in it.
    pub(crate) async fn run(&self, script: &str, program: &Program) -> Value {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("use-cases");
        let result = program.file("result.json");
        let none = Path::new("-");
        let output = Command::new("bash")
            .arg(folder.join(script))
            .args([self.country, self.kind])
            .args([self.front, self.back.as_deref().unwrap_or(none)])
            .args(&self.selfie)
            .env("VIDIMUS_URL", &program.url)
            .env("VIDIMUS_CLIENT_ID", &program.client_id)
            .env("VIDIMUS_CLIENT_SECRET", &program.client_secret)
            .env("VIDIMUS_RECEIVER", program.receiver.url())
            .env("VIDIMUS_EVENTS", &program.receiver.file)
            .env("EXPECTED_STATUS", self.expected.unwrap_or_default())
            .env("RESULT", &result)
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        println!("{script} {}\n{said}{complained}", self.front.display());
        assert!(output.status.success(), "{script}: {complained}");
        serde_json::from_slice(&std::fs::read(result).unwrap()).unwrap()
    }
}
