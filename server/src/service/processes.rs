//! Processes and the transitions of their status.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use vidimus_api::capture::{Depiction, ProcessStatus};
use vidimus_api::{
    Filters, ListAllProcesses, ProcessRequest, ProcessResponse, ProcessWithDossier, VerifyRequest,
};

use super::App;
use super::images::checked_frame;
use crate::blobs::envelope::Sealed;
use crate::catalogue;
use crate::clock::wire_time;
use crate::domain::{Dossier, Failure, Process, ProcessFilter, Provider};
use crate::ids::{ClientId, ProcessId};
use crate::jobs::Record;
use crate::problem::{Refusal, causes};
use crate::providers::facetec::{self, Enrollment};
use crate::providers::{self, Shown};

/// How far back *Get list of processes* looks.
const LISTED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What was asked for, beside what the process itself tells. Personal data: not printed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// By *Create process*.
    pub(crate) request: ProcessRequest,
    /// By *Start verification* of `facetec`.
    pub(crate) enrollment: Option<Enrollment>,
}

impl Asked {
    fn purpose(process: ProcessId) -> String {
        format!("request/{process}")
    }
}

impl App {
    /// Makes a process in a dossier.
    pub(crate) async fn create_process(
        &self,
        dossier: &Dossier,
        request: ProcessRequest,
    ) -> Result<ProcessResponse, Refusal> {
        let provider = providers::named(&request.provider)?;
        let process_type = providers::process_type(provider, request.process_type.as_deref())?;
        provider.check(&request)?;
        providers::check_tags(request.event_tags.as_deref().unwrap_or_default())?;
        let provider = provider.provider();
        let mut process = Process::new(dossier.id, provider, process_type, self.now());
        let mut details = BTreeMap::new();
        if let Some(connection) = self.providers.connection(provider) {
            let registered = connection.register(process.id, &request).await;
            let registration = registered.map_err(|error| {
                let cause = causes(&error);
                tracing::error!(provider = provider.as_str(), cause, "not registered");
                Refusal::unavailable("The provider does not answer. Try again later.")
            })?;
            process.external_id = registration.external_id;
            details = registration.details;
        }
        let document = request
            .document_id
            .filter(|_| provider == Provider::PictureId);
        process.document_id = document;
        let asked = Asked {
            request,
            enrollment: None,
        };
        process.request = Some(self.sealed_request(dossier, &process, &asked)?);
        if !self.store.add_process(&process, None).await? {
            return Err(Refusal::not_found("Dossier"));
        }
        let document = document.and_then(catalogue::document);
        Ok(ProcessResponse {
            process_id: process.id.to_string(),
            provider: provider.as_str().to_owned(),
            process_type,
            status: process.status,
            document_pages: document.map(|document| document.pages),
            details,
            created_at: wire_time(process.created_at),
            updated_at: wire_time(process.updated_at),
        })
    }

    /// Finds a process; one whose time has run out is failed or canceled first.
    pub(crate) async fn load_process(&self, id: ProcessId) -> Result<Option<Process>, Refusal> {
        let Some(found) = self.store.process(id).await? else {
            return Ok(None);
        };
        let now = self.now();
        let failure = match (found.is_overdue(now), found.is_abandoned(now)) {
            (true, _) => Some(Failure::TimeExpired),
            (false, true) => None,
            (false, false) => return Ok(Some(found)),
        };
        self.store.end_pending(id, failure, now).await?;
        self.announce(id);
        Ok(self.store.process(id).await?)
    }

    /// All processes of a dossier, settled as [`App::load_process`] does.
    pub(crate) async fn load_processes(&self, dossier: &Dossier) -> Result<Vec<Process>, Refusal> {
        let mut processes = self.store.processes(dossier.id).await?;
        for process in &mut processes {
            if (process.is_overdue(self.now()) || process.is_abandoned(self.now()))
                && let Some(settled) = self.load_process(process.id).await?
            {
                *process = settled;
            }
        }
        Ok(processes)
    }

    /// The processes of a client in the last [`LISTED`] that fit a filter.
    pub(crate) async fn list_processes(
        &self,
        client: &ClientId,
        filter: ProcessFilter,
    ) -> Result<ListAllProcesses, Refusal> {
        let recent = ProcessFilter {
            start: filter.start.max(self.now() - LISTED),
            ..filter.clone()
        };
        let (found, total_results) = self.store.processes_of_client(client, &recent).await?;
        let processes = found.into_iter().map(|(process, dossier)| {
            Ok(ProcessWithDossier {
                process_id: process.id.to_string(),
                dossier: self.show_dossier(&dossier)?,
                provider: process.provider.as_str().to_owned(),
                process_type: process.process_type,
                status: process.status,
                created_at: wire_time(process.created_at),
                updated_at: wire_time(process.updated_at),
            })
        });
        let order = if filter.ascending {
            "createdAtAscending"
        } else {
            "createdAtDescending"
        };
        Ok(ListAllProcesses {
            processes: processes.collect::<Result<_, Refusal>>()?,
            filters: Filters {
                start_creation_date: wire_time(filter.start),
                end_creation_date: filter.end.map(wire_time),
                status_list: filter.statuses,
                offset: filter.offset,
                limit: filter.limit,
                order: order.to_owned(),
            },
            total_results,
        })
    }

    /// Queues the verification of a pending process that has all it needs.
    pub(crate) async fn start_verification(
        &self,
        dossier: &Dossier,
        process: &Process,
        request: &VerifyRequest,
    ) -> Result<(), Refusal> {
        if process.status != ProcessStatus::Pending {
            return Err(not_pending(process));
        }
        self.check_connected(process.provider)?;
        let needed = providers::of(process.provider).needs(process)?;
        let images = self.store.images(process.id).await?;
        let there: Vec<Depiction> = images.iter().map(|image| image.depiction).collect();
        let missing = needed.into_iter().filter(|needed| !there.contains(needed));
        let missing: Vec<&str> = missing.map(Depiction::as_str).collect();
        if !missing.is_empty() {
            return Err(Refusal::invalid(
                "Images missing.",
                format!("Upload these images first: {}.", missing.join(", ")),
            ));
        }
        let asked = if process.provider == Provider::FaceTec {
            let enrollment = facetec::enrollment(request, &there)?;
            let image = enrollment.audit_trail_image.clone();
            self.decoded(move || checked_frame("auditTrailImage", &image).map(drop))
                .await?;
            let asked = Asked {
                enrollment: Some(enrollment),
                ..self.asked(dossier, process)?
            };
            Some(self.sealed_request(dossier, process, &asked)?)
        } else {
            None
        };
        let started = self
            .store
            .start_verification(process.id, process.document_id, asked.as_ref(), self.now())
            .await?;
        if !started {
            return Err(not_pending(process));
        }
        self.work.notify_one();
        self.announce(process.id);
        Ok(())
    }

    fn check_connected(&self, provider: Provider) -> Result<(), Refusal> {
        if providers::is_here(provider) {
            if self.verifier.is_none() {
                return Err(Refusal::unavailable(
                    "Verification is not available: the server runs without its models. Nothing \
                     is lost; start again later.",
                ));
            }
        } else if self.providers.connection(provider).is_none() {
            return Err(Refusal::invalid(
                "Provider not connected.",
                format!(
                    "This service has no connection to {}: nothing was verified. \
                     signicatpictureid, signicatpaper and facetec need none.",
                    provider.as_str()
                ),
            ));
        }
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

    /// What was asked for when a process was made.
    pub(crate) fn asked(&self, dossier: &Dossier, process: &Process) -> Result<Asked, Refusal> {
        let Some(sealed) = &process.request else {
            return Ok(Asked::default());
        };
        let key = self.data_key(dossier)?;
        let plain = key.open(dossier.id, &Asked::purpose(process.id), sealed)?;
        Ok(serde_json::from_slice(&plain)?)
    }

    pub(super) fn sealed_request(
        &self,
        dossier: &Dossier,
        process: &Process,
        asked: &Asked,
    ) -> Result<Sealed, Refusal> {
        let key = self.data_key(dossier)?;
        let plain = serde_json::to_vec(asked)?;
        Ok(key.seal(dossier.id, &Asked::purpose(process.id), &plain)?)
    }

    /// The record of a process that has a verdict, as JSON.
    pub(crate) fn record(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(sealed) = &process.record else {
            return Ok(None);
        };
        let key = self.data_key(dossier)?;
        Ok(Some(key.open(
            dossier.id,
            &Record::purpose(process.id),
            sealed,
        )?))
    }

    /// What the provider shows of a process that has a verdict.
    pub(crate) fn shown(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<Option<Shown>, Refusal> {
        let record = self.record(dossier, process)?;
        let shown = record.map(|record| providers::of(process.provider).show(&record));
        Ok(shown.transpose()?)
    }

    /// Whether the pictures of the document are kept back, because a redaction was asked for that did
    /// not succeed.
    pub(crate) fn withholds(&self, dossier: &Dossier, process: &Process) -> Result<bool, Refusal> {
        let shown = self.shown(dossier, process)?;
        Ok(shown.is_some_and(|shown| shown.withholds_document))
    }

    /// 403 where [`App::withholds`].
    pub(crate) fn check_withheld(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<(), Refusal> {
        if self.withholds(dossier, process)? {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "Image withheld.",
                "A redaction was asked for that did not succeed.",
            ));
        }
        Ok(())
    }

    /// A process as the API shows it.
    pub(crate) async fn show_process(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<vidimus_api::Process, Refusal> {
        let images = self.store.images(process.id).await?;
        let shown = self.shown(dossier, process)?;
        Ok(providers::show(process, &images, shown))
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
