//! Dossiers.

use vidimus_api::DossierRequest;

use super::App;
use crate::blobs::envelope::DataKey;
use crate::clock::wire_time;
use crate::domain::{Dossier, ExternalReference};
use crate::ids::{ClientId, DossierId};
use crate::problem::Refusal;

/// *Get all dossiers* gives this many, the newest.
const LISTED: u32 = 100;

impl App {
    /// Makes a dossier for a client.
    pub(crate) async fn create_dossier(
        &self,
        client: &ClientId,
        request: DossierRequest,
    ) -> Result<Dossier, Refusal> {
        let reference = request
            .external_reference
            .map(|text| {
                ExternalReference::parse(text).ok_or_else(|| {
                    Refusal::invalid(
                        "Invalid externalReference.",
                        "externalReference has 1 to 256 characters and no control characters.",
                    )
                })
            })
            .transpose()?;
        let id = DossierId::random();
        let key = DataKey::random()?;
        let now = self.now();
        let dossier = Dossier {
            id,
            client: client.clone(),
            wrapped_key: self.master.wrap(&key, id)?,
            external_reference: reference
                .map(|text| key.seal(id, ExternalReference::PURPOSE, text.as_str().as_bytes()))
                .transpose()?,
            created_at: now,
            updated_at: now,
        };
        self.store.add_dossier(&dossier).await?;
        Ok(dossier)
    }

    /// The newest dossiers of a client.
    pub(crate) async fn list_dossiers(&self, client: &ClientId) -> Result<Vec<Dossier>, Refusal> {
        Ok(self.store.dossiers(client, LISTED).await?)
    }

    /// Deletes a dossier: first its key, then the images that nobody can open any more.
    pub(crate) async fn delete_dossier(&self, dossier: &Dossier) -> Result<(), Refusal> {
        let processes = self.store.processes(dossier.id).await?;
        self.store.delete_dossier(dossier.id).await?;
        self.blobs.delete_all(dossier.id, None).await?;
        for process in processes {
            self.announce(process.id);
        }
        Ok(())
    }

    /// Deletes all dossiers of a client, those too that come while it does so; 404 where there are
    /// none.
    pub(crate) async fn delete_dossiers(&self, client: &ClientId) -> Result<(), Refusal> {
        let mut dossiers = self.store.dossiers(client, LISTED).await?;
        if dossiers.is_empty() {
            return Err(Refusal::not_found("Dossier"));
        }
        while !dossiers.is_empty() {
            for dossier in &dossiers {
                self.delete_dossier(dossier).await?;
            }
            dossiers = self.store.dossiers(client, LISTED).await?;
        }
        Ok(())
    }

    /// A dossier as the API shows it.
    pub(crate) fn show_dossier(&self, dossier: &Dossier) -> Result<vidimus_api::Dossier, Refusal> {
        let reference = dossier
            .external_reference
            .as_ref()
            .map(|sealed| {
                let key = self.data_key(dossier)?;
                key.open(dossier.id, ExternalReference::PURPOSE, sealed)
            })
            .transpose()?;
        Ok(vidimus_api::Dossier {
            dossier_id: dossier.id.to_string(),
            external_reference: reference.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            created_at: wire_time(dossier.created_at),
            updated_at: wire_time(dossier.updated_at),
        })
    }
}
