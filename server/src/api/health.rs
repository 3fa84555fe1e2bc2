//! Whether the server and its database answer.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::{ApiError, ErrorBody};
use crate::clock;
use crate::state::App;

#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
    version: &'static str,
    server_time: i64,
}

/// Health
#[utoipa::path(get, path = "/api/v1/health", responses(
    (status = 200, description = "server and database answer", body = Health),
    (status = 500, description = "the database does not", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn show(State(app): State<App>) -> Result<Json<Health>, ApiError> {
    app.sync.ping().await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), server_time: clock::now().0 }))
}
