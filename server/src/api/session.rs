//! Logging in and out, and who one is.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Small;
use super::error::{ApiError, ErrorBody};
use crate::auth::extractor::{COOKIE, token};
use crate::auth::{Login, Principal, Token};
use crate::clock;
use crate::state::App;
use crate::sync::held;

const LONGEST_LOGIN: usize = 100;
const LONGEST_DEVICE_NAME: usize = 100;

#[derive(Deserialize, ToSchema)]
pub struct LoginBody {
    login: String,
    password: String,
    device: DeviceBody,
}

#[derive(Deserialize, ToSchema)]
pub struct DeviceBody {
    /// Made by the app once for this account on this browser, UUID v7.
    #[schema(value_type = Uuid)]
    id: DeviceId,
    /// What the person calls it.
    name: String,
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordBody {
    current: String,
    new: String,
}

#[derive(Serialize, ToSchema)]
pub struct SessionAnswer {
    account: AccountAnswer,
    device: DeviceAnswer,
    grants: Vec<GrantAnswer>,
    /// Every scope this person may hold now, wildcards written out.
    #[schema(value_type = Vec<String>)]
    scopes: Vec<ScopeId>,
    /// UTC, milliseconds since 1970; the device measures its clock against it.
    #[schema(value_type = i64)]
    server_time: Millis,
    #[schema(value_type = i64)]
    expires_at: Millis,
}

#[derive(Serialize, ToSchema)]
struct AccountAnswer {
    #[schema(value_type = Uuid)]
    id: UserId,
    login: String,
    name: String,
    #[schema(value_type = String)]
    role: Role,
}

#[derive(Serialize, ToSchema)]
struct DeviceAnswer {
    #[schema(value_type = Uuid)]
    id: DeviceId,
    name: String,
    /// The highest mutation number this device ever told of: one whose storage was erased learns
    /// here how far it had been (B1), and counts on from there.
    newest_seq: u64,
}

#[derive(Serialize, ToSchema)]
struct GrantAnswer {
    #[schema(value_type = String)]
    scope: ScopeId,
    #[schema(value_type = String)]
    role: Role,
    #[schema(value_type = i64)]
    valid_from: Millis,
    #[schema(value_type = Option<i64>)]
    valid_to: Option<Millis>,
}

/// Log in
#[utoipa::path(post, path = "/api/v1/session", request_body = LoginBody, responses(
    (status = 200, description = "logged in; the cookie is set", body = SessionAnswer),
    (status = 401, description = "account_disabled, device_revoked", body = ErrorBody),
    (status = 403, description = "wrong_password", body = ErrorBody),
    (status = 409, description = "device_taken", body = ErrorBody),
    (status = 429, description = "too_many_attempts, with Retry-After", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn open(
    State(app): State<App>,
    jar: CookieJar,
    headers: HeaderMap,
    Small(body): Small<LoginBody>,
) -> Result<(CookieJar, Json<SessionAnswer>), ApiError> {
    if body.login.chars().count() > LONGEST_LOGIN {
        return Err(ApiError::TooLong("login"));
    }
    if body.device.name.chars().count() > LONGEST_DEVICE_NAME {
        return Err(ApiError::TooLong("device.name"));
    }
    if domain::value::check_text(&body.device.name).is_err() {
        return Err(ApiError::BadRequest("device.name has forbidden characters"));
    }
    let login = Login {
        login: body.login,
        password: body.password,
        device: body.device.id,
        device_name: body.device.name,
        user_agent_hint: user_agent_hint(&headers),
    };
    let before = token(&jar);
    let (token, who) = app.auth.login(login, clock::now()).await?;
    if let Some(before) = before {
        app.auth.logout(&before).await?;
    }
    Ok((jar.add(cookie(&token)), Json(answer(who))))
}

/// Who am I
#[utoipa::path(get, path = "/api/v1/session", responses(
    (status = 200, description = "the person, their rights and the server's time", body = SessionAnswer),
    (status = 401, description = "no_session, session_expired, device_revoked, account_disabled", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn show(who: Principal) -> Json<SessionAnswer> {
    Json(answer(who))
}

/// Log out
#[utoipa::path(delete, path = "/api/v1/session", responses(
    (status = 204, description = "the session is over, if there was one"),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn close(State(app): State<App>, jar: CookieJar) -> Result<(StatusCode, CookieJar), ApiError> {
    if let Some(token) = token(&jar) {
        app.auth.logout(&token).await?;
    }
    Ok((StatusCode::NO_CONTENT, jar.remove(frame_cookie(String::new()))))
}

/// Change the password
#[utoipa::path(post, path = "/api/v1/session/password", request_body = PasswordBody, responses(
    (status = 200, description = "changed; every other session is over, the cookie is new", body = SessionAnswer),
    (status = 401, description = "no_session", body = ErrorBody),
    (status = 403, description = "wrong_password", body = ErrorBody),
    (status = 422, description = "password_length", body = ErrorBody),
    (status = 429, description = "too_many_attempts, with Retry-After", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn change_password(
    State(app): State<App>,
    who: Principal,
    jar: CookieJar,
    Small(body): Small<PasswordBody>,
) -> Result<(CookieJar, Json<SessionAnswer>), ApiError> {
    let (token, who) = app.auth.change_password(&who, body.current, body.new, clock::now()).await?;
    Ok((jar.add(cookie(&token)), Json(answer(who))))
}

fn answer(who: Principal) -> SessionAnswer {
    let now = clock::now();
    SessionAnswer {
        scopes: held(who.role, &who.grants, now).into_keys().collect(),
        account: AccountAnswer { id: who.user, login: who.login, name: who.name, role: who.role },
        device: DeviceAnswer { id: who.device, name: who.device_name, newest_seq: who.newest_seq },
        grants: who
            .grants
            .into_iter()
            .map(|grant| GrantAnswer {
                scope: grant.scope,
                role: grant.role,
                valid_from: grant.valid_from,
                valid_to: grant.valid_to,
            })
            .collect(),
        server_time: now,
        expires_at: who.expires_at,
    }
}

fn cookie(token: &Token) -> Cookie<'static> {
    let mut cookie = frame_cookie(token.reveal());
    cookie.make_permanent();
    cookie
}

fn frame_cookie(value: String) -> Cookie<'static> {
    Cookie::build((COOKIE, value)).path("/").secure(true).http_only(true).same_site(SameSite::Strict).build()
}

/// Enough to recognise a device in a list, too little to track anybody.
fn user_agent_hint(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |names: &[&'static str]| names.iter().copied().find(|name| agent.contains(name));
    let system = first(&["Android", "iPad", "iPhone", "Windows", "Macintosh", "Linux"]);
    let browser = first(&["Edg", "Firefox", "Chrome", "Safari"]);
    [system, browser].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
