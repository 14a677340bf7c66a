//! Providers that are services of other companies: what they take, as the Assure API says.

use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_api::{DocumentTypeItem, ProcessRequest};

use super::request::{document_type, missing};
use super::{Provide, RemoteOutcome, Shown};
use crate::domain::{Process, Provider};
use crate::problem::Refusal;

/// A provider elsewhere.
pub(super) struct Remote {
    provider: Provider,
    process_types: &'static [ProcessType],
    /// What may be uploaded through us; nothing where their own SDK does it.
    depictions: &'static [Depiction],
}

pub(super) const ONFIDO: Remote = Remote {
    provider: Provider::Onfido,
    process_types: &[
        ProcessType::DocumentSelfie,
        ProcessType::Document,
        ProcessType::DocumentVideo,
    ],
    depictions: &[Depiction::Front, Depiction::Back, Depiction::Selfie],
};

pub(super) const READID: Remote = Remote {
    provider: Provider::ReadId,
    process_types: &[ProcessType::Sdk, ProcessType::Ready],
    depictions: &[],
};

pub(super) const VIDEOID: Remote = Remote {
    provider: Provider::VideoId,
    process_types: &[
        ProcessType::Unattended,
        ProcessType::Attended,
        ProcessType::High,
        ProcessType::Substantial,
        ProcessType::SubstantialFullyAuto,
    ],
    depictions: &[],
};

pub(super) const WEBID: Remote = Remote {
    provider: Provider::WebId,
    process_types: &[ProcessType::Videoid, ProcessType::Accountid],
    depictions: &[],
};

impl Provide for Remote {
    fn provider(&self) -> Provider {
        self.provider
    }

    fn process_types(&self) -> &'static [ProcessType] {
        self.process_types
    }

    fn check(&self, request: &ProcessRequest) -> Result<(), Refusal> {
        document_type(request)?;
        let parameters = request.process_parameters.as_ref();
        if self.provider == Provider::WebId
            && !parameters.is_some_and(|it| it.contains_key("webid"))
        {
            return Err(missing("processParameters", "webid, with the object webid"));
        }
        Ok(())
    }

    fn document_types(&self) -> Vec<DocumentTypeItem> {
        // Which ones it verifies, only its connection knows.
        Vec::new()
    }

    fn takes(&self, process: &Process) -> &'static [Depiction] {
        if process.process_type == Some(ProcessType::Document) {
            self.depictions
                .split_last()
                .map_or(&[], |(_selfie, sides)| sides)
        } else {
            self.depictions
        }
    }

    fn needs(&self, process: &Process) -> Result<Vec<Depiction>, Refusal> {
        let takes = self.takes(process).iter().copied();
        Ok(takes.filter(|own| *own != Depiction::Back).collect())
    }

    fn show(&self, record: &[u8]) -> Result<Shown, serde_json::Error> {
        let outcome: RemoteOutcome = serde_json::from_slice(record)?;
        Ok(Shown {
            status_reasons: outcome.status_reasons,
            final_result: outcome.final_result,
            provider_specific: Some(outcome.provider_specific.into()),
            withholds_document: false,
        })
    }
}
