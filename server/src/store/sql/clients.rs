//! Clients.

use async_trait::async_trait;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{SqlStore, millis, time};
use crate::domain::{Client, RedirectPrefix};
use crate::ids::{ClientId, SecretHash};
use crate::store::{Clients, Result, StoreError};

#[async_trait]
impl Clients for SqlStore {
    async fn add_client(&self, client: &Client) -> Result<()> {
        let prefixes: Vec<&str> = client
            .redirect_prefixes
            .iter()
            .map(RedirectPrefix::as_str)
            .collect();
        sqlx::query(
            "INSERT INTO clients (id, name, salt, secret, redirect_prefixes, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        )
        .bind(client.id.as_str())
        .bind(&client.name)
        .bind(&client.salt)
        .bind(client.secret.as_ref().map(SecretHash::as_bytes))
        .bind(prefixes.join("\n"))
        .bind(millis(client.created_at))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn client(&self, id: &ClientId) -> Result<Option<Client>> {
        sqlx::query("SELECT * FROM clients WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?
            .map(|row| read(&row))
            .transpose()
    }
}

fn read(row: &AnyRow) -> Result<Client> {
    let secret: Option<&[u8]> = row.try_get("secret")?;
    let prefixes: &str = row.try_get("redirect_prefixes")?;
    Ok(Client {
        id: ClientId::parse(row.try_get("id")?).ok_or(StoreError::BadRow("client id"))?,
        name: row.try_get("name")?,
        salt: row.try_get("salt")?,
        secret: secret
            .map(|bytes| SecretHash::from_bytes(bytes).ok_or(StoreError::BadRow("secret")))
            .transpose()?,
        redirect_prefixes: prefixes
            .lines()
            .map(RedirectPrefix::parse)
            .collect::<std::result::Result<_, _>>()
            .map_err(|_| StoreError::BadRow("redirect prefix"))?,
        created_at: time(row.try_get("created_at")?)?,
    })
}
