//! `vidimus backup`

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::blobs::Blobs;
use crate::store::sql::SqlStore;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The data folder, which may be served meanwhile.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// A new folder for the copy. Served in place of the data folder, with the same master key, it is
    /// the installation as it was.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(super) fn main(arguments: Arguments) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(backup(arguments))
}

async fn backup(Arguments { data, to }: Arguments) -> anyhow::Result<()> {
    let file = data.join("vidimus.db");
    if !file.is_file() {
        bail!(
            "{} holds no vidimus.db; a PostgreSQL database is saved by pg_dump, a bucket by its versions",
            data.display()
        );
    }
    if to.exists() {
        bail!(
            "{} is there already; a backup needs a new folder",
            to.display()
        );
    }
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(&to)?;
    // The rows first: images that come meanwhile are copied without a row, which harms nobody.
    SqlStore::open(&file)
        .await?
        .snapshot(&to.join("vidimus.db"))
        .await?;
    let blobs = data.join("blobs");
    let copied = if blobs.is_dir() {
        let target = Blobs::in_folder(&to.join("blobs"))?;
        Blobs::in_folder(&blobs)?.copy_all_to(&target).await?
    } else {
        0
    };
    println!(
        "copied the rows and {copied} images, all sealed; the master key is not among them: keep it apart"
    );
    Ok(())
}
