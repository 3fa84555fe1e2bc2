//! Brings the effects of the engine and of the upload queue to the world: batches to the store, calls
//! to the server, waits to the clock; and what happened back to them. It decides nothing.

pub mod account;
pub mod driver;
pub mod live;
pub mod transport;
pub mod triggers;
pub mod uploads;

use domain::attachment::blob::BlobName;
use domain::attachment::message::{self, Holding};
use domain::sync::engine::{Failure, Request, Response};

/// The way to the server.
pub trait Transport {
    /// Makes one call.
    fn call(&self, request: &Request) -> impl Future<Output = Result<Response, Failure>>;
}

/// The way of pictures and papers to the server and back.
pub trait BlobTransport {
    /// Asks what the server has of a blob.
    fn ask(&self, name: BlobName) -> impl Future<Output = Result<Holding, message::Failure>>;

    /// Sends one chunk.
    fn send(
        &self,
        name: BlobName,
        chunk: u32,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<Holding, message::Failure>>;

    /// Fetches a blob as the server keeps it; `None` when it has none for this person.
    fn fetch(&self, name: BlobName) -> impl Future<Output = Result<Option<Vec<u8>>, message::Failure>>;
}
