//! Calls, and what was found in their replies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::deviations::{DEVIATIONS, Deviation, EVERY_OPERATION, NEVER_ANSWERED};
use crate::document::Document;
use crate::support::{Asker, Reply};

/// An operation and a status.
type Answer = (String, u16);

/// The document, and what was answered so far.
pub(crate) struct Contract {
    pub(crate) document: Document,
    /// With what the document does not know, by what was asked.
    answers: Mutex<BTreeMap<Answer, BTreeSet<String>>>,
    calls: Mutex<usize>,
}

/// Somebody whose every call is recorded. Paths are those of the document, below `/assure`.
#[derive(Clone)]
pub(crate) struct Integrator<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) asker: Asker,
}

impl Contract {
    pub(crate) fn of(file: &Path) -> Self {
        Self {
            document: Document::read(file),
            answers: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    fn record(&self, method: &Method, path: &str, reply: &Reply) {
        let operation = self.document.operation(method, path);
        let found = self.document.findings(operation, reply);
        let answer = (operation.name(), reply.status.as_u16());
        let mut answers = self.answers.lock().unwrap();
        answers.entry(answer).or_default().extend(found);
        *self.calls.lock().unwrap() += 1;
    }

    /// Everything that is wrong, one line each, and a summary.
    pub(crate) fn judge(&self) -> (Vec<String>, String) {
        let mut deviating = self.answers.lock().unwrap().clone();
        let answered = deviating.len();
        let mut documented = 0;
        for operation in &self.document.operations {
            for status in operation.responses.keys() {
                documented += 1;
                let answer = (operation.name(), *status);
                deviating
                    .entry(answer)
                    .or_insert_with(|| BTreeSet::from([NEVER_ANSWERED.to_owned()]));
            }
        }
        let mut wrong = Vec::new();
        for ((operation, status), found) in &deviating {
            for finding in found {
                let known = DEVIATIONS
                    .iter()
                    .any(|known| known.is(operation, *status, finding));
                if !known {
                    wrong.push(format!("{operation}: {status} {finding}"));
                }
            }
        }
        for known in DEVIATIONS {
            let occurs = deviating.iter().any(|((operation, status), found)| {
                found
                    .iter()
                    .any(|finding| known.is(operation, *status, finding))
            });
            if !occurs {
                wrong.push(format!("does not occur any more: {known}"));
            }
        }
        let deviations: Vec<String> = DEVIATIONS.iter().map(ToString::to_string).collect();
        let summary = format!(
            "{} operations, {documented} statuses documented, {answered} statuses answered in {} \
             calls, {} deviations:\n  {}",
            self.document.operations.len(),
            self.calls.lock().unwrap(),
            DEVIATIONS.len(),
            deviations.join("\n  "),
        );
        (wrong, summary)
    }
}

impl Deviation {
    fn is(&self, operation: &str, status: u16, finding: &str) -> bool {
        (self.operation == EVERY_OPERATION || self.operation == operation)
            && self.status == status
            && self.finding == finding
    }
}

impl Integrator<'_> {
    /// Asks, checks the status, records.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        status: u16,
    ) -> Reply {
        let mut request = self
            .asker
            .request(method.clone(), &format!("/assure{path}"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = self.asker.send(request).await;
        let reply = reply.expect(StatusCode::from_u16(status).unwrap());
        self.contract.record(&method, path, &reply);
        reply
    }

    pub(crate) async fn get(&self, path: &str, status: u16) -> Reply {
        self.ask(Method::GET, path, None, status).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value, status: u16) -> Reply {
        self.ask(Method::POST, path, Some(body), status).await
    }

    pub(crate) async fn post_nothing(&self, path: &str, status: u16) -> Reply {
        self.ask(Method::POST, path, None, status).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value, status: u16) -> Reply {
        self.ask(Method::PUT, path, Some(body), status).await
    }

    pub(crate) async fn delete(&self, path: &str, status: u16) -> Reply {
        self.ask(Method::DELETE, path, None, status).await
    }

    /// A new dossier; gives its path.
    pub(crate) async fn dossier(&self) -> String {
        format!("/dossiers/{}", self.asker.dossier().await)
    }

    /// A new process in a dossier of its own; gives its path.
    pub(crate) async fn process(&self, body: Value) -> String {
        let processes = format!("{}/processes", self.dossier().await);
        let made = self.post(&processes, body, 201).await;
        format!("{processes}/{}", made.text("processId"))
    }

    /// Waits for the end of a verification and asks once more.
    pub(crate) async fn verdict(&self, process: &str, status: &str) -> Reply {
        let path = format!("/assure{process}");
        self.asker.verdict(&path).await;
        let reply = self.get(process, 200).await;
        assert_eq!(reply.json["status"], status, "{}", reply.json);
        reply
    }
}
