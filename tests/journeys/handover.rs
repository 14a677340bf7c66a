//! Begun on a desktop, carried on with a phone, finished on the desktop.

use anyhow::{Result, ensure};
use thirtyfour::By;

use crate::support::{
    Browser, Camera, Form, Page, Stage, choose_passport, journey, returned, specimen, start,
    take_photo,
};

#[tokio::test]
async fn the_desktop_follows_the_phone_live() {
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Denied,
    };
    journey("handover", browser, async |stage| {
        let (desktop, server) = (&stage.page, &stage.server);
        start(desktop, server, "document").await?;
        desktop.press("Get started with your mobile").await?;
        desktop.screen("handover").await?;
        desktop.see("Waiting for your phone").await?;
        let url = desktop.attribute(By::Css("svg.qr"), "data-url").await?;

        let phone = stage
            .driver
            .open(&Browser {
                form: Form::Phone,
                camera: Camera::Film(specimen("capture.mjpeg")?),
            })
            .await?;
        let carried_on = carry_on(stage, &phone, &url).await;
        let carried_on = match carried_on {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(phone.keep("handover-phone").await)),
        };
        phone.close().await;
        carried_on?;

        let back = returned(desktop, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        Ok(())
    })
    .await;
}

/// What happens on the phone, and what the desktop shows of it without being touched.
async fn carry_on(stage: &Stage, phone: &Page, url: &str) -> Result<()> {
    let desktop = &stage.page;
    let done = |text: &str| {
        By::XPath(format!(
            "//li[contains(@class, 'done')][contains(., '{text}')]"
        ))
    };
    phone.open(url).await?;
    // The tips were read on the desktop; a phone shows its own where it likes.
    let first = "main[data-screen='tips'], main[data-screen='country']";
    if phone.attribute(By::Css(first), "data-screen").await? == "tips" {
        phone.press("Get started").await?;
    }
    desktop.find(done("Phone connected")).await?;
    choose_passport(phone).await?;
    desktop.find(done("Document chosen")).await?;
    take_photo(phone).await?;
    phone.screen("result").await?;
    phone.see("Return to the device you started on").await?;
    desktop.screen("result").await
}
