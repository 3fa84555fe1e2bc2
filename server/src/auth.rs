//! Who is speaking: accounts, passwords, sessions and devices. It knows no record and no HTTP.

mod delay;
pub mod extractor;
mod password;
mod token;

use std::sync::Arc;

use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::role::Role;
use uuid::Uuid;

use self::delay::{Bucket, LoginDelay};
pub use self::password::{PasswordError, Passwords};
pub use self::token::Token;
use crate::storage::rows::{AccountRow, DeviceRow, GrantRow, NewSession, Opened, SessionRow};
use crate::storage::{Storage, StorageError};

const DAY: i64 = 24 * 3600 * 1000;
/// SEC-SES-1: a session nobody used for this long is over …
const IDLE: i64 = 30 * DAY;
/// … and every session is over after this long.
const ABSOLUTE: i64 = 90 * DAY;
/// How stale "last seen" may become before it is worth a write.
const TOUCH: i64 = 5 * 60 * 1000;

pub struct Auth {
    storage: Arc<dyn Storage>,
    passwords: Passwords,
    delay: LoginDelay,
}

/// Somebody with a valid session, on one of their devices.
#[derive(Clone, Debug)]
pub struct Principal {
    pub user: UserId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub device: DeviceId,
    pub device_name: String,
    pub newest_seq: u64,
    pub grants: Vec<Grant>,
    pub expires_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// As granted: `commune:*` stands for every commune.
    pub scope: ScopeId,
    pub role: Role,
    pub valid_from: Millis,
    pub valid_to: Option<Millis>,
}

/// An account to be made.
pub struct NewAccount {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub phone: Option<String>,
    pub role: Role,
    pub password: String,
    pub grants: Vec<Grant>,
}

pub struct Login {
    pub login: String,
    pub password: String,
    pub device: DeviceId,
    pub device_name: String,
    pub user_agent_hint: String,
}

#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("login name or password is wrong")]
    Wrong,
    #[error("too many attempts, wait")]
    TooSoon { wait: i64 },
    #[error("the account is disabled")]
    Disabled,
    #[error("the device belongs to another account")]
    DeviceTaken,
    #[error("the device was revoked")]
    DeviceRevoked,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error("no session")]
    Missing,
    #[error("the session is over")]
    Expired,
    #[error("the device was revoked")]
    DeviceRevoked,
    #[error("the account is disabled")]
    Disabled,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Auth {
    pub fn new(storage: Arc<dyn Storage>) -> Result<Self, PasswordError> {
        Ok(Self { storage, passwords: Passwords::new()?, delay: LoginDelay::default() })
    }

    pub async fn create_account(&self, account: NewAccount, now: Millis) -> Result<(), LoginError> {
        let row = AccountRow {
            id: account.id.0,
            login: login_key(&account.login),
            name: account.name,
            phone: account.phone,
            role: account.role.code().to_owned(),
            password_hash: self.passwords.hash(account.password).await?,
            disabled: false,
            created_at: now.0,
        };
        let grants: Vec<_> = account.grants.into_iter().map(grant_row).collect();
        Ok(self.storage.create_account(&row, &grants).await?)
    }

    /// Checks the password, enrols the device and opens its session.
    pub async fn login(&self, login: Login, now: Millis) -> Result<(Token, Principal), LoginError> {
        let key = login_key(&login.login);
        let account = self.storage.account_by_login(&key).await?;
        let owner = account.as_ref().map_or(Uuid::nil(), |account| account.id);
        let devices = self.storage.devices(owner).await?;
        let bucket = if devices.iter().any(|known| known.id == login.device.0) {
            Bucket::Enrolled(key, login.device)
        } else {
            Bucket::Stranger(key)
        };
        self.delay.admit(&bucket, now).map_err(|wait| LoginError::TooSoon { wait })?;
        // Checked for unknown names too, against a hash that fits nothing: both take as long.
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let right = self.passwords.verify(login.password, hash).await?;
        let account = account.filter(|_| right).ok_or(LoginError::Wrong)?;
        self.delay.forgive(&bucket);
        if account.disabled {
            return Err(LoginError::Disabled);
        }
        self.open(account.id, login.device, login.device_name, login.user_agent_hint, now).await
    }

    /// Whose session this is; notes that the device was seen.
    pub async fn who(&self, token: &Token, now: Millis) -> Result<Principal, SessionError> {
        let hash = token.hash();
        let row = self.storage.session(&hash).await?.ok_or(SessionError::Missing)?;
        if row.device.revoked_at.is_some() {
            return Err(SessionError::DeviceRevoked);
        }
        if row.account.disabled {
            return Err(SessionError::Disabled);
        }
        if now.0 >= row.expires_at || now.0 - row.last_seen_at >= IDLE {
            return Err(SessionError::Expired);
        }
        if now.0 - row.last_seen_at >= TOUCH {
            self.storage.touch_session(&hash, row.device.id, now.0).await?;
        }
        Ok(principal(row)?)
    }

    pub async fn logout(&self, token: &Token) -> Result<(), SessionError> {
        Ok(self.storage.close_session(&token.hash()).await?)
    }

    /// Replaces the password, ends every session and opens a new one for this device.
    pub async fn change_password(
        &self,
        who: &Principal,
        current: String,
        new: String,
        now: Millis,
    ) -> Result<(Token, Principal), LoginError> {
        let bucket = Bucket::Enrolled(who.login.clone(), who.device);
        self.delay.admit(&bucket, now).map_err(|wait| LoginError::TooSoon { wait })?;
        let account = self.storage.account_by_login(&who.login).await?.ok_or(LoginError::Wrong)?;
        if !self.passwords.verify(current, Some(account.password_hash)).await? {
            return Err(LoginError::Wrong);
        }
        self.delay.forgive(&bucket);
        let hash = self.passwords.hash(new).await?;
        let devices = self.storage.devices(who.user.0).await?;
        let hint =
            devices.into_iter().find(|known| known.id == who.device.0).map(|known| known.user_agent_hint);
        self.storage.set_password(who.user.0, &hash).await?;
        self.open(who.user.0, who.device, who.device_name.clone(), hint.unwrap_or_default(), now).await
    }

    pub async fn devices(&self, who: &Principal) -> Result<Vec<DeviceRow>, SessionError> {
        Ok(self.storage.devices(who.user.0).await?)
    }

    /// False when there is no such device that this person may revoke.
    pub async fn revoke_device(
        &self,
        who: &Principal,
        device: DeviceId,
        now: Millis,
    ) -> Result<bool, SessionError> {
        let owner = (who.role != Role::Admin).then_some(who.user.0);
        Ok(self.storage.revoke_device(device.0, owner, now.0).await?)
    }

    async fn open(
        &self,
        account: Uuid,
        device: DeviceId,
        device_name: String,
        user_agent_hint: String,
        now: Millis,
    ) -> Result<(Token, Principal), LoginError> {
        let token = Token::new()?;
        let session = NewSession {
            token_hash: token.hash(),
            account,
            device: device.0,
            device_name,
            user_agent_hint,
            now: now.0,
            expires_at: now.0 + ABSOLUTE,
        };
        match self.storage.open_session(&session).await? {
            Opened::Done => {}
            Opened::DeviceTaken => return Err(LoginError::DeviceTaken),
            Opened::DeviceRevoked => return Err(LoginError::DeviceRevoked),
        }
        let row = self.storage.session(&session.token_hash).await?.ok_or(LoginError::Wrong)?;
        Ok((token, principal(row)?))
    }
}

/// Login names differ neither by case nor by surrounding blanks.
fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

fn principal(row: SessionRow) -> Result<Principal, StorageError> {
    Ok(Principal {
        user: UserId(row.account.id),
        login: row.account.login,
        name: row.account.name,
        role: role(&row.account.role)?,
        device: DeviceId(row.device.id),
        device_name: row.device.name,
        newest_seq: u64::try_from(row.device.newest_seq).unwrap_or(0),
        grants: row.grants.into_iter().map(grant).collect::<Result<_, _>>()?,
        expires_at: Millis(row.expires_at),
    })
}

pub fn grant(row: GrantRow) -> Result<Grant, StorageError> {
    Ok(Grant {
        scope: ScopeId::from(row.scope.as_str()),
        role: role(&row.role)?,
        valid_from: Millis(row.valid_from),
        valid_to: row.valid_to.map(Millis),
    })
}

fn grant_row(grant: Grant) -> GrantRow {
    GrantRow {
        scope: grant.scope.as_str().to_owned(),
        role: grant.role.code().to_owned(),
        valid_from: grant.valid_from.0,
        valid_to: grant.valid_to.map(|at| at.0),
    }
}

fn role(code: &str) -> Result<Role, StorageError> {
    Role::from_code(code).ok_or(StorageError::Corrupt { what: "role" })
}
