//! A bucket that speaks S3: of a cloud, or a MinIO or Ceph in the own cellar.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, RetryConfig};

use crate::config::files::Bucket;

/// A chunk's request must be answered before its device gives up.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn open(bucket: &Bucket) -> Result<Arc<dyn ObjectStore>, Error> {
    // Only the first call of a process sets it; all would set the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: 5, retry_timeout: PATIENCE };
    let builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.key)
        .with_secret_access_key(bucket.secret.reveal())
        .with_virtual_hosted_style_request(false)
        .with_retry(retry)
        .with_client_options(ClientOptions::new().with_timeout(PATIENCE).with_allow_http(bucket.is_plain()));
    let builder = match &bucket.endpoint {
        Some(endpoint) => builder.with_endpoint(endpoint),
        None => builder,
    };
    Ok(Arc::new(PrefixStore::new(builder.build()?, bucket.prefix.as_str())))
}
