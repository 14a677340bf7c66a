//! What every operation refuses.

use reqwest::Method;
use serde_json::json;

use crate::record::{Contract, Integrator};
use crate::support::{PASSPORT, Server};

/// An id that nothing has.
const NOBODY: &str = "37191afe-25b3-4c30-b42a-b0ab64aa1d64";

/// 401, with no token and with one of somebody else's.
pub(crate) async fn without_a_token(server: &Server, contract: &Contract) {
    for token in [None, Some("a.b.c")] {
        let nobody = Integrator {
            contract,
            asker: server.asker("nobody", token),
        };
        for operation in &contract.document.operations {
            let path = operation.at(&[NOBODY, NOBODY]);
            let body = takes_body(&operation.method).then(|| json!({}));
            nobody.ask(operation.method.clone(), &path, body, 401).await;
        }
    }
}

/// 404, for dossiers and for processes.
pub(crate) async fn of_what_is_not_there(bank: &Integrator<'_>) {
    let process = json!({
        "provider": "signicatpictureid", "processType": "document", "documentId": PASSPORT
    });
    let process = bank.process(process).await;
    let dossier = process.split('/').nth(2).unwrap();
    for operation in &bank.contract.document.operations {
        let ids: &[&[&str]] = if operation.path.contains("{processId}") {
            &[&[NOBODY, NOBODY], &[dossier, NOBODY], &[dossier, "x"]]
        } else if operation.path.contains("{dossierId}") {
            &[&[NOBODY], &["x"]]
        } else {
            &[]
        };
        for ids in ids {
            let path = operation.at(ids);
            let body = takes_body(&operation.method).then(|| json!({}));
            bank.ask(operation.method.clone(), &path, body, 404).await;
        }
    }
}

fn takes_body(method: &Method) -> bool {
    *method == Method::POST || *method == Method::PUT
}
