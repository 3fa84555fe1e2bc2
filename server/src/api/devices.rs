//! The devices of an account: list and revoke.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::DeviceId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::error::{ApiError, ErrorBody};
use crate::auth::Principal;
use crate::clock;
use crate::state::App;

#[derive(Serialize, ToSchema)]
pub struct DeviceLine {
    id: Uuid,
    name: String,
    /// Operating system and browser, as far as they say.
    hint: String,
    created_at: i64,
    last_seen_at: i64,
    /// Number of the newest change made on it, and of the newest that arrived here.
    newest_seq: i64,
    received_seq: i64,
    revoked_at: Option<i64>,
    /// Whether this is the device that asks.
    current: bool,
}

/// My devices
#[utoipa::path(get, path = "/api/v1/devices", responses(
    (status = 200, description = "oldest first", body = Vec<DeviceLine>),
    (status = 401, description = "no_session", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn list(State(app): State<App>, who: Principal) -> Result<Json<Vec<DeviceLine>>, ApiError> {
    let devices = app.auth.devices(&who).await?;
    let lines = devices.into_iter().map(|device| DeviceLine {
        current: device.id == who.device.0,
        id: device.id,
        name: device.name,
        hint: device.user_agent_hint,
        created_at: device.created_at,
        last_seen_at: device.last_seen_at,
        newest_seq: device.newest_seq,
        received_seq: device.received_seq,
        revoked_at: device.revoked_at,
    });
    Ok(Json(lines.collect()))
}

/// Revoke a device
#[utoipa::path(delete, path = "/api/v1/devices/{id}", params(("id" = Uuid, Path)), responses(
    (status = 204, description = "from its next request on the device hears device_revoked"),
    (status = 404, description = "no such device that you may revoke", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn revoke(
    State(app): State<App>,
    who: Principal,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    if app.auth.revoke_device(&who, DeviceId(id), clock::now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}
