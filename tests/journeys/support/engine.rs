//! The engine without a browser.

use anyhow::Result;
use vidimus_engine::DocumentEngine;
use vidimus_engine::face::{FaceComparer, MeshReader};
use vidimus_server::models::{ModelSource, load_documents, load_faces, load_mesh};

/// Runs a check that takes a while.
pub(crate) async fn natively(check: impl FnOnce() -> Result<()> + Send + 'static) {
    let checked = tokio::task::spawn_blocking(check).await;
    if let Err(error) = checked.map_err(Into::into).flatten() {
        panic!("{error:#}");
    }
}

/// Those of documents, of comparing faces and of meshes.
pub(crate) fn networks() -> Result<(DocumentEngine, FaceComparer, MeshReader)> {
    let source = ModelSource::BuiltIn;
    Ok((
        load_documents(&source)?,
        load_faces(&source)?,
        load_mesh(&source)?,
    ))
}
