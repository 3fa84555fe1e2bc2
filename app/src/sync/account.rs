//! Signing in and out, and who one is to the server.

use domain::id::{DeviceId, ScopeId, UserId};
use domain::role::Role;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::transport::{CallError, Http};
use crate::store::codec::encode;

/// What a person types, and the device they type it on.
#[derive(Clone, Debug, Serialize)]
pub struct Login {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// The device.
    pub device: LoginDevice,
}

/// The device as it introduces itself.
#[derive(Clone, Debug, Serialize)]
pub struct LoginDevice {
    /// Made once for this account on this browser.
    pub id: DeviceId,
    /// What the person calls it.
    pub name: String,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Account {
    /// The account.
    pub account: Person,
    /// The device as the server knows it.
    pub device: KnownDevice,
    /// Scopes held now.
    pub scopes: Vec<ScopeId>,
}

/// A person with an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What the server remembers of a device.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct KnownDevice {
    /// Its id.
    pub id: DeviceId,
    /// Counter of the newest mutation it ever told of.
    pub newest_seq: u64,
}

/// Why a person is not signed in.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum LoginError {
    /// Signing in needs the server.
    #[error("the server was not reached")]
    Unreachable,
    /// Name or password is wrong.
    #[error("login name or password is wrong")]
    Wrong,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany {
        /// Seconds to wait.
        wait: Option<u32>,
    },
    /// The account or the device was shut off.
    #[error("shut off: {0}")]
    Disabled(String),
    /// Anything else the server said.
    #[error("the server refused: {0}")]
    Refused(String),
    /// The device could not keep the book.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

impl From<CallError> for LoginError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Offline | CallError::Unreachable => Self::Unreachable,
            CallError::Refused { code, wait, .. } => match code.as_str() {
                "wrong_password" => Self::Wrong,
                "too_many_attempts" => Self::TooMany { wait },
                "account_disabled" | "device_revoked" => Self::Disabled(code),
                _ => Self::Refused(code),
            },
        }
    }
}

const PATH: &str = "session";

/// Signs in; the browser keeps the cookie.
pub async fn sign_in(http: &Http, login: &Login) -> Result<Account, LoginError> {
    Ok(http.post(PATH, encode(login)?).await?)
}

/// Signs out.
pub async fn sign_out(http: &Http) -> Result<(), CallError> {
    http.delete(PATH).await
}
