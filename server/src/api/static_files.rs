//! The built app: served as the build packed it, cached as its names allow (PWA-6).

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::services::{ServeDir, ServeFile};

use super::error::ApiError;

/// Files of the folder, and `index.html` for every address that looks like a page of the app.
pub fn router(web: &Path) -> Router {
    let index = ServeFile::new(web.join("index.html")).precompressed_br().precompressed_gzip();
    let files = ServeDir::new(web).precompressed_br().precompressed_gzip().fallback(index);
    Router::new().fallback_service(files).layer(from_fn(cache))
}

/// An answer for everything under /api that is no route.
pub async fn no_such_route() -> Response {
    ApiError::NotFound.into_response()
}

async fn cache(request: Request, next: Next) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A file that is not there is not a page: a half-updated app must notice.
    if is_page && name.contains('.') && !name.ends_with(".html") {
        response = StatusCode::NOT_FOUND.into_response();
    }
    let rule = if is_hashed(&name) && response.status().is_success() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
    response
}

/// `app-3f2a9c01b4.js`: a part of 8 or more hex digits before the last ending.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit_once('.') else {
        return false;
    };
    stem.split(['-', '.', '_']).skip(1).any(|part| {
        part.len() >= 8
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for name in ["app-3f2a9c01b4.js", "app-3f2a9c01b4_bg.wasm", "index.0a1b2c3d4e5f.css"] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "sw.js",
            "index.html",
            "manifest.webmanifest",
            "icon-512-maskable.png",
            "noto-deadbeef.woff2",
            "3f2a9c01b4.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
