//! Where the bytes of pictures and papers lie: a folder, or a bucket.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Files {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A bucket that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// Path within the bucket, possibly empty.
    pub prefix: String,
    /// Address of a service other than Amazon's.
    pub endpoint: Option<String>,
    pub region: String,
    pub key: String,
    pub secret: Secret,
}

/// A text that no log line shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The settings as they were given.
#[derive(Default)]
pub struct FilesSettings {
    pub place: Option<String>,
    pub endpoint: Option<String>,
    pub region: Option<String>,
    pub key: Option<String>,
    pub secret: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("a bucket is named as s3://bucket or s3://bucket/path")]
    BucketName,
    #[error("a bucket needs its access key and secret")]
    BucketKeys,
}

impl FilesSettings {
    pub fn resolve(self, data: &Path) -> Result<Files, FilesError> {
        let Some(place) = self.place else { return Ok(Files::Folder(data.join("files"))) };
        let Some(place) = place.strip_prefix("s3://") else { return Ok(Files::Folder(place.into())) };
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        if name.is_empty() {
            return Err(FilesError::BucketName);
        }
        let (Some(key), Some(secret)) = (self.key, self.secret) else { return Err(FilesError::BucketKeys) };
        Ok(Files::Bucket(Bucket {
            name: name.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: self.endpoint,
            region: self.region.unwrap_or_else(|| "us-east-1".to_owned()),
            key,
            secret: Secret(secret),
        }))
    }
}

impl Bucket {
    /// Whether the service is reached without TLS, as one on the same machine may be.
    pub fn is_plain(&self) -> bool {
        self.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"))
    }
}

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(place: &str, key: Option<&str>) -> Result<Files, FilesError> {
        let text = |text: &str| Some(text.to_owned());
        let settings = FilesSettings {
            place: text(place),
            endpoint: text("http://127.0.0.1:9000"),
            key: key.map(str::to_owned),
            secret: text("geheim"),
            region: None,
        };
        settings.resolve(Path::new("/data"))
    }

    #[test]
    fn files_lie_in_the_data_folder_unless_told_otherwise() {
        let settled = FilesSettings::default().resolve(Path::new("/data")).unwrap();
        assert_eq!(settled, Files::Folder("/data/files".into()));
        assert_eq!(resolve("/elsewhere", None).unwrap(), Files::Folder("/elsewhere".into()));
    }

    #[test]
    fn a_bucket_has_a_name_and_keys_and_hides_its_secret() {
        let Files::Bucket(bucket) = resolve("s3://hinh-anh/so/2026/", Some("k")).unwrap() else {
            panic!("not a bucket");
        };
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_str()), ("hinh-anh", "so/2026"));
        assert!(bucket.is_plain());
        assert!(!format!("{bucket:?}").contains("geheim"));
        assert!(matches!(resolve("s3://", Some("k")), Err(FilesError::BucketName)));
        assert!(matches!(resolve("s3://x", None), Err(FilesError::BucketKeys)));
    }
}
