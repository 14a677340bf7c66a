//! A person who does not allow the camera is told so, and has a way on.

use anyhow::ensure;

use crate::support::{
    Browser, Camera, Form, choose_passport, confirm_photo, journey, returned, specimen, start,
    stay_here,
};

#[tokio::test]
async fn without_the_camera_a_file_will_do() {
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Denied,
    };
    journey("denied", browser, async |stage| {
        let (page, server) = (&stage.page, &stage.server);
        start(page, server, "document").await?;
        stay_here(page).await?;
        choose_passport(page).await?;
        page.press("Take a photo").await?;
        page.screen("camera").await?;
        page.see("The camera is not allowed").await?;
        page.see("Allow this page to use the camera in your browser's settings")
            .await?;

        page.upload(&specimen("passport.jpg")?).await?;
        confirm_photo(page, "preview").await?;
        let back = returned(page, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        Ok(())
    })
    .await;
}
