//! The whole flow with the camera of one device.

use anyhow::{Result, ensure};
use serde_json::Value;
use thirtyfour::By;

use crate::support::{
    Browser, Camera, Form, choose_passport, journey, returned, specimen, start, stay_here,
    take_photo,
};

#[tokio::test]
async fn from_the_demo_page_by_camera_to_a_verdict_and_back() {
    let browser = match specimen("capture.mjpeg") {
        Ok(film) => Browser {
            form: Form::Desktop,
            camera: Camera::Film(film),
        },
        Err(error) => panic!("{error}"),
    };
    journey("capture", browser, async |stage| {
        let (page, server) = (&stage.page, &stage.server);
        start(page, server, "document").await?;
        stay_here(page).await?;
        choose_passport(page).await?;
        take_photo(page).await?;
        let back = returned(page, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        ensure!(!back.dossier_id.is_empty() && !back.process_id.is_empty());

        // The demo page fetches the result as an integrator does.
        page.find(By::Css("#picture:not([hidden])")).await?;
        let shown: Value = serde_json::from_str(&page.text(By::Id("result")).await?)?;
        verified(&shown)
    })
    .await;
}

/// The result is that of the specimen.
fn verified(result: &Value) -> Result<()> {
    let document = &result["finalResult"];
    let expected = [
        ("lastName", "SPECIMEN"),
        ("firstName", "RAPHAEL THOMAS"),
        ("documentNumber", "UA4172839"),
        ("dateOfBirth", "1984-08-12"),
        ("dateOfExpiry", "2035-03-01"),
        ("issuingCountry", "UTO"),
    ];
    for (name, value) in expected {
        ensure!(document[name] == value, "{name}: {result:#}");
    }
    Ok(())
}
