//! First copies of scopes: what there is, and page by page (docs/PROTOCOL.md §7).

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::sync::copying::{Manifest, PageName};
use serde::Deserialize;
use utoipa::IntoParams;

use super::described::ManifestAnswered;
use super::error::{ApiError, ErrorBody};
use super::ranged::{Wanted, wanted};
use crate::auth::Principal;
use crate::clock;
use crate::state::App;
use crate::sync::copies::unpacked;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Copier {
    /// The device the copy is for; refused when the session is another device's.
    #[param(value_type = Uuid)]
    device: DeviceId,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// The device the copy is for; refused when the session is another device's.
    #[param(value_type = Uuid)]
    device: DeviceId,
    /// `after` of the page in the manifest.
    #[param(value_type = Option<Uuid>)]
    after: Option<RecordId>,
    /// `until` of the page in the manifest.
    #[param(value_type = Uuid)]
    until: RecordId,
}

/// Begin to copy a scope
#[utoipa::path(get, path = "/api/v1/sync/snapshot/{scope}/manifest", params(("scope" = String, Path), Copier), responses(
    (status = 200, description = "the pages the scope consists of", body = ManifestAnswered),
    (status = 400, description = "bad_request", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "scope_not_held, foreign_device", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn manifest(
    State(app): State<App>,
    who: Principal,
    Path(scope): Path<String>,
    Query(Copier { device }): Query<Copier>,
) -> Result<Json<Manifest>, ApiError> {
    Ok(Json(app.sync.manifest(&who, device, ScopeId::from(scope.as_str()), clock::now()).await?))
}

/// Copy a page of a scope
#[utoipa::path(get, path = "/api/v1/sync/snapshot/{scope}/pages/{hash}", params(
    ("scope" = String, Path), ("hash" = String, Path, description = "SHA-256 of the page"), Place
), responses(
    (status = 200, description = "records and journal in columns, packed with brotli for who reads it", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 304, description = "the reader has it"),
    (status = 400, description = "bad_request", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 403, description = "scope_not_held, foreign_device", body = ErrorBody),
    (status = 410, description = "page_gone: something in it has changed; ask for the manifest again", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn page(
    State(app): State<App>,
    who: Principal,
    Path((scope, hash)): Path<(String, String)>,
    Query(Place { device, after, until }): Query<Place>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (scope, name) = (ScopeId::from(scope.as_str()), PageName { hash, rows: 0, after, until });
    let page = app.sync.page(&who, device, &scope, &name, clock::now()).await?;
    let tag = format!("\"{}\"", page.hash);
    let mut answer = match wanted(&headers, &tag, page.packed.len() as u64)? {
        Wanted::Nothing => StatusCode::NOT_MODIFIED.into_response(),
        // A page is asked for whole.
        Wanted::Whole | Wanted::Part(_) if reads_brotli(&headers) => {
            ([(header::CONTENT_ENCODING, "br")], page.packed).into_response()
        }
        Wanted::Whole | Wanted::Part(_) => {
            unpacked(&page.packed).map_err(|error| ApiError::Internal(Box::new(error)))?.into_response()
        }
    };
    let headers = answer.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(answer)
}

/// Browsers offer it where the line is secret, and on this machine.
fn reads_brotli(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|offer| offer.to_str().ok());
    offers.flat_map(|offer| offer.split(',')).any(|offer| match offer.trim().split_once(';') {
        None => offer.trim().eq_ignore_ascii_case("br"),
        Some((codec, weight)) => {
            codec.trim().eq_ignore_ascii_case("br")
                && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_to_who_reads_it() {
        let reads = |offer| {
            reads_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(offer))]))
        };
        assert!(["br", "gzip, deflate, br, zstd", "gzip, BR;q=0.5"].into_iter().all(reads));
        assert!(!["", "gzip", "gzip, br;q=0", "brotli"].into_iter().any(reads));
    }
}
