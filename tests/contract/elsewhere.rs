//! Providers that are services of other companies, without the other company.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vidimus_api::pictureid::FinalResult;
use vidimus_api::{DocumentTypeItem, ProcessRequest};
use vidimus_server::ids::ProcessId;
use vidimus_server::providers::{
    Connection, ConnectionError, Registration, RemoteOutcome, RemoteSubmission, RemoteVerdict,
};

/// Registers everybody and accepts everything.
pub(crate) struct Elsewhere;

#[async_trait::async_trait]
impl Connection for Elsewhere {
    fn document_types(&self) -> Vec<DocumentTypeItem> {
        vec![DocumentTypeItem {
            id: 1,
            country: "PRT".to_owned(),
            country_name: "Portugal".to_owned(),
            kind: "voterId".to_owned(),
            name: "Voter card".to_owned(),
            icao: None,
            pages: 2,
        }]
    }

    async fn register(
        &self,
        process: ProcessId,
        _: &ProcessRequest,
    ) -> Result<Registration, ConnectionError> {
        let details = [
            ("authorization", "for the SDK"),
            ("providerApiUrl", "https://a.example"),
        ];
        Ok(Registration {
            external_id: Some(format!("applicant of {process}")),
            details: BTreeMap::from(details.map(|(name, value)| (name.into(), value.into()))),
        })
    }

    async fn verify(&self, _: RemoteSubmission) -> Result<RemoteOutcome, ConnectionError> {
        let specific = json!({ "documentVerification": { "result": "clear" } });
        let Value::Object(provider_specific) = specific else {
            unreachable!()
        };
        Ok(RemoteOutcome {
            verdict: RemoteVerdict::Accepted,
            final_result: Some(FinalResult {
                last_name: Some("SMITH".to_owned()),
                ..FinalResult::default()
            }),
            provider_specific,
            status_reasons: Vec::new(),
        })
    }
}
