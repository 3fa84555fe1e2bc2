//! Argon2id, a few at a time: each check takes 19 MiB, and a flood of logins must not take all.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

const AT_ONCE: usize = 2;
pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 256;

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("a password has {SHORTEST} to {LONGEST} characters")]
    Length,
    #[error("the password could not be hashed")]
    Hash,
    #[error("the operating system gives no randomness")]
    NoRandomness,
    #[error("the password check was cut off")]
    CutOff,
}

pub struct Passwords {
    /// The hash of a password nobody knows.
    nobody: String,
    turns: Arc<Semaphore>,
}

impl Passwords {
    pub fn new() -> Result<Self, PasswordError> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| PasswordError::NoRandomness)?;
        Ok(Self { nobody: hash(&secret)?, turns: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// The hash to store, if the password is long enough.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
            return Err(PasswordError::Length);
        }
        self.turn(move || hash(password.as_bytes())).await?
    }

    /// Whether the password fits; without a stored hash it takes as long and never does.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let fits = self
            .turn(move || Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok())
            .await?;
        Ok(known && fits)
    }

    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| PasswordError::CutOff)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|_| PasswordError::CutOff)
    }
}

fn hash(password: &[u8]) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password).map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("mật khẩu rất dài".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify("mật khẩu rất dài".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("mat khau rat dai".to_owned(), Some(stored)).await.unwrap());
        assert!(!passwords.verify(String::new(), None).await.unwrap());
    }

    #[tokio::test]
    async fn short_and_endless_passwords_are_refused() {
        let passwords = Passwords::new().unwrap();
        for length in [0, 9, 257] {
            let refused = passwords.hash("đ".repeat(length)).await;
            assert!(matches!(refused, Err(PasswordError::Length)), "{length}");
        }
    }
}
