//! Calls to the server. Only a JSON answer of our server counts as an answer: a login page of a
//! hotel, a redirect or a gateway in trouble is "not reached", never "signed out" (B4).

use std::time::Duration;

use domain::attachment::blob::BlobName;
use domain::attachment::message::{self, Holding};
use domain::attachment::missing::Missing;
use domain::columns::Reader;
use domain::id::{DeviceId, ScopeId};
use domain::sync::copying::{CopiedPage, PageName};
use domain::sync::engine::{Failure, Request, Response};
use domain::wire::v1::{decode, encode};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response as Answer, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::{BlobTransport, Transport};
use crate::platform::{gzip, hash, page};

/// Longest time for one call: a page of 500 records on a line of 64 kbit/s.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Longest time for the bytes of a picture: a chunk on such a line that others share.
const BYTES_TIMEOUT: Duration = Duration::from_secs(180);
/// Bodies up to this size are sent as they are.
const PACK_FROM: usize = 1_024;
const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
/// Says of a blob whether it is whole.
const BLOB_STATE: &str = "blob-state";
const MISSING_CHUNKS: &str = "missing-chunks";
const BLOB_REFUSAL: &str = "blob-refusal";
const COMPLETE: &str = "complete";
const REFUSED: &str = "refused";
/// Where the server does not say why.
const OTHER: &str = "other";

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

    /// What it means for a picture.
    fn of_blob(self) -> message::Failure {
        match (self.failure(), self) {
            (Failure::Offline, _) => message::Failure::Offline,
            (Failure::Unreachable, _) => message::Failure::Unreachable,
            (Failure::SignedOut, _) => message::Failure::SignedOut,
            (Failure::Refused, Self::Refused { code, .. }) => message::Failure::Refused(code),
            (Failure::Refused, Self::Offline | Self::Unreachable) => message::Failure::Unreachable,
        }
    }

    fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }
}

/// How the server says no.
#[derive(Deserialize)]
struct Refusal {
    code: String,
}

/// What the server says of a blob after a chunk.
#[derive(Deserialize)]
struct BlobAnswer {
    state: String,
    #[serde(default)]
    missing: Vec<(u32, u32)>,
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
    pub(super) async fn post<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Result<T, CallError> {
        parse(&self.exchange(path, Some(body)).await?)
    }

    /// Sends a body where there is one, and asks where there is none.
    async fn exchange(&self, path: &str, body: Option<Vec<u8>>) -> Result<Vec<u8>, CallError> {
        let url = self.url(path);
        let Some(body) = body else { return self.answer(self.client.get(url)).await };
        let request = self.client.post(url).header(CONTENT_TYPE, JSON);
        let packed = if body.len() > PACK_FROM { gzip::pack(&body).await } else { None };
        let request = match packed {
            Some(packed) => request.header(CONTENT_ENCODING, "gzip").body(packed),
            None => request.body(body),
        };
        self.answer(request).await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), CallError> {
        self.answer(self.client.delete(self.url(path))).await.map(drop)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.origin)
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Vec<u8>, CallError> {
        let response = self.execute(request, TIMEOUT).await?;
        let status = response.status();
        let is_page = header(&response, CONTENT_TYPE.as_str()) == Some(BYTES) && status.is_success();
        if !(is_json(&response) || is_page || status == StatusCode::NO_CONTENT) {
            return Err(CallError::Unreachable);
        }
        if !status.is_success() {
            return Err(refusal(response).await);
        }
        bytes(response).await
    }

    /// An answer from the address that was asked, whatever it says.
    async fn execute(&self, request: RequestBuilder, timeout: Duration) -> Result<Answer, CallError> {
        let request = request.timeout(timeout).build().map_err(|_| CallError::Unreachable)?;
        let asked = request.url().clone();
        let response = self.client.execute(request).await.map_err(|_| CallError::Offline)?;
        if *response.url() == asked { Ok(response) } else { Err(CallError::Unreachable) }
    }

    async fn ask_blob(&self, name: BlobName) -> Result<Holding, CallError> {
        let response = self.execute(self.client.head(self.url(&blob(name))), TIMEOUT).await?;
        let status = response.status();
        match header(&response, BLOB_STATE) {
            Some(COMPLETE) if status.is_success() => Ok(Holding::Complete),
            Some(REFUSED) if status.is_success() => {
                Err(refused_blob(header(&response, BLOB_REFUSAL).unwrap_or(OTHER)))
            }
            Some(_) if status.is_success() => {
                let missing = header(&response, MISSING_CHUNKS).unwrap_or_default();
                Missing::parse(missing).map(Holding::Partial).ok_or(CallError::Unreachable)
            }
            // An answer to HEAD has no body that would say more.
            None if is_json(&response) && status == StatusCode::NOT_FOUND => Ok(Holding::Unknown),
            None if is_json(&response) && status.is_client_error() => {
                Err(CallError::Refused { status: status.as_u16(), code: OTHER.to_owned(), wait: None })
            }
            Some(_) | None => Err(CallError::Unreachable),
        }
    }

    async fn send_chunk(&self, name: BlobName, chunk: u32, bytes: Vec<u8>) -> Result<Holding, CallError> {
        let request = self.client.put(self.url(&format!("{}/{chunk}", blob(name))));
        let request = request.header(CONTENT_TYPE, BYTES).body(bytes);
        let response = self.execute(request, BYTES_TIMEOUT).await?;
        if !is_json(&response) {
            return Err(CallError::Unreachable);
        }
        if !response.status().is_success() {
            let error = refusal(response).await;
            return if error.is_not_found() { Ok(Holding::Unknown) } else { Err(error) };
        }
        let BlobAnswer { state, missing } = parse(&self::bytes(response).await?)?;
        match state.as_str() {
            COMPLETE => Ok(Holding::Complete),
            REFUSED => Err(refused_blob(OTHER)),
            _ => Ok(Holding::Partial(Missing(missing))),
        }
    }

    async fn fetch_blob(&self, name: BlobName) -> Result<Option<Vec<u8>>, CallError> {
        let response = self.execute(self.client.get(self.url(&blob(name))), BYTES_TIMEOUT).await?;
        let is_file = header(&response, CONTENT_DISPOSITION.as_str())
            .is_some_and(|disposition| disposition.starts_with("attachment"));
        if response.status().is_success() && is_file {
            return bytes(response).await.map(Some);
        }
        if !is_json(&response) {
            return Err(CallError::Unreachable);
        }
        let error = refusal(response).await;
        if error.is_not_found() { Ok(None) } else { Err(error) }
    }
}

fn blob(name: BlobName) -> String {
    format!("blobs/{name}")
}

fn refused_blob(code: &str) -> CallError {
    let status = StatusCode::UNPROCESSABLE_ENTITY.as_u16();
    CallError::Refused { status, code: code.to_owned(), wait: None }
}

fn header<'a>(response: &'a Answer, name: &str) -> Option<&'a str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}

fn is_json(response: &Answer) -> bool {
    header(response, CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with(JSON))
}

async fn bytes(response: Answer) -> Result<Vec<u8>, CallError> {
    Ok(response.bytes().await.map_err(|_| CallError::Offline)?.to_vec())
}

/// What an answer that is no success means.
async fn refusal(response: Answer) -> CallError {
    let status = response.status();
    let wait = header(&response, RETRY_AFTER.as_str()).and_then(|seconds| seconds.parse().ok());
    match bytes(response).await.map(|body| decode::<Refusal>(&body)) {
        Ok(Ok(Refusal { code })) if status.is_client_error() => {
            CallError::Refused { status: status.as_u16(), code, wait }
        }
        Ok(_) => CallError::Unreachable,
        Err(error) => error,
    }
}

impl Transport for Http {
    async fn call(&self, request: &Request) -> Result<Response, Failure> {
        let (path, body) = spelled(request)?;
        let answer = self.exchange(&path, body).await.map_err(|error| error.failure())?;
        if let Request::Copy { page: Some(page), .. } = request {
            // Where the browser gives no hash, the line was not secret either.
            let hash = hash::sha256(&answer).await.map(BlobName);
            if hash.is_some_and(|hash| hash.to_string() != page.hash) {
                return Err(Failure::Unreachable);
            }
        }
        read(request, &answer).ok_or(Failure::Unreachable)
    }
}

/// Where a request goes, and what with.
fn spelled(request: &Request) -> Result<(String, Option<Vec<u8>>), Failure> {
    Ok(match request {
        Request::Push(push) => ("sync/push".to_owned(), Some(body(push)?)),
        Request::Pull(pull) => ("sync/pull".to_owned(), Some(body(pull)?)),
        Request::Compare(compare) => ("sync/compare".to_owned(), Some(body(compare)?)),
        Request::Copy { device, scope, page: None } => {
            (format!("sync/snapshot/{scope}/manifest?device={device}"), None)
        }
        Request::Copy { device, scope, page: Some(page) } => (page_path(*device, scope, page), None),
    })
}

/// What was answered to a request.
fn read(request: &Request, answer: &[u8]) -> Option<Response> {
    match request {
        Request::Push(_) => decode(answer).ok().map(Response::Push),
        Request::Pull(_) => decode(answer).ok().map(Response::Pull),
        Request::Compare(_) => decode(answer).ok().map(Response::Compare),
        Request::Copy { page: None, .. } => decode(answer).ok().map(Response::Manifest),
        Request::Copy { scope, page: Some(page), .. } => read_page(answer, scope, page).map(Response::Page),
    }
}

impl BlobTransport for Http {
    async fn ask(&self, name: BlobName) -> Result<Holding, message::Failure> {
        self.ask_blob(name).await.map_err(CallError::of_blob)
    }

    async fn send(&self, name: BlobName, chunk: u32, bytes: Vec<u8>) -> Result<Holding, message::Failure> {
        self.send_chunk(name, chunk, bytes).await.map_err(CallError::of_blob)
    }

    async fn fetch(&self, name: BlobName) -> Result<Option<Vec<u8>>, message::Failure> {
        self.fetch_blob(name).await.map_err(CallError::of_blob)
    }
}

fn body<T: serde::Serialize>(message: &T) -> Result<Vec<u8>, Failure> {
    encode(message).map_err(|_| Failure::Refused)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, CallError> {
    decode(body).map_err(|_| CallError::Unreachable)
}

fn page_path(device: DeviceId, scope: &ScopeId, page: &PageName) -> String {
    let after = page.after.map(|id| format!("&after={id}")).unwrap_or_default();
    format!("sync/snapshot/{scope}/pages/{}?device={device}&until={}{after}", page.hash, page.until)
}

fn read_page(bytes: &[u8], scope: &ScopeId, page: &PageName) -> Option<CopiedPage> {
    let mut from = Reader::open(bytes)?;
    let (rows, changes) = from.page().filter(|_| from.is_at_end())?;
    Some(CopiedPage { scope: scope.clone(), hash: page.hash.clone(), rows, changes })
}
