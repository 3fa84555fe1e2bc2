//! A service that speaks S3: s3s, which checks signatures, over a folder. It can go away and come back, and knows
//! a key that may do less.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3ErrorCode, S3Result};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::{JoinHandle, JoinSet};

pub const BUCKET: &str = "hinh-anh";
pub const KEY: &str = "so-khuyen-cong";
pub const SECRET: &str = "khoá bí mật của kho ảnh";

/// Of somebody who may write and read, not list or delete.
pub const LESSER_KEY: &str = "chi-ghi";

/// What the folder alone would not refuse.
struct Rights;

#[async_trait::async_trait]
impl S3Access for Rights {
    async fn check(&self, call: &mut S3AccessContext<'_>) -> S3Result<()> {
        let key = call.credentials().map(|credentials| credentials.access_key.as_str());
        let is_plain = matches!(call.s3_op().name(), "PutObject" | "GetObject" | "HeadObject");
        let refusal = match key {
            None => S3ErrorCode::AccessDenied,
            Some(LESSER_KEY) if !is_plain => S3ErrorCode::AccessDenied,
            Some(_) if call.s3_path().get_bucket_name() != Some(BUCKET) => S3ErrorCode::NoSuchBucket,
            Some(_) => return Ok(()),
        };
        Err(refusal.into())
    }
}

pub struct Service {
    pub address: SocketAddr,
    folder: TempDir,
    service: S3Service,
    serving: JoinHandle<()>,
}

impl Service {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        let mut keys = SimpleAuth::from_single(KEY, SECRET);
        keys.register(LESSER_KEY.to_owned(), SECRET.into());
        builder.set_auth(keys);
        builder.set_access(Rights);
        let service = builder.build();
        let listener = listen("127.0.0.1:0".parse().unwrap()).await;
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(serve(listener, service.clone()));
        Self { address, folder, service, serving }
    }

    /// Nobody listens any more, and connections that were open are cut.
    pub async fn go_away(&mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }

    pub async fn come_back(&mut self) {
        let listener = listen(self.address).await;
        self.serving = tokio::spawn(serve(listener, self.service.clone()));
    }

    /// Takes calls and answers none.
    pub async fn hang(&mut self) {
        let listener = listen(self.address).await;
        self.serving = tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                taken.push(socket);
            }
        });
    }

    /// The keys of what lies in the bucket, in order.
    pub fn objects(&self) -> Vec<String> {
        let root = self.folder.path().join(BUCKET);
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        found
    }

    pub fn object(&self, key: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(Path::new(key))
    }
}

/// At an address that was in use a moment ago.
async fn listen(address: SocketAddr) -> TcpListener {
    for _ in 0..50 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        if socket.bind(address).is_ok() {
            return socket.listen(64).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{address} stays taken");
}

async fn serve(listener: TcpListener, service: S3Service) {
    // Dropped together with this task, and every connection with it.
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let serving = http1::Builder::new().serve_connection(TokioIo::new(socket), service.clone());
        connections.spawn(async move { drop(serving.await) });
    }
}
