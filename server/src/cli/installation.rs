//! The options that say where an installation keeps its data, shared by all commands that use them.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;

use crate::blobs::Bucket;
use crate::keys::{KeyCommand, KeyFile, KeyInEnvironment, MasterKeySource};
use crate::service::open_store;
use crate::store::sql::{DatabaseUrl, SqlStore};

/// Where the rows are.
#[derive(Debug, Args)]
pub(super) struct Rows {
    /// The data folder: database, images and keys. Made where missing; not used where rows and images
    /// are both elsewhere.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(super) data: PathBuf,
    /// The PostgreSQL database that holds the rows, `postgres://USER:PASSWORD@HOST/DATABASE`; a
    /// SQLite file in the data folder where none is given.
    #[arg(
        id = "database_url",
        long = "database-url",
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(super) database: Option<DatabaseUrl>,
}

impl Rows {
    /// The database, with its schema up to date.
    pub(super) async fn open(&self) -> anyhow::Result<SqlStore> {
        Ok(open_store(&self.data, self.database.as_ref()).await?)
    }
}

/// Where the images are.
#[derive(Debug, Args)]
pub(super) struct Images {
    /// Keep images in this S3 bucket instead of the data folder; credentials and region come from
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_REGION`, or the machine's role.
    #[arg(long, value_name = "NAME")]
    s3_bucket: Option<String>,
    /// The S3 service, when it is not Amazon's.
    #[arg(long, value_name = "URL", requires = "s3_bucket")]
    s3_endpoint: Option<String>,
}

impl Images {
    /// The bucket; none where they are in the data folder.
    pub(super) fn bucket(self) -> Option<Bucket> {
        let Self {
            s3_bucket,
            s3_endpoint,
        } = self;
        s3_bucket.map(|name| Bucket {
            name,
            endpoint: s3_endpoint,
            ..Bucket::default()
        })
    }
}

/// Where the master key is.
#[derive(Debug, Args)]
pub(super) struct Key {
    /// The file with the master key, made by `vidimus key --file`; `master.key` in the data folder
    /// where nothing else is said. The variable `VIDIMUS_MASTER_KEY` may hold the key itself instead.
    #[arg(long, value_name = "FILE", conflicts_with = "master_key_command")]
    master_key_file: Option<PathBuf>,
    /// A command that prints the master key, such as one of a key service; run without a shell.
    #[arg(long, value_name = "COMMAND")]
    master_key_command: Option<String>,
}

impl Key {
    /// Where the key comes from. With `demo`, the file in the data folder is made where missing.
    pub(super) fn source(
        self,
        data: &std::path::Path,
        demo: bool,
    ) -> anyhow::Result<Arc<dyn MasterKeySource>> {
        if let Some(line) = self.master_key_command {
            let command = KeyCommand::parse(&line).context("--master-key-command is empty")?;
            return Ok(Arc::new(command));
        }
        if let Some(file) = self.master_key_file {
            return Ok(Arc::new(KeyFile::at(file)));
        }
        if let Some(key) = KeyInEnvironment::found() {
            return Ok(Arc::new(key));
        }
        let file = data.join("master.key");
        Ok(Arc::new(if demo {
            KeyFile::made_at(file)
        } else {
            KeyFile::at(file)
        }))
    }
}

/// Where everything is.
#[derive(Debug, Args)]
pub(super) struct Installation {
    #[command(flatten)]
    pub(super) rows: Rows,
    #[command(flatten)]
    pub(super) images: Images,
    #[command(flatten)]
    pub(super) key: Key,
}
