//! Signing in as a page sees it: done, or why not.

use thiserror::Error;

use super::session::Session;
use crate::sync::account::LoginError;

/// Why a person is not signed in.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SignInError {
    /// It needs the server.
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
    /// The server said no, with this code.
    #[error("refused: {0}")]
    Refused(String),
    /// The device could not keep the book.
    #[error("the device does not keep it")]
    NotSaved,
}

impl From<LoginError> for SignInError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Unreachable => Self::Unreachable,
            LoginError::Wrong => Self::Wrong,
            LoginError::TooMany { wait } => Self::TooMany { wait },
            LoginError::Disabled(code) | LoginError::Refused(code) => Self::Refused(code),
            LoginError::Store(_) => Self::NotSaved,
        }
    }
}

impl Session {
    /// Signs in and opens the book of that person.
    pub async fn enter(&self, login: &str, password: &str) -> Result<(), SignInError> {
        Ok(self.login(login, password).await?)
    }
}
