//! Every refusal of the API: one enum, mapped to a status and a stable code in one table.
//! The only place that logs failures of the server itself.

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::attachment::blob::NotAName;
use domain::wire::v1::WireError;
use serde::Serialize;

use crate::attachments::BlobError;
use crate::auth::{LoginError, PasswordError, SessionError};
use crate::certificates::CertificateError;
use crate::sync::SyncError;

#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("the request needs a session: log in")]
    NoSession,
    #[error("the session is over: log in again")]
    SessionExpired,
    #[error("this device was revoked; what it holds must be erased")]
    DeviceRevoked,
    #[error("this account is disabled")]
    AccountDisabled,
    #[error("login name or password is wrong")]
    WrongPassword,
    #[error("a password has 10 to 256 characters")]
    PasswordLength,
    #[error("too many attempts; wait before the next one")]
    TooManyAttempts { wait_ms: i64 },
    #[error("this device id belongs to another account")]
    DeviceTaken,
    #[error("requests of other sites are refused")]
    CrossOrigin,
    #[error("there is nothing here")]
    NotFound,
    #[error("this address does not take that method")]
    MethodNotAllowed,
    #[error("the body must be application/json, plain or gzip")]
    UnsupportedMediaType,
    #[error("the body must be application/octet-stream, as it is")]
    NotOctets,
    #[error("the body is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the body broke off")]
    Truncated,
    #[error("the body is not the JSON expected here: {0}")]
    BadJson(String),
    #[error("the body is not what was expected here: {0}")]
    BadRequest(&'static str),
    #[error("a field is longer than allowed: {0}")]
    TooLong(&'static str),
    #[error(transparent)]
    Wire(WireError),
    #[error("the request names another device than the session")]
    ForeignDevice,
    #[error("this scope is not yours")]
    ScopeNotHeld,
    #[error("something in this page has changed; ask what the scope consists of now")]
    PageGone,
    #[error("a file is named by 64 small hexadecimal digits")]
    BlobName,
    #[error(transparent)]
    Blob(BlobError),
    #[error("the file has {length} bytes, none of those asked for")]
    Range { length: u64 },
    #[error("the request took too long")]
    Timeout,
    #[error("the server is busy; try again")]
    Busy,
    #[error("the server failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the server failed")]
    Panicked,
}

/// What a refused request gets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErrorBody {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people who read logs; the app has its own words for each code.
    pub message: String,
    /// Also in the server's log.
    pub request_id: String,
    /// The mutation at fault, when a push was refused for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

impl ApiError {
    /// 401 always means that the session does not count, and nothing else does (B4).
    pub fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NoSession => (StatusCode::UNAUTHORIZED, "no_session"),
            Self::SessionExpired => (StatusCode::UNAUTHORIZED, "session_expired"),
            Self::DeviceRevoked => (StatusCode::UNAUTHORIZED, "device_revoked"),
            Self::AccountDisabled => (StatusCode::UNAUTHORIZED, "account_disabled"),
            Self::WrongPassword => (StatusCode::FORBIDDEN, "wrong_password"),
            Self::PasswordLength => (StatusCode::UNPROCESSABLE_ENTITY, "password_length"),
            Self::TooManyAttempts { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_attempts"),
            Self::DeviceTaken => (StatusCode::CONFLICT, "device_taken"),
            Self::CrossOrigin => (StatusCode::FORBIDDEN, "cross_origin"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::UnsupportedMediaType | Self::NotOctets => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
            }
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::Truncated => (StatusCode::BAD_REQUEST, "truncated"),
            Self::BadJson(_) => (StatusCode::BAD_REQUEST, "bad_json"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::TooLong(_) => (StatusCode::UNPROCESSABLE_ENTITY, "too_long"),
            Self::Wire(error) => (wire_status(error), error.code()),
            Self::ForeignDevice => (StatusCode::FORBIDDEN, "foreign_device"),
            Self::ScopeNotHeld => (StatusCode::FORBIDDEN, "scope_not_held"),
            Self::PageGone => (StatusCode::GONE, "page_gone"),
            Self::BlobName => (StatusCode::BAD_REQUEST, "blob_name"),
            Self::Blob(error) => blob_status(error),
            Self::Range { .. } => (StatusCode::RANGE_NOT_SATISFIABLE, "range"),
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Internal(_) | Self::Panicked => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    /// The refusal that a layer around the handlers meant by a bare status.
    pub fn from_bare_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::FORBIDDEN => Self::CrossOrigin,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::Timeout,
            StatusCode::INTERNAL_SERVER_ERROR => Self::Panicked,
            status if status.is_client_error() => Self::BadRequest("address or headers"),
            _ => return None,
        })
    }

    /// The answer, with the id under which a failure of the server is logged.
    pub fn render(&self, request_id: &str) -> Response {
        let (status, code) = self.status_and_code();
        if status.is_server_error() {
            tracing::error!(request_id, code, cause = self.causes(), "request failed");
        }
        let seq = match self {
            Self::Wire(error) => seq_at_fault(error),
            _ => None,
        };
        let body = ErrorBody { code, message: self.to_string(), request_id: request_id.to_owned(), seq };
        let mut response = (status, Json(body)).into_response();
        let wait = match self {
            Self::TooManyAttempts { wait_ms } => Some((wait_ms + 999) / 1_000),
            Self::Busy => Some(1),
            Self::Blob(error) if blob_status(error).0 == StatusCode::SERVICE_UNAVAILABLE => Some(10),
            _ => None,
        };
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Self::Range { length } = self
            && let Ok(all) = HeaderValue::from_str(&format!("bytes */{length}"))
        {
            response.headers_mut().insert(header::CONTENT_RANGE, all);
        }
        response
    }

    fn causes(&self) -> String {
        let mut text = self.to_string();
        let mut next = std::error::Error::source(self);
        while let Some(cause) = next {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }
}

fn wire_status(error: &WireError) -> StatusCode {
    match error {
        WireError::Shape(_) | WireError::Version(_) => StatusCode::BAD_REQUEST,
        WireError::TooMany(_) => StatusCode::PAYLOAD_TOO_LARGE,
        WireError::TooLarge { .. } | WireError::Character { .. } | WireError::Counter(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

fn blob_status(error: &BlobError) -> (StatusCode, &'static str) {
    match error {
        BlobError::Unknown => (StatusCode::NOT_FOUND, "unknown_blob"),
        BlobError::Incomplete => (StatusCode::NOT_FOUND, "blob_incomplete"),
        BlobError::NoRight => (StatusCode::FORBIDDEN, "right"),
        BlobError::SessionOver => (StatusCode::UNAUTHORIZED, "session_expired"),
        BlobError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "blob_too_large"),
        BlobError::NoSuchChunk { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "no_such_chunk"),
        BlobError::ChunkLength { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "chunk_length"),
        BlobError::HashMismatch => (StatusCode::UNPROCESSABLE_ENTITY, "hash_mismatch"),
        BlobError::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.code()),
        BlobError::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable"),
        BlobError::Storage(error) if error.is_busy() => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        BlobError::Lost(_) | BlobError::Press(_) | BlobError::Storage(_) | BlobError::Corrupt { .. } => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    }
}

/// The mutation a device must set aside before the others can be sent.
fn seq_at_fault(error: &WireError) -> Option<u64> {
    match error {
        WireError::TooLarge { seq, .. } | WireError::Character { seq, .. } | WireError::Counter(seq) => {
            Some(*seq)
        }
        WireError::Shape(_) | WireError::Version(_) | WireError::TooMany(_) => None,
    }
}

/// The body is written by [`super::frame`], which knows the request's id.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status_and_code().0.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Missing => Self::NoSession,
            SessionError::Expired => Self::SessionExpired,
            SessionError::DeviceRevoked => Self::DeviceRevoked,
            SessionError::Disabled => Self::AccountDisabled,
            SessionError::Storage(error) if error.is_busy() => Self::Busy,
            SessionError::Storage(error) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<LoginError> for ApiError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong => Self::WrongPassword,
            LoginError::TooSoon { wait } => Self::TooManyAttempts { wait_ms: wait },
            LoginError::Disabled => Self::AccountDisabled,
            LoginError::DeviceTaken => Self::DeviceTaken,
            LoginError::DeviceRevoked => Self::DeviceRevoked,
            LoginError::Password(PasswordError::Length) => Self::PasswordLength,
            LoginError::Password(error) => Self::Internal(Box::new(error)),
            LoginError::Storage(error) if error.is_busy() => Self::Busy,
            LoginError::Storage(error) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<CertificateError> for ApiError {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::TooOften { wait_ms } => Self::TooManyAttempts { wait_ms },
            CertificateError::Storage(error) if error.is_busy() => Self::Busy,
            CertificateError::Storage(error) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<WireError> for ApiError {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<BlobError> for ApiError {
    fn from(error: BlobError) -> Self {
        Self::Blob(error)
    }
}

impl From<NotAName> for ApiError {
    fn from(_: NotAName) -> Self {
        Self::BlobName
    }
}

impl From<SyncError> for ApiError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::ForeignDevice => Self::ForeignDevice,
            SyncError::ScopeNotHeld => Self::ScopeNotHeld,
            SyncError::SessionOver => Self::SessionExpired,
            SyncError::PageGone => Self::PageGone,
            SyncError::Packing(error) => Self::Internal(Box::new(error)),
            SyncError::Storage(error) if error.is_busy() => Self::Busy,
            SyncError::Storage(error) => Self::Internal(Box::new(error)),
        }
    }
}
