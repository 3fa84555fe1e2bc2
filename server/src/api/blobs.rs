//! The bytes of pictures and papers: sent in chunks, read in ranges (PROTOCOL §9).

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::attachment::blob::BlobName;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Chunk;
use super::error::{ApiError, ErrorBody};
use super::ranged::{Wanted, wanted};
use crate::attachments::{Kept, State as Sent};
use crate::auth::Principal;
use crate::clock;
use crate::state::App;

const BLOB_STATE: HeaderName = HeaderName::from_static("blob-state");
const BLOB_REFUSAL: HeaderName = HeaderName::from_static("blob-refusal");
const MISSING_CHUNKS: HeaderName = HeaderName::from_static("missing-chunks");
/// What people sent here must not act as a page of ours, whoever opens it and how.
const POLICY: &str = "default-src 'none'; sandbox";

#[derive(Serialize, ToSchema)]
pub struct Received {
    /// `partial` or `complete`.
    state: &'static str,
    /// First and last of each run of chunks that has not arrived.
    missing: Vec<(u32, u32)>,
}

/// What has arrived of a file
#[utoipa::path(head, path = "/api/v1/blobs/{sha256}", params(("sha256" = String, Path)), responses(
    (status = 200, description = "`Blob-State: complete`; or `partial`, with `Missing-Chunks: 0-3,7`; \
        or `refused`, with the code in `Blob-Refusal`"),
    (status = 400, description = "blob_name"),
    (status = 401, description = "no_session, session_expired, device_revoked"),
    (status = 404, description = "unknown_blob: no record in a scope held names the file"),
    (status = "default", description = "another refusal"),
))]
pub async fn look(
    State(app): State<App>,
    who: Principal,
    Path(name): Path<String>,
) -> Result<HeaderMap, ApiError> {
    let sent = app.attachments.state(&who, name.parse::<BlobName>()?, clock::now()).await?;
    let mut headers = HeaderMap::new();
    headers.insert(BLOB_STATE, HeaderValue::from_static(word(&sent)));
    match &sent {
        Sent::Complete => {}
        Sent::Refused(refusal) => {
            headers.insert(BLOB_REFUSAL, HeaderValue::from_static(refusal.code()));
        }
        Sent::Partial(missing) => {
            headers.insert(MISSING_CHUNKS, ascii(&missing.to_string()));
        }
    }
    Ok(headers)
}

/// Send a chunk of a file
#[utoipa::path(put, path = "/api/v1/blobs/{sha256}/{chunk}", params(
    ("sha256" = String, Path), ("chunk" = u32, Path)
), request_body(
    content = Vec<u8>, content_type = "application/octet-stream", description = "256 KiB, the last chunk what is left"
), responses(
    (status = 200, description = "taken; with the last chunk the file was checked and kept", body = Received),
    (status = 400, description = "blob_name, truncated", body = ErrorBody),
    (status = 403, description = "right: this role adds no files there", body = ErrorBody),
    (status = 404, description = "unknown_blob: no record in a scope held names the file", body = ErrorBody),
    (status = 413, description = "too_large, blob_too_large", body = ErrorBody),
    (status = 422, description = "no_such_chunk, chunk_length; hash_mismatch: all chunks are forgotten; \
        media_type_refused, picture_too_large, file_damaged: for good", body = ErrorBody),
    (status = 503, description = "store_unavailable, busy, with Retry-After", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn receive(
    State(app): State<App>,
    who: Principal,
    Path((name, chunk)): Path<(String, u32)>,
    Chunk(bytes): Chunk,
) -> Result<Json<Received>, ApiError> {
    let sent = app.attachments.receive(&who, name.parse()?, chunk, bytes, clock::now()).await?;
    let state = word(&sent);
    Ok(Json(match sent {
        Sent::Complete | Sent::Refused(_) => Received { state, missing: Vec::new() },
        Sent::Partial(missing) => Received { state, missing: missing.0 },
    }))
}

/// Read a file
#[utoipa::path(get, path = "/api/v1/blobs/{sha256}", params(("sha256" = String, Path)), responses(
    (status = 200, description = "the file as the server keeps it: pictures without what the camera wrote beside them"),
    (status = 206, description = "the range asked for"),
    (status = 304, description = "the reader has it"),
    (status = 400, description = "blob_name", body = ErrorBody),
    (status = 401, description = "no_session, session_expired, device_revoked", body = ErrorBody),
    (status = 404, description = "unknown_blob; blob_incomplete: it has not arrived yet", body = ErrorBody),
    (status = 416, description = "range", body = ErrorBody),
    (status = 503, description = "store_unavailable, busy, with Retry-After", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn read(
    State(app): State<App>,
    who: Principal,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let name: BlobName = name.parse()?;
    let kept = app.attachments.find(&who, name, clock::now()).await?;
    let mut answer = file_headers(name, &kept);
    let (status, range) = match wanted(&headers, &tag(&kept), kept.bytes)? {
        Wanted::Nothing => return Ok((StatusCode::NOT_MODIFIED, answer).into_response()),
        Wanted::Whole => (StatusCode::OK, 0..kept.bytes),
        Wanted::Part(range) => {
            let told = format!("bytes {}-{}/{}", range.start, range.end - 1, kept.bytes);
            answer.insert(header::CONTENT_RANGE, ascii(&told));
            (StatusCode::PARTIAL_CONTENT, range)
        }
    };
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    let stream = app.attachments.read(&kept, range).await?;
    Ok((status, answer, Body::from_stream(stream)).into_response())
}

fn file_headers(name: BlobName, kept: &Kept) -> HeaderMap {
    let disposition = format!("attachment; filename=\"{name}.{}\"", kept.media.ending());
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(kept.media.mime())),
        (header::CONTENT_DISPOSITION, ascii(&disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (header::ETAG, ascii(&tag(kept))),
    ])
}

fn tag(kept: &Kept) -> String {
    format!("\"{}\"", kept.name)
}

fn word(sent: &Sent) -> &'static str {
    match sent {
        Sent::Complete => "complete",
        Sent::Refused(_) => "refused",
        Sent::Partial(_) => "partial",
    }
}

/// Digits, letters and signs of our own making.
fn ascii(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
