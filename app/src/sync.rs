//! Brings the engine's effects to the world: batches to the store, calls to the server, waits to the
//! clock; and what happened back to the engine. It decides nothing.

pub mod account;
pub mod driver;
pub mod transport;
pub mod triggers;

use domain::sync::engine::{Failure, Request, Response};

/// The way to the server.
pub trait Transport {
    /// Makes one call.
    fn call(&self, request: &Request) -> impl Future<Output = Result<Response, Failure>>;
}
