//! Lets a handler ask for the [`Principal`]; without a valid session it is not called.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;

use super::{Principal, Token};
use crate::api::error::ApiError;
use crate::clock;
use crate::state::App;

/// `__Host-` makes browsers insist on Secure, this host only and no path; Chromium accepts it on
/// http://127.0.0.1 too.
pub const COOKIE: &str = "__Host-session";

pub fn token(jar: &CookieJar) -> Option<Token> {
    jar.get(COOKIE).and_then(|cookie| Token::parse(cookie.value()))
}

impl FromRequestParts<App> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token = token(&jar).ok_or(ApiError::NoSession)?;
        Ok(app.auth.who(&token, clock::now()).await?)
    }
}
