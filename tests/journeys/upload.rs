//! The flow with files instead of a camera.

use anyhow::ensure;

use crate::support::{
    Browser, Camera, Form, journey, returned, start, stay_here, upload_passport, upload_selfie,
};

#[tokio::test]
async fn document_and_selfie_by_upload() {
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Denied,
    };
    journey("upload", browser, async |stage| {
        let (page, server) = (&stage.page, &stage.server);
        start(page, server, "documentSelfie").await?;
        stay_here(page).await?;
        upload_passport(page).await?;
        upload_selfie(page).await?;

        let back = returned(page, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        Ok(())
    })
    .await;
}
