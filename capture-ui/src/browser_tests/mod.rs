//! Tests that need a browser: `cargo test -p vidimus-capture-ui --target wasm32-unknown-unknown`.

mod camera;
mod engine_client;
mod pages;
mod upload;
mod worker;

use std::time::Duration;

use vidimus_api::capture::{
    CaptureSession, CaptureSettings, DocumentChoice, Handover, ProcessStatus, ProcessType,
};
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

async fn pause(ms: u64) {
    gloo_timers::future::sleep(Duration::from_millis(ms)).await;
}

/// A file with these bytes.
fn file(bytes: &[u8], kind: &str) -> web_sys::Blob {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).unwrap()
}

fn session() -> CaptureSession {
    let document = |id, kind: &str, pages| DocumentChoice {
        id,
        country: "UTO".into(),
        country_name: "Utopia".into(),
        kind: kind.into(),
        region: None,
        edition: None,
        pages,
    };
    CaptureSession {
        dossier_id: "d".into(),
        process_id: "p".into(),
        process_type: ProcessType::DocumentSelfie,
        status: ProcessStatus::Pending,
        redirect_url: "https://shop.example/".into(),
        settings: CaptureSettings {
            page_title: "Example Bank".into(),
            ..CaptureSettings::default()
        },
        documents: vec![document(1, "passport", 1), document(2, "identityCard", 2)],
        document_id: None,
        images: vec![],
        challenge: None,
        handover: Handover::None,
        expires_at: "2999-01-01T00:00:00Z".into(),
        reasons: vec![],
    }
}
