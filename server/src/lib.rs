//! The server of Sổ Khuyến Công as a library: `start` it in a process of one's own, or run the
//! binary, which is a thin shell around it.
//!
//! Arrows: `storage` ← `auth`, `sync` ← `api` ← this. Only `storage` speaks SQL, only `api` and
//! the extractor of `auth` speak HTTP, and every rule of the office comes from `domain`.

pub mod api;
pub mod auth;
pub mod clock;
pub mod config;
pub mod state;
pub mod storage;
pub mod sync;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use self::auth::{Auth, PasswordError};
use self::config::Config;
use self::state::App;
use self::storage::{Storage, StorageError};

/// How long requests in flight may take after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder cannot be made")]
    DataFolder(#[source] std::io::Error),
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the database cannot be opened")]
    Storage(#[from] StorageError),
    #[error("passwords cannot be checked")]
    Password(#[from] PasswordError),
}

/// A server that answers until it is told to stop.
pub struct RunningServer {
    pub addr: SocketAddr,
    pub app: App,
    storage: Arc<dyn Storage>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

/// Opens the database and builds what handlers call, without listening.
pub async fn open(config: &Config) -> Result<(App, Arc<dyn Storage>), StartError> {
    tokio::fs::create_dir_all(&config.data).await.map_err(StartError::DataFolder)?;
    let storage = storage::open(&config.database).await?;
    let app = App {
        auth: Arc::new(Auth::new(Arc::clone(&storage))?),
        sync: Arc::new(sync::Sync::new(Arc::clone(&storage))),
    };
    Ok((app, storage))
}

pub async fn start(config: Config) -> Result<RunningServer, StartError> {
    let (app, storage) = open(&config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|source| StartError::Listen { address: config.listen, source })?;
    let addr =
        listener.local_addr().map_err(|source| StartError::Listen { address: config.listen, source })?;
    let router = api::router(app.clone(), config.web.as_deref());
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move {
                // A dropped handle is an order to stop as well.
                let _ = stopped.await;
            })
            .await
    });
    tracing::info!(%addr, "listening");
    Ok(RunningServer { addr, app, storage, stop, done })
}

impl RunningServer {
    /// Takes no new requests, lets those in flight finish for ten seconds, closes the database.
    pub async fn shutdown(self) {
        let Self { storage, stop, mut done, .. } = self;
        let _ = stop.send(());
        match tokio::time::timeout(GRACE, &mut done).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::error!(%error, "serving ended badly"),
            Ok(Err(error)) => tracing::error!(%error, "serving ended badly"),
            Err(_) => {
                done.abort();
                tracing::warn!("some requests did not finish in time");
            }
        }
        storage.close().await;
        tracing::info!("stopped");
    }
}
