//! Processes and the transitions of their status.

use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};
use vidimus_api::{ProcessRequest, ProcessResponse};

use super::App;
use crate::catalogue;
use crate::clock::wire_time;
use crate::domain::{Dossier, Failure, PROVIDER, Process, process_type};
use crate::ids::ProcessId;
use crate::jobs::Record;
use crate::problem::Refusal;
use crate::providers::pictureid;

impl App {
    /// Makes a process in a dossier.
    pub(crate) async fn create_process(
        &self,
        dossier: &Dossier,
        request: &ProcessRequest,
    ) -> Result<ProcessResponse, Refusal> {
        let process_type = check_provider(&request.provider, request.process_type.as_deref())?;
        let document = request
            .document_id
            .and_then(catalogue::document)
            .ok_or_else(|| {
                Refusal::invalid(
                    "Invalid documentId.",
                    "documentId is required for signicatpictureid; Get document types lists them.",
                )
            })?;
        let process = Process::new(dossier.id, process_type, Some(document.id), self.now());
        self.store.add_process(&process, None).await?;
        Ok(ProcessResponse {
            process_id: process.id.to_string(),
            provider: PROVIDER.to_owned(),
            process_type,
            status: process.status,
            document_pages: Some(document.pages),
            created_at: wire_time(process.created_at),
            updated_at: wire_time(process.updated_at),
        })
    }

    /// Finds a process; one whose time has run out is failed first.
    pub(crate) async fn load_process(&self, id: ProcessId) -> Result<Option<Process>, Refusal> {
        let found = self.store.process(id).await?;
        if !found
            .as_ref()
            .is_some_and(|process| process.is_overdue(self.now()))
        {
            return Ok(found);
        }
        self.store
            .end_pending(id, Some(Failure::TimeExpired), self.now())
            .await?;
        self.announce(id);
        Ok(self.store.process(id).await?)
    }

    /// All processes of a dossier, settled as [`App::load_process`] does.
    pub(crate) async fn load_processes(&self, dossier: &Dossier) -> Result<Vec<Process>, Refusal> {
        let mut processes = self.store.processes(dossier.id).await?;
        for process in &mut processes {
            if process.is_overdue(self.now())
                && let Some(settled) = self.load_process(process.id).await?
            {
                *process = settled;
            }
        }
        Ok(processes)
    }

    /// Queues the verification of a pending process that has all it needs.
    pub(crate) async fn start_verification(&self, process: &Process) -> Result<(), Refusal> {
        if process.status != ProcessStatus::Pending {
            return Err(not_pending(process));
        }
        let document = process
            .document_id
            .and_then(catalogue::document)
            .ok_or_else(|| {
                Refusal::invalid(
                    "Document missing.",
                    "Choose the document before submitting.",
                )
            })?;
        let there: Vec<Depiction> = self
            .store
            .images(process.id)
            .await?
            .iter()
            .map(|image| image.depiction)
            .collect();
        let missing: Vec<&str> = process
            .needed_images(document.pages)
            .into_iter()
            .filter(|needed| !there.contains(needed))
            .map(Depiction::as_str)
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::invalid(
                "Images missing.",
                format!("Upload these images first: {}.", missing.join(", ")),
            ));
        }
        if self.verifier.is_none() {
            return Err(Refusal::unavailable(
                "Verification is not available: the server runs without its models. Nothing is \
                 lost; start again later.",
            ));
        }
        let started = self
            .store
            .start_verification(process.id, document.id, self.now())
            .await?;
        if !started {
            return Err(not_pending(process));
        }
        self.work.notify_one();
        self.announce(process.id);
        Ok(())
    }

    /// Ends a pending process: as failed, or as canceled where there is no failure.
    pub(crate) async fn end_process(
        &self,
        process: &Process,
        failure: Option<Failure>,
    ) -> Result<(), Refusal> {
        if !self
            .store
            .end_pending(process.id, failure, self.now())
            .await?
        {
            return Err(not_pending(process));
        }
        self.announce(process.id);
        Ok(())
    }

    /// Deletes a process and its images.
    pub(crate) async fn delete_process(&self, process: &Process) -> Result<(), Refusal> {
        self.store.delete_process(process.id).await?;
        self.blobs
            .delete_all(process.dossier, Some(process.id))
            .await?;
        self.announce(process.id);
        Ok(())
    }

    /// The record of a process that has a verdict.
    pub(crate) fn record(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<Option<Record>, Refusal> {
        process
            .record
            .as_ref()
            .map(|sealed| {
                let key = self.data_key(dossier)?;
                let plain = key.open(dossier.id, &Record::purpose(process.id), sealed)?;
                Ok(serde_json::from_slice(&plain)?)
            })
            .transpose()
    }

    /// A process as the API shows it.
    pub(crate) async fn show_process(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<vidimus_api::Process, Refusal> {
        let images = self.store.images(process.id).await?;
        let record = self.record(dossier, process)?;
        Ok(pictureid::show(
            process,
            &images,
            record.map(|record| record.report),
        ))
    }
}

/// 409, with what stands in the way.
pub(super) fn not_pending(process: &Process) -> Refusal {
    if process.status == ProcessStatus::Pending {
        // It was when it was read; somebody else was faster.
        return Refusal::conflict("The process has just been changed by another request.");
    }
    Refusal::conflict(format!(
        "The process is {}; only a pending process can be changed.",
        process.status.as_str()
    ))
}

/// Reads provider and process type of a request.
pub(super) fn check_provider(
    provider: &str,
    requested: Option<&str>,
) -> Result<ProcessType, Refusal> {
    if provider != PROVIDER {
        return Err(Refusal::invalid(
            "Unsupported provider.",
            format!("The provider of this service is {PROVIDER}."),
        ));
    }
    process_type(requested).ok_or_else(|| {
        Refusal::invalid(
            "Unsupported processType.",
            "processType is document or documentSelfie.",
        )
    })
}
