//! `vidimus copy`

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::blobs::{Blobs, Bucket};
use crate::service::hold;
use crate::store::sql::{DatabaseUrl, SqlStore};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rows to copy: `sqlite:FILE` or `postgres://…`. Nobody may serve them meanwhile.
    #[arg(long, value_name = "DATABASE")]
    from: String,
    /// Where they go: `sqlite:FILE` or `postgres://…`, an empty database.
    #[arg(long, value_name = "DATABASE")]
    to: String,
    /// The images to copy: a folder (`data/blobs`) or `s3://BUCKET`; none where it is left out.
    #[arg(long, value_name = "PLACE", requires = "to_images")]
    from_images: Option<String>,
    /// Where they go: a folder or `s3://BUCKET`.
    #[arg(long, value_name = "PLACE", requires = "from_images")]
    to_images: Option<String>,
    /// The S3 service, when it is not Amazon's.
    #[arg(long, value_name = "URL")]
    s3_endpoint: Option<String>,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(copy(arguments))
}

async fn copy(arguments: Arguments) -> anyhow::Result<()> {
    let _held = match arguments.from.strip_prefix("sqlite:") {
        Some(file) => {
            let file = PathBuf::from(file);
            // Opening it would make it.
            if !file.is_file() {
                bail!("there is no database {}", file.display());
            }
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            Some(hold(folder.unwrap_or(".".as_ref()))?)
        }
        None => None,
    };
    let from = database(&arguments.from).await.context("--from")?;
    let to = database(&arguments.to).await.context("--to")?;
    // Before the rows: an image without its row harms nobody, a row without its image does.
    if let (Some(source), Some(target)) = (&arguments.from_images, &arguments.to_images) {
        let endpoint = arguments.s3_endpoint.as_deref();
        let source = images(source, endpoint).context("--from-images")?;
        let target = images(target, endpoint).context("--to-images")?;
        let copied = source.copy_all_to(&target).await?;
        println!("{copied:>9} images, still sealed");
    }
    for (table, rows) in from.copy_to(&to).await? {
        println!("{rows:>9} {table}");
    }
    println!("The copy opens with the same master key.");
    Ok(())
}

async fn database(place: &str) -> anyhow::Result<SqlStore> {
    if let Some(file) = place.strip_prefix("sqlite:") {
        return Ok(SqlStore::open(file.as_ref()).await?);
    }
    let url: DatabaseUrl = place
        .parse()
        .context("a database is sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE")?;
    Ok(SqlStore::connect(&url).await?)
}

fn images(place: &str, endpoint: Option<&str>) -> anyhow::Result<Blobs> {
    Ok(match place.strip_prefix("s3://") {
        Some(name) => Blobs::in_bucket(&Bucket {
            name: name.to_owned(),
            endpoint: endpoint.map(str::to_owned),
            ..Bucket::default()
        })?,
        None => Blobs::in_folder(place.as_ref())?,
    })
}
