//! The server of Sổ Khuyến Công as a library: `start` it in a process of one's own, or run the
//! binary, which is a thin shell around it.
//!
//! Arrows: `storage` ← `auth`, `sync`, `certificates` ← `attachments` ← `api` ← this. Only `storage` speaks SQL,
//! only `api` and the extractor of `auth` speak HTTP, and every rule of the office comes from
//! `domain`.

pub mod api;
pub mod attachments;
pub mod auth;
pub mod certificates;
pub mod clock;
pub mod config;
pub mod demo;
pub mod reference;
pub mod state;
pub mod storage;
pub mod sync;

use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use self::attachments::Attachments;
use self::attachments::store::OpenError;
use self::attachments::store::trial::TrialError;
use self::auth::{Auth, PasswordError};
use self::certificates::Certificates;
use self::config::{Config, Seed};
use self::demo::{DemoAccount, DemoError};
use self::state::App;
use self::storage::{Storage, StorageError};

/// Where the passphrases of the demo accounts are left.
pub const DEMO_ACCOUNTS: &str = "demo-accounts.json";
/// How long requests in flight may take after the order to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often what nobody goes on sending is swept out, first at the start.
const SWEEP: Duration = Duration::from_secs(24 * 3600);
const DAY_MS: i64 = 86_400_000;
/// For how many days a device may be away and still hear what is gone.
const TRACES_KEPT: i64 = 90;

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder cannot be made")]
    DataFolder(#[source] std::io::Error),
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the database cannot be opened")]
    Storage(#[from] StorageError),
    #[error("the files cannot be reached")]
    Files(#[from] OpenError),
    #[error("photos and papers cannot be kept where the settings say")]
    Trial(#[from] TrialError),
    #[error("passwords cannot be checked")]
    Password(#[from] PasswordError),
    #[error("the demo data could not be loaded; empty the data folder before you try again")]
    Demo(#[from] DemoError),
    #[error("the demo accounts cannot be written to {path}")]
    DemoAccounts { path: PathBuf, source: std::io::Error },
}

/// A server that answers until it is told to stop.
pub struct RunningServer {
    pub addr: SocketAddr,
    pub app: App,
    /// The demo accounts, when this start made them.
    pub demo: Vec<DemoAccount>,
    storage: Arc<dyn Storage>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

/// Opens the database and builds what handlers call, without listening.
pub async fn open(config: &Config) -> Result<(App, Arc<dyn Storage>), StartError> {
    // Personal data: nobody else on the machine may look.
    let folder = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data);
    folder.map_err(StartError::DataFolder)?;
    let storage = storage::open(&config.database).await?;
    reference::publish(storage.as_ref(), clock::now()).await?;
    let app = App {
        auth: Arc::new(Auth::new(Arc::clone(&storage))?),
        sync: Arc::new(sync::Sync::new(Arc::clone(&storage))),
        attachments: Arc::new(Attachments::open(Arc::clone(&storage), &config.files)?),
        certificates: Arc::new(Certificates::new(Arc::clone(&storage))),
    };
    Ok((app, storage))
}

/// Fills a database that has no accounts with demo data, and leaves the new accounts in the data
/// folder where only the operator can read them.
pub async fn load_demo(
    config: &Config,
    app: &App,
    storage: &Arc<dyn Storage>,
) -> Result<Vec<DemoAccount>, StartError> {
    if storage.has_accounts().await? {
        return Ok(Vec::new());
    }
    let accounts = demo::load(app).await?;
    reference::publish(storage.as_ref(), clock::now()).await?;
    let path = config.data.join(DEMO_ACCOUNTS);
    write_accounts(&path, &accounts).map_err(|source| StartError::DemoAccounts { path, source })?;
    Ok(accounts)
}

fn write_accounts(path: &Path, accounts: &[DemoAccount]) -> std::io::Result<()> {
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(&serde_json::to_vec_pretty(accounts)?)
}

pub async fn start(config: Config) -> Result<RunningServer, StartError> {
    let (app, storage) = open(&config).await?;
    app.attachments.try_out().await?;
    let demo = match config.seed {
        Seed::Demo => load_demo(&config, &app, &storage).await?,
        Seed::Nothing => Vec::new(),
    };
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|source| StartError::Listen { address: config.listen, source })?;
    let addr =
        listener.local_addr().map_err(|source| StartError::Listen { address: config.listen, source })?;
    let router = api::router(app.clone(), config.web.as_deref());
    // Ends with the serving, however that ends.
    let mut chores = JoinSet::new();
    chores.spawn(sweep(Arc::clone(&app.attachments), Arc::clone(&storage)));
    let sync = Arc::clone(&app.sync);
    chores.spawn(async move { sync.tell().await });
    let sync = Arc::clone(&app.sync);
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(async move {
        let _chores = chores;
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move {
                // A dropped handle is an order to stop as well.
                let _ = stopped.await;
                sync.close();
            })
            .await
    });
    tracing::info!(%addr, "listening");
    Ok(RunningServer { addr, app, demo, storage, stop, done })
}

/// A place of files that does not answer stops nothing else.
async fn sweep(attachments: Arc<Attachments>, storage: Arc<dyn Storage>) {
    let mut days = tokio::time::interval(SWEEP);
    loop {
        days.tick().await;
        match attachments.sweep(clock::now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "forgot uploads that nobody went on with"),
            Err(error) => tracing::warn!(%error, "unfinished uploads were not swept out"),
        }
        match storage.compact(clock::now().0 / DAY_MS, TRACES_KEPT).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "dropped traces of what is gone"),
            Err(error) => tracing::warn!(%error, "traces of what is gone were not dropped"),
        }
    }
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
