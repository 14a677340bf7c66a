//! User data of a dossier.

use vidimus_api::{UserData, UserDataResponse};

use super::App;
use crate::clock::wire_time;
use crate::domain::{Dossier, StoredUserData, merged_user_data, user_data_fault};
use crate::problem::Refusal;

/// How often an update is merged anew when another one was faster.
const ATTEMPTS: usize = 5;

impl App {
    /// Stores user data; 409 where there is some.
    pub(crate) async fn set_user_data(
        &self,
        dossier: &Dossier,
        data: &UserData,
    ) -> Result<(), Refusal> {
        check(data)?;
        let data = merged_user_data(&UserData::default(), data)?;
        let now = self.now();
        let stored = self.sealed_user_data(dossier, &data, (now, now))?;
        if self.store.add_user_data(&stored).await? {
            return Ok(());
        }
        Err(Refusal::conflict(
            "The dossier has user data already: update or delete them.",
        ))
    }

    /// Merges an update into the user data.
    pub(crate) async fn update_user_data(
        &self,
        dossier: &Dossier,
        update: &UserData,
    ) -> Result<(), Refusal> {
        check(update)?;
        for _ in 0..ATTEMPTS {
            let before = self.stored_user_data(dossier).await?;
            let data = merged_user_data(&self.opened(dossier, &before)?, update)?;
            let times = (before.created_at, self.now());
            let after = self.sealed_user_data(dossier, &data, times)?;
            if self.store.replace_user_data(&before.sealed, &after).await? {
                return Ok(());
            }
        }
        Err(Refusal::conflict(
            "The user data are being changed by other requests: try again.",
        ))
    }

    /// The user data; 404 where there are none.
    pub(crate) async fn show_user_data(
        &self,
        dossier: &Dossier,
    ) -> Result<UserDataResponse, Refusal> {
        let stored = self.stored_user_data(dossier).await?;
        Ok(UserDataResponse {
            dossier_id: dossier.id.to_string(),
            user_data: self.opened(dossier, &stored)?,
            created_at: wire_time(stored.created_at),
            updated_at: wire_time(stored.updated_at),
        })
    }

    /// Deletes the user data; 404 where there are none.
    pub(crate) async fn delete_user_data(&self, dossier: &Dossier) -> Result<(), Refusal> {
        if self.store.delete_user_data(dossier.id).await? {
            return Ok(());
        }
        Err(none())
    }

    async fn stored_user_data(&self, dossier: &Dossier) -> Result<StoredUserData, Refusal> {
        self.store.user_data(dossier.id).await?.ok_or_else(none)
    }

    fn opened(&self, dossier: &Dossier, stored: &StoredUserData) -> Result<UserData, Refusal> {
        let key = self.data_key(dossier)?;
        let plain = key.open(dossier.id, StoredUserData::PURPOSE, &stored.sealed)?;
        Ok(serde_json::from_slice(&plain)?)
    }

    fn sealed_user_data(
        &self,
        dossier: &Dossier,
        data: &UserData,
        (created_at, updated_at): (jiff::Timestamp, jiff::Timestamp),
    ) -> Result<StoredUserData, Refusal> {
        let key = self.data_key(dossier)?;
        let plain = serde_json::to_vec(data)?;
        Ok(StoredUserData {
            dossier: dossier.id,
            sealed: key.seal(dossier.id, StoredUserData::PURPOSE, &plain)?,
            created_at,
            updated_at,
        })
    }
}

fn check(data: &UserData) -> Result<(), Refusal> {
    user_data_fault(data).map_or(Ok(()), |why| {
        Err(Refusal::invalid("Invalid userData.", why))
    })
}

fn none() -> Refusal {
    Refusal::not_found("User data")
}
