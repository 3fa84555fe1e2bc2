//! Bodies: the type checked, the size bounded before and after unpacking, and each way to be wrong
//! told apart.

use std::error::Error;
use std::io::Read;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;

use super::error::ApiError;

const KIB: usize = 1024;
/// What a login may weigh.
const SMALL: usize = 16 * KIB;
/// What a push may weigh on the wire when packed (PROTOCOL §5) …
const PACKED: usize = 256 * KIB;
/// … and unpacked.
const UNPACKED: usize = 4 * KIB * KIB;
/// What a chunk of a file may weigh.
const CHUNK: usize = 256 * KIB;
const OCTETS: &str = "application/octet-stream";

/// A small body.
pub struct Small<T>(pub T);

/// A message of the sync protocol, possibly gzip on the way; `domain::wire` reads it.
pub struct Message(pub Vec<u8>);

/// One chunk of a file, as it is.
pub struct Chunk(pub Vec<u8>);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Small<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let gzip = encoding_is_gzip(request.headers())?;
        let bytes = wire_bytes(request, SMALL).await?;
        let bytes = if gzip { unpack(&bytes, SMALL)?.into() } else { bytes };
        parse(&bytes).map(Self)
    }
}

impl<S: Sync> FromRequest<S> for Message {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if encoding_is_gzip(request.headers())? {
            unpack(&wire_bytes(request, PACKED).await?, UNPACKED).map(Self)
        } else {
            wire_bytes(request, UNPACKED).await.map(|bytes| Self(bytes.into()))
        }
    }
}

impl<S: Sync> FromRequest<S> for Chunk {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let headers = request.headers();
        let is_plain = headers.get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
        let is_bytes = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == OCTETS);
        if !is_plain || !is_bytes {
            return Err(ApiError::NotOctets);
        }
        wire_bytes(request, CHUNK).await.map(|bytes| Self(bytes.into()))
    }
}

fn encoding_is_gzip(headers: &HeaderMap) -> Result<bool, ApiError> {
    let text =
        |name| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim().to_ascii_lowercase());
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    let (essence, parameters) = kind.split_once(';').unwrap_or((&kind, ""));
    let parameters = parameters.trim();
    if essence.trim() != "application/json" || !(parameters.is_empty() || parameters == "charset=utf-8") {
        return Err(ApiError::UnsupportedMediaType);
    }
    match text(header::CONTENT_ENCODING).as_deref() {
        None | Some("identity") => Ok(false),
        Some("gzip") => Ok(true),
        Some(_) => Err(ApiError::UnsupportedMediaType),
    }
}

async fn wire_bytes(request: Request, limit: usize) -> Result<Bytes, ApiError> {
    to_bytes(request.into_body(), limit).await.map_err(|error| {
        let over = error.source().is_some_and(|cause| cause.to_string().contains("length limit"));
        if over { ApiError::TooLarge { limit } } else { ApiError::Truncated }
    })
}

fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, ApiError> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut plain = Vec::new();
    GzDecoder::new(packed).take(most + 1).read_to_end(&mut plain).map_err(|_| ApiError::Truncated)?;
    if plain.len() > limit { Err(ApiError::TooLarge { limit }) } else { Ok(plain) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => ApiError::Truncated,
        // serde's own words may quote what the body held; the place is enough to find it.
        _ => ApiError::BadJson(format!("line {} column {}", error.line(), error.column())),
    })
}
