//! The HTTP surface: one flat table of routes and what surrounds them. A handler extracts,
//! authorises, calls and answers; it never sees storage.

pub mod body;
pub mod described;
pub mod devices;
pub mod error;
pub mod frame;
pub mod health;
pub mod session;
pub mod static_files;
pub mod sync;

use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::{any, get};
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Description;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(OpenApi)]
#[openapi(info(
    title = "Sổ Khuyến Công",
    description = "Accounts, devices and sync. Refusals carry a stable code and a request id. \
                   Sign in with POST /api/v1/session; the cookie does the rest."
))]
struct Info;

/// Every route with its description.
fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Info::openapi())
        .routes(routes!(health::show))
        .routes(routes!(session::open, session::show, session::close))
        .routes(routes!(session::change_password))
        .routes(routes!(devices::list))
        .routes(routes!(devices::revoke))
        .routes(routes!(sync::push))
        .routes(routes!(sync::pull))
        .routes(routes!(sync::snapshot))
}

/// The OpenAPI text of the routes.
pub fn description() -> Description {
    routes().split_for_parts().1
}

pub fn router(app: App, web: Option<&Path>) -> Router {
    let (routes, description) = routes().split_for_parts();
    let api = routes
        .route("/api/openapi.json", get(async move || Json(description)))
        .route("/api/{*rest}", any(static_files::no_such_route))
        .with_state(app)
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new());
    let all = match web {
        Some(web) => api.fallback_service(static_files::router(web)),
        None => api.fallback(static_files::no_such_route),
    };
    all.layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(frame::frame))
}
