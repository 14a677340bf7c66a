//! HTTP: one file an operation.
//!
//! Method and path of an operation are those of the annotation on its handler, from which the OpenAPI
//! document is made as well: `routes!` takes both. That is why the folders hand on everything of a
//! handler's file (`use get::*`): the annotation puts a description beside the handler.

mod address;
mod answers;
mod audit;
mod capture;
mod capture_configurations;
mod demo;
mod docs;
mod document_types;
mod dossiers;
mod extract;
mod files;
mod headers;
mod health;
mod images;
mod matching;
mod parameters;
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
use axum::routing::{get, post};
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use crate::openapi;
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
    let (mut router, _) = operations().split_for_parts();
    if app.demo {
        router = router
            .route("/demo/flows", post(demo::start))
            .route(
                "/demo/dossiers/{dossierId}/processes/{processId}",
                get(demo::process),
            )
            .route(
                "/demo/dossiers/{dossierId}/processes/{processId}/images",
                get(demo::image),
            );
    }
    router
        .route("/openapi.json", get(docs::document))
        .route("/docs", get(docs::with_slash))
        .route("/docs/", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .fallback(site::file)
        .layer(DefaultBodyLimit::max(SMALL_BODY))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(Arc::clone(&app), address::limit))
        .layer(from_fn_with_state(Arc::clone(&app), audit::record))
        .layer(from_fn_with_state(Arc::clone(&app), problem::complete))
        .layer(from_fn(headers::secure))
        .with_state(app)
}

/// The OpenAPI document: all paths but those of the demo page, which are no API.
#[must_use]
pub fn document() -> Value {
    openapi::finished(operations().into_openapi())
}

/// The operations, and what the document says of them.
fn operations() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(token::issue))
        .routes(routes!(token::jwks))
        .routes(routes!(token::well_known_jwks))
        .routes(routes!(token::metadata))
        .routes(routes!(health::get))
        .nest("/assure", assure())
}

fn assure() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(dossiers())
        .merge(processes())
        .merge(capture())
        .merge(matching())
        .routes(routes!(redact::redact).layer(DefaultBodyLimit::max(IMAGES_BODY)))
        .routes(routes!(watermark::watermark).layer(DefaultBodyLimit::max(IMAGE_BODY)))
        .routes(routes!(document_types::list))
        .merge(webhooks())
        .routes(routes!(audit::list))
        .merge(session())
}

fn dossiers() -> OpenApiRouter<Arc<App>> {
    let images_limit = DefaultBodyLimit::max(IMAGES_BODY);
    OpenApiRouter::new()
        .routes(routes!(dossiers::list, dossiers::create))
        .routes(routes!(dossiers::delete_all))
        .routes(routes!(dossiers::get, dossiers::delete))
        .routes(routes!(
            user_data::get,
            user_data::set,
            user_data::update,
            user_data::delete
        ))
        .routes(routes!(files::get, files::set, files::delete).layer(images_limit))
}

fn processes() -> OpenApiRouter<Arc<App>> {
    let image_limit = DefaultBodyLimit::max(IMAGE_BODY);
    let images_limit = DefaultBodyLimit::max(IMAGES_BODY);
    OpenApiRouter::new()
        .routes(routes!(processes::list))
        .routes(routes!(processes::create))
        .routes(routes!(processes::get, processes::verify, processes::delete).layer(image_limit))
        .routes(routes!(images::get, images::set).layer(images_limit))
        .routes(routes!(processes::fail))
        .routes(routes!(processes::external_id))
        .routes(routes!(processes::video))
        .routes(routes!(processes::raw))
        .routes(routes!(processes::download))
}

fn capture() -> OpenApiRouter<Arc<App>> {
    let configuration_limit = DefaultBodyLimit::max(CONFIGURATION_BODY);
    OpenApiRouter::new()
        .routes(routes!(capture::start).layer(configuration_limit))
        .routes(routes!(capture_configurations::list))
        .routes(
            routes!(
                capture_configurations::get,
                capture_configurations::create,
                capture_configurations::update,
                capture_configurations::delete
            )
            .layer(configuration_limit),
        )
}

fn matching() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(matching::perform))
        .routes(routes!(matching::list))
        .routes(routes!(
            matching::get,
            matching::create,
            matching::update,
            matching::delete
        ))
}

fn webhooks() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::get, webhooks::delete))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::redeliver))
}

/// What the pages of a capture flow ask.
fn session() -> OpenApiRouter<Arc<App>> {
    let image_limit = DefaultBodyLimit::max(IMAGE_BODY);
    let frames_limit = DefaultBodyLimit::max(FRAMES_BODY);
    OpenApiRouter::new()
        .routes(routes!(session::get, session::exchange))
        .routes(routes!(session::declare))
        .routes(routes!(session::image).layer(image_limit))
        .routes(routes!(session::burst).layer(frames_limit))
        .routes(routes!(session::begin, session::answer, session::give_up).layer(frames_limit))
        .routes(routes!(session::submit))
        .routes(routes!(session::cancel))
        .routes(routes!(session::hand_over, session::take_back))
        .routes(routes!(session::events))
}
