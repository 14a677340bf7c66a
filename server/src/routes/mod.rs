//! HTTP: one file an operation.

mod address;
mod audit;
mod capture;
mod capture_configurations;
mod demo;
mod document_types;
mod dossiers;
mod extract;
mod files;
mod headers;
mod health;
mod images;
mod matching;
mod processes;
mod redact;
mod session;
mod site;
mod token;
mod user_data;
mod watermark;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post, put};
use tower_http::catch_panic::CatchPanicLayer;

use crate::problem;
use crate::service::App;

/// Largest JSON body without images, in bytes.
const SMALL_BODY: usize = 64 << 10;
/// Largest single image, in bytes.
const IMAGE_BODY: usize = 10 << 20;
/// Largest *Set images* body: three images of [`IMAGE_BODY`] in base64, and some JSON around them.
const IMAGES_BODY: usize = 3 * (IMAGE_BODY / 3 * 4 + 4) + SMALL_BODY;

/// Largest capture configuration, in bytes, and some more: the domain says what is too long.
const CONFIGURATION_BODY: usize = 600 << 10;

/// Largest body with frames of a live picture, in bytes: seven of half a megabyte in base64, and more.
const FRAMES_BODY: usize = 6 << 20;

/// All paths of the service.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(health::get))
        .route("/auth/open/connect/token", post(token::issue))
        .route("/auth/open/connect/jwks", get(token::jwks))
        .route(
            "/auth/open/.well-known/openid-configuration",
            get(token::metadata),
        )
        .route("/.well-known/jwks.json", get(token::jwks))
        .nest("/assure", assure());
    if app.demo {
        router = router
            .route("/demo/flows", post(demo::start))
            .route(
                "/demo/dossiers/{dossier_id}/processes/{process_id}",
                get(demo::process),
            )
            .route(
                "/demo/dossiers/{dossier_id}/processes/{process_id}/images",
                get(demo::image),
            );
    }
    router
        .fallback(site::file)
        .layer(DefaultBodyLimit::max(SMALL_BODY))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(Arc::clone(&app), address::limit))
        .layer(from_fn_with_state(Arc::clone(&app), audit::record))
        .layer(from_fn_with_state(Arc::clone(&app), problem::complete))
        .layer(from_fn(headers::secure))
        .with_state(app)
}

fn assure() -> Router<Arc<App>> {
    let image_limit = DefaultBodyLimit::max(IMAGE_BODY);
    let images_limit = DefaultBodyLimit::max(IMAGES_BODY);
    let configuration_limit = DefaultBodyLimit::max(CONFIGURATION_BODY);
    Router::new()
        .route("/dossiers", get(dossiers::list).post(dossiers::create))
        .route("/dossiers/all", delete(dossiers::delete_all))
        .route("/processes", get(processes::list))
        .route("/audit", get(audit::list))
        .route("/webhooks", get(webhooks::list).post(webhooks::create))
        .route(
            "/webhooks/{webhook_id}",
            get(webhooks::get).delete(webhooks::delete),
        )
        .route("/webhooks/{webhook_id}/rotate", post(webhooks::rotate))
        .route(
            "/webhooks/{webhook_id}/deliveries",
            get(webhooks::deliveries),
        )
        .route(
            "/webhooks/{webhook_id}/deliveries/{event_id}",
            post(webhooks::redeliver),
        )
        .route(
            "/dossiers/{dossier_id}",
            get(dossiers::get).delete(dossiers::delete),
        )
        .route(
            "/dossiers/{dossier_id}/userdata",
            get(user_data::get)
                .post(user_data::set)
                .put(user_data::update)
                .delete(user_data::delete),
        )
        .route(
            "/dossiers/{dossier_id}/files",
            get(files::get)
                .post(files::set)
                .delete(files::delete)
                .layer(images_limit),
        )
        .route("/dossiers/{dossier_id}/match", post(matching::perform))
        .route("/matching/configurations", get(matching::list))
        .route(
            "/matching/configurations/{configuration_id}",
            get(matching::get)
                .post(matching::create)
                .put(matching::update)
                .delete(matching::delete),
        )
        .route("/capture/configurations", get(capture_configurations::list))
        .route(
            "/capture/configurations/{configuration_id}",
            get(capture_configurations::get)
                .post(capture_configurations::create)
                .put(capture_configurations::update)
                .delete(capture_configurations::delete)
                .layer(configuration_limit),
        )
        .route("/redact", post(redact::redact).layer(images_limit))
        .route("/watermark", post(watermark::watermark).layer(image_limit))
        .route(
            "/dossiers/{dossier_id}/capture",
            post(capture::start).layer(configuration_limit),
        )
        .route("/dossiers/{dossier_id}/processes", post(processes::create))
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}",
            get(processes::get)
                .post(processes::verify)
                .delete(processes::delete)
                .layer(image_limit),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/external-id",
            get(processes::external_id),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/video",
            get(processes::video),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/raw",
            get(processes::raw),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/download",
            get(processes::download),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/fail",
            post(processes::fail),
        )
        .route(
            "/dossiers/{dossier_id}/processes/{process_id}/images",
            get(images::get).post(images::set).layer(images_limit),
        )
        .route("/{provider_name}/document-types", get(document_types::list))
        .merge(session_routes())
}

/// What the pages of a capture flow ask.
fn session_routes() -> Router<Arc<App>> {
    let image_limit = DefaultBodyLimit::max(IMAGE_BODY);
    let frames_limit = DefaultBodyLimit::max(FRAMES_BODY);
    Router::new()
        .route(
            "/capture/session",
            get(session::get).post(session::exchange),
        )
        .route("/capture/session/document", put(session::declare))
        .route(
            "/capture/session/images/{depiction}",
            put(session::image).layer(image_limit),
        )
        .route(
            "/capture/session/burst",
            put(session::burst).layer(frames_limit),
        )
        .route(
            "/capture/session/challenge",
            post(session::begin)
                .put(session::answer)
                .delete(session::give_up)
                .layer(frames_limit),
        )
        .route("/capture/session/submit", post(session::submit))
        .route("/capture/session/cancel", post(session::cancel))
        .route("/capture/session/handover", post(session::hand_over))
        .route("/capture/session/handover", delete(session::take_back))
        .route("/capture/session/events", get(session::events))
}
