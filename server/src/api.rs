//! The HTTP surface: one flat table of routes and what surrounds them. A handler extracts,
//! authorises, calls and answers; it never sees storage.

pub mod blobs;
pub mod body;
pub mod certificates;
pub mod copies;
pub mod described;
pub mod devices;
pub mod error;
pub mod frame;
pub mod health;
pub mod ranged;
pub mod session;
pub mod static_files;
pub mod sync;

use std::path::Path;
use std::time::Duration;

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn;
use axum::routing::{any, get};
use axum::{Json, Router};
use domain::verification::PATH;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Description;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

const TIMEOUT: Duration = Duration::from_secs(30);
/// 256 KiB on a line that carries 1 KB in a second.
const CHUNK_TIMEOUT: Duration = Duration::from_secs(300);

#[derive(OpenApi)]
#[openapi(info(
    title = "Sổ Khuyến Công",
    description = "Accounts, devices, sync and files. Refusals carry a stable code and a request id. \
                   Sign in with POST /api/v1/session; the cookie does the rest."
))]
struct Info;

/// Every route with its description.
fn routes() -> OpenApiRouter<App> {
    let slow = OpenApiRouter::new().routes(routes!(blobs::receive)).layer(timeout(CHUNK_TIMEOUT));
    // A stream is open for as long as the page is seen.
    let open = OpenApiRouter::new().routes(routes!(sync::live));
    quick_routes().layer(timeout(TIMEOUT)).merge(slow).merge(open)
}

fn quick_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Info::openapi())
        .routes(routes!(health::show))
        .routes(routes!(certificates::show))
        .routes(routes!(session::open, session::show, session::close))
        .routes(routes!(session::change_password))
        .routes(routes!(devices::list))
        .routes(routes!(devices::revoke))
        .routes(routes!(sync::push))
        .routes(routes!(sync::pull))
        .routes(routes!(sync::compare))
        .routes(routes!(copies::manifest))
        .routes(routes!(copies::page))
        .routes(routes!(sync::snapshot))
        .routes(routes!(blobs::look, blobs::read))
}

/// The OpenAPI text of the routes.
pub fn description() -> Description {
    routes().split_for_parts().1
}

pub fn router(app: App, web: Option<&Path>) -> Router {
    let (routes, description) = routes().split_for_parts();
    let api = routes
        .route(&format!("{PATH}/{{*code}}"), get(certificates::show_short).layer(timeout(TIMEOUT)))
        .route("/api/v1/certificates/look.css", get(certificates::look))
        .route("/api/openapi.json", get(async move || Json(description)))
        .route("/api/{*rest}", any(static_files::no_such_route))
        .with_state(app)
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_no_file)));
    let all = match web {
        Some(web) => api.fallback_service(static_files::router(web).layer(timeout(TIMEOUT))),
        None => api.fallback(static_files::no_such_route),
    };
    all.layer(CatchPanicLayer::new()).layer(from_fn(frame::frame))
}

fn timeout(after: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, after)
}

/// Files are packed already, and their ranges are those of their own bytes.
fn is_no_file(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}
