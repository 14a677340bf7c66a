//! Clients.

use async_trait::async_trait;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row};

use super::{SqlStore, millis, number, time};
use crate::domain::{Client, RedirectPrefix, Scope};
use crate::ids::{ClientId, SecretHash};
use crate::store::{Clients, Result, StoreError};

#[async_trait]
impl Clients for SqlStore {
    async fn add_client(&self, client: &Client) -> Result<()> {
        let insert = sqlx::query(
            "INSERT INTO clients (id, name, salt, secret, previous_secret, previous_secret_until,
             scopes, redirect_prefixes, created_at, revoked_at, retention_days)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
        );
        bound(insert, client).execute(&self.writer).await?;
        Ok(())
    }

    async fn replace_client(&self, client: &Client) -> Result<bool> {
        let update = sqlx::query(
            "UPDATE clients SET name = $2, salt = $3, secret = $4, previous_secret = $5,
             previous_secret_until = $6, scopes = $7, redirect_prefixes = $8, created_at = $9,
             revoked_at = $10, retention_days = $11 WHERE id = $1",
        );
        let replaced = bound(update, client).execute(&self.writer).await?;
        Ok(replaced.rows_affected() == 1)
    }

    async fn clients(&self) -> Result<Vec<Client>> {
        sqlx::query("SELECT * FROM clients ORDER BY created_at, id")
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(read)
            .collect()
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

fn bound<'q>(query: Query<'q, Any, AnyArguments>, client: &Client) -> Query<'q, Any, AnyArguments> {
    let prefixes = client.redirect_prefixes.iter();
    let prefixes: Vec<&str> = prefixes.map(RedirectPrefix::as_str).collect();
    let hash = |hash: &SecretHash| hash.as_bytes().to_vec();
    let previous = client.previous_secret.as_ref();
    query
        .bind(client.id.as_str().to_owned())
        .bind(client.name.clone())
        .bind(client.salt.clone())
        .bind(client.secret.as_ref().map(hash))
        .bind(previous.map(|(own, _)| hash(own)))
        .bind(previous.map(|(_, until)| millis(*until)))
        .bind(Scope::join(&client.scopes))
        .bind(prefixes.join("\n"))
        .bind(millis(client.created_at))
        .bind(client.revoked_at.map(millis))
        .bind(client.retention_days.map(i64::from))
}

fn hash(row: &AnyRow, column: &str) -> Result<Option<SecretHash>> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes
        .map(|bytes| SecretHash::from_bytes(bytes).ok_or(StoreError::BadRow("secret")))
        .transpose()
}

fn read(row: &AnyRow) -> Result<Client> {
    let until: Option<i64> = row.try_get("previous_secret_until")?;
    let retention_days: Option<i64> = row.try_get("retention_days")?;
    let revoked_at: Option<i64> = row.try_get("revoked_at")?;
    let prefixes: &str = row.try_get("redirect_prefixes")?;
    Ok(Client {
        id: ClientId::parse(row.try_get("id")?).ok_or(StoreError::BadRow("client id"))?,
        name: row.try_get("name")?,
        salt: row.try_get("salt")?,
        secret: hash(row, "secret")?,
        previous_secret: hash(row, "previous_secret")?.zip(until.map(time).transpose()?),
        scopes: Scope::parse_all(row.try_get("scopes")?).ok_or(StoreError::BadRow("scopes"))?,
        redirect_prefixes: prefixes
            .lines()
            .map(RedirectPrefix::parse)
            .collect::<std::result::Result<_, _>>()
            .map_err(|_| StoreError::BadRow("redirect prefix"))?,
        created_at: time(row.try_get("created_at")?)?,
        revoked_at: revoked_at.map(time).transpose()?,
        retention_days: retention_days.map(number).transpose()?,
    })
}
