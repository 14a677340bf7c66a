//! The flow with files instead of a camera.

use anyhow::ensure;

use crate::support::{
    Browser, Camera, Form, choose_passport, confirm_photo, journey, returned, specimen, start,
    stay_here,
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
        choose_passport(page).await?;
        page.upload(&specimen("passport.jpg")?).await?;
        confirm_photo(page, "preview").await?;

        page.screen("selfieMethod").await?;
        page.upload(&specimen("selfie.jpg")?).await?;
        confirm_photo(page, "selfiePreview").await?;

        let back = returned(page, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        Ok(())
    })
    .await;
}
