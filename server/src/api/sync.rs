//! Push, pull and snapshot (docs/PROTOCOL.md).

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::sync::buckets::CompareAnswer;
use domain::sync::exchange::{PullAnswer, PushAnswer, SnapshotPage};
use domain::wire::v1;
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::Message;
use super::described::{
    CompareAnswered, CompareBody, PullAnswered, PullBody, PushAnswered, PushBody, SnapshotAnswered,
};
use super::error::{ApiError, ErrorBody};
use crate::auth::Principal;
use crate::clock;
use crate::state::App;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The `next` of the page before.
    #[param(value_type = Option<Uuid>)]
    after: Option<RecordId>,
    /// The device the copy is for; refused when the session is another device's.
    #[param(value_type = Option<Uuid>)]
    device: Option<DeviceId>,
}

/// Send changes
#[utoipa::path(post, path = "/api/v1/sync/push", request_body(
    content = PushBody, description = "gzip allowed: 256 KB packed, 4 MB unpacked"
), responses(
    (status = 200, description = "what became of each mutation, in order", body = PushAnswered),
    (status = 400, description = "truncated, wire_shape, wire_version", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "foreign_device", body = ErrorBody),
    (status = 413, description = "too_large, wire_too_many", body = ErrorBody),
    (status = 422, description = "wire_character, wire_too_large, wire_counter, with the seq of the mutation", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn push(
    State(app): State<App>,
    who: Principal,
    Message(body): Message,
) -> Result<Json<PushAnswer>, ApiError> {
    let (request, received) = v1::push(&body)?;
    Ok(Json(app.sync.push(&who, request.device, received, clock::now()).await?))
}

/// Ask for news
#[utoipa::path(post, path = "/api/v1/sync/pull", request_body(
    content = PullBody, description = "gzip allowed"
), responses(
    (status = 200, description = "the scopes held, and what is new in them", body = PullAnswered),
    (status = 400, description = "truncated, wire_shape, wire_version", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "foreign_device", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn pull(
    State(app): State<App>,
    who: Principal,
    Message(body): Message,
) -> Result<Json<PullAnswer>, ApiError> {
    let request = v1::pull(&body)?;
    Ok(Json(app.sync.pull(&who, request, clock::now()).await?))
}

/// Find what differs in a scope
#[utoipa::path(post, path = "/api/v1/sync/compare", request_body(
    content = CompareBody, description = "gzip allowed"
), responses(
    (status = 200, description = "what lies in the buckets that differ, or in the first of them", body = CompareAnswered),
    (status = 400, description = "truncated, wire_shape, wire_version", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "scope_not_held, foreign_device", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn compare(
    State(app): State<App>,
    who: Principal,
    Message(body): Message,
) -> Result<Json<CompareAnswer>, ApiError> {
    let request = v1::compare(&body)?;
    Ok(Json(app.sync.compare(&who, request, clock::now()).await?))
}

/// Copy a scope as JSON, for apps from before pages
#[utoipa::path(get, path = "/api/v1/sync/snapshot/{scope}", params(("scope" = String, Path), After), responses(
    (status = 200, description = "rows by id; read on after `next`", body = SnapshotAnswered),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "scope_not_held, foreign_device", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn snapshot(
    State(app): State<App>,
    who: Principal,
    Path(scope): Path<String>,
    Query(After { after, device }): Query<After>,
) -> Result<Json<SnapshotPage>, ApiError> {
    Ok(Json(app.sync.snapshot(&who, device, ScopeId::from(scope.as_str()), after, clock::now()).await?))
}

/// Hear when there are news
#[utoipa::path(get, path = "/api/v1/sync/live", responses(
    (status = 200, description = "events: where each scope stands that is held, first all of them, then those \
                                  that changed; ends after a quarter of an hour", content_type = "text/event-stream",
                                  body = String),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn live(
    State(app): State<App>,
    who: Principal,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>> + use<>> {
    let news = app.sync.follow(&who, clock::now());
    Sse::new(news.map(|standing| Event::default().json_data(standing))).keep_alive(KeepAlive::default())
}
