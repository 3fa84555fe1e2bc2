//! Calls to the server. Only a JSON answer of our server counts as an answer: a login page of a
//! hotel, a redirect or a gateway in trouble is "not reached", never "signed out" (B4).

use std::time::Duration;

use domain::id::{DeviceId, RecordId, ScopeId};
use domain::sync::engine::{Failure, Request, Response};
use domain::wire::v1::{decode, encode};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::Transport;
use crate::platform::{gzip, page};

/// Longest time for one call: a page of 500 records on a line of 64 kbit/s.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Bodies up to this size are sent as they are.
const PACK_FROM: usize = 1_024;
const JSON: &str = "application/json";

/// Why a call brought no answer.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CallError {
    /// No connection, or none that lasted.
    #[error("no connection")]
    Offline,
    /// Something answered that is not our server, or our server is in trouble.
    #[error("the server was not reached")]
    Unreachable,
    /// The server refused, in its own words.
    #[error("the server refused: {code}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Stable code.
        code: String,
        /// Seconds to wait, when it said so.
        wait: Option<u32>,
    },
}

impl CallError {
    /// What it means for the exchange of records.
    fn failure(&self) -> Failure {
        match self {
            Self::Offline => Failure::Offline,
            Self::Unreachable => Failure::Unreachable,
            Self::Refused { status: 401, .. } => Failure::SignedOut,
            // Somebody else signed in on this browser: their session must not carry this book.
            Self::Refused { code, .. } if code == "foreign_device" => Failure::SignedOut,
            // Too busy, too slow, too often: the same call may pass later.
            Self::Refused { status: 408 | 429, .. } => Failure::Unreachable,
            Self::Refused { .. } => Failure::Refused,
        }
    }
}

/// How the server says no.
#[derive(Deserialize)]
struct Refusal {
    code: String,
}

/// The server this page came from.
#[derive(Clone)]
pub struct Http {
    client: Client,
    origin: String,
}

impl Default for Http {
    fn default() -> Self {
        Self { client: Client::new(), origin: page::origin() }
    }
}

impl Http {
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CallError> {
        parse(&self.answer(self.client.get(self.url(path))).await?)
    }

    pub(super) async fn post<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Result<T, CallError> {
        let request = self.client.post(self.url(path)).header(CONTENT_TYPE, JSON);
        let packed = if body.len() > PACK_FROM { gzip::pack(&body).await } else { None };
        let request = match packed {
            Some(packed) => request.header(CONTENT_ENCODING, "gzip").body(packed),
            None => request.body(body),
        };
        parse(&self.answer(request).await?)
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), CallError> {
        self.answer(self.client.delete(self.url(path))).await.map(drop)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.origin)
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Vec<u8>, CallError> {
        let request = request.timeout(TIMEOUT).build().map_err(|_| CallError::Unreachable)?;
        let asked = request.url().clone();
        let response = self.client.execute(request).await.map_err(|_| CallError::Offline)?;
        let status = response.status();
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let is_json = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with(JSON));
        let wait = header(RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
        if *response.url() != asked || !(is_json || status == StatusCode::NO_CONTENT) {
            return Err(CallError::Unreachable);
        }
        let body = response.bytes().await.map_err(|_| CallError::Offline)?.to_vec();
        if status.is_success() {
            return Ok(body);
        }
        match decode::<Refusal>(&body) {
            Ok(Refusal { code }) if status.is_client_error() => {
                Err(CallError::Refused { status: status.as_u16(), code, wait })
            }
            _ => Err(CallError::Unreachable),
        }
    }
}

impl Transport for Http {
    async fn call(&self, request: &Request) -> Result<Response, Failure> {
        let answer = match request {
            Request::Push(push) => self.post("sync/push", body(push)?).await.map(Response::Push),
            Request::Pull(pull) => self.post("sync/pull", body(pull)?).await.map(Response::Pull),
            Request::Snapshot { device, scope, after } => {
                self.get(&snapshot_path(*device, scope, *after)).await.map(Response::Snapshot)
            }
        };
        answer.map_err(|error| error.failure())
    }
}

fn body<T: serde::Serialize>(message: &T) -> Result<Vec<u8>, Failure> {
    encode(message).map_err(|_| Failure::Refused)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, CallError> {
    decode(body).map_err(|_| CallError::Unreachable)
}

fn snapshot_path(device: DeviceId, scope: &ScopeId, after: Option<RecordId>) -> String {
    let after = after.map(|id| format!("&after={id}")).unwrap_or_default();
    format!("sync/snapshot/{scope}?device={device}{after}")
}
