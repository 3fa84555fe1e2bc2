//! Accounts, sessions and devices.

macro_rules! account_statements {
    ($connection:ty) => {
        pub async fn ping(c: &mut $connection) -> Result<()> {
            sqlx::query("SELECT 1").execute(c).await?;
            Ok(())
        }

        pub async fn has_accounts(c: &mut $connection) -> Result<bool> {
            let found: Option<i64> = sqlx::query_scalar("SELECT created_at FROM account WHERE disabled = $1 LIMIT 1")
                .bind(false)
                .fetch_optional(c)
                .await?;
            Ok(found.is_some())
        }

        pub async fn create_account(c: &mut $connection, account: &AccountRow, grants: &[GrantRow]) -> Result<()> {
            sqlx::query(
                "INSERT INTO account (id, login, name, phone, role, password_hash, disabled, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(account.id)
            .bind(&account.login)
            .bind(&account.name)
            .bind(&account.phone)
            .bind(&account.role)
            .bind(&account.password_hash)
            .bind(account.disabled)
            .bind(account.created_at)
            .execute(&mut *c)
            .await
            .map_err(|error| match error.as_database_error() {
                Some(refused) if refused.is_unique_violation() => StorageError::LoginTaken,
                _ => StorageError::Database(error),
            })?;
            for grant in grants {
                sqlx::query(
                    "INSERT INTO account_grant (account, scope, role, valid_from, valid_to)
                     VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(account.id)
                .bind(&grant.scope)
                .bind(&grant.role)
                .bind(grant.valid_from)
                .bind(grant.valid_to)
                .execute(&mut *c)
                .await?;
            }
            Ok(())
        }

        pub async fn account_by_login(c: &mut $connection, login: &str) -> Result<Option<AccountRow>> {
            Ok(sqlx::query_as("SELECT * FROM account WHERE login = $1").bind(login).fetch_optional(c).await?)
        }

        /// Of every account what colleagues may know, the oldest first.
        pub async fn people(c: &mut $connection) -> Result<Vec<PersonRow>> {
            let statement = "SELECT id, name, role, disabled FROM account ORDER BY created_at, id";
            Ok(sqlx::query_as(statement).fetch_all(c).await?)
        }

        pub async fn account_by_id(c: &mut $connection, id: Uuid) -> Result<Option<AccountRow>> {
            Ok(sqlx::query_as("SELECT * FROM account WHERE id = $1").bind(id).fetch_optional(c).await?)
        }

        pub async fn grants(c: &mut $connection, account: Uuid) -> Result<Vec<GrantRow>> {
            Ok(sqlx::query_as(
                "SELECT scope, role, valid_from, valid_to FROM account_grant WHERE account = $1 ORDER BY scope, role",
            )
            .bind(account)
            .fetch_all(c)
            .await?)
        }

        pub async fn set_password(c: &mut $connection, account: Uuid, password_hash: &str) -> Result<()> {
            sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1")
                .bind(account)
                .bind(password_hash)
                .execute(&mut *c)
                .await?;
            sqlx::query("DELETE FROM session WHERE account = $1").bind(account).execute(c).await?;
            Ok(())
        }

        pub async fn open_session(c: &mut $connection, session: &NewSession) -> Result<Opened> {
            match device(c, session.device).await? {
                Some(known) if known.account != session.account => return Ok(Opened::DeviceTaken),
                Some(known) if known.revoked_at.is_some() => return Ok(Opened::DeviceRevoked),
                Some(_) | None => {}
            }
            sqlx::query(
                "INSERT INTO device (id, account, name, user_agent_hint, created_at, last_seen_at, newest_seq,
                     received_seq)
                 VALUES ($1, $2, $3, $4, $5, $5, 0, 0)
                 ON CONFLICT (id) DO UPDATE SET
                     name = excluded.name, user_agent_hint = excluded.user_agent_hint,
                     last_seen_at = excluded.last_seen_at",
            )
            .bind(session.device)
            .bind(session.account)
            .bind(&session.device_name)
            .bind(&session.user_agent_hint)
            .bind(session.now)
            .execute(&mut *c)
            .await?;
            sqlx::query("DELETE FROM session WHERE device = $1").bind(session.device).execute(&mut *c).await?;
            sqlx::query(
                "INSERT INTO session (token_hash, account, device, created_at, last_seen_at, expires_at)
                 VALUES ($1, $2, $3, $4, $4, $5)",
            )
            .bind(&session.token_hash)
            .bind(session.account)
            .bind(session.device)
            .bind(session.now)
            .bind(session.expires_at)
            .execute(c)
            .await?;
            Ok(Opened::Done)
        }

        pub async fn session(c: &mut $connection, token_hash: &[u8]) -> Result<Option<SessionRow>> {
            let found: Option<(Uuid, Uuid, i64, i64, i64)> = sqlx::query_as(
                "SELECT account, device, created_at, last_seen_at, expires_at FROM session WHERE token_hash = $1",
            )
            .bind(token_hash)
            .fetch_optional(&mut *c)
            .await?;
            let Some((account_id, device_id, created_at, last_seen_at, expires_at)) = found else {
                return Ok(None);
            };
            let account = account_by_id(c, account_id).await?.ok_or(StorageError::Corrupt { what: "session" })?;
            let device = device(c, device_id).await?.ok_or(StorageError::Corrupt { what: "session" })?;
            let grants = grants(c, account_id).await?;
            Ok(Some(SessionRow { created_at, last_seen_at, expires_at, account, device, grants }))
        }

        pub async fn touch_session(c: &mut $connection, token_hash: &[u8], device: Uuid, now: i64) -> Result<()> {
            sqlx::query("UPDATE session SET last_seen_at = $2 WHERE token_hash = $1")
                .bind(token_hash)
                .bind(now)
                .execute(&mut *c)
                .await?;
            sqlx::query("UPDATE device SET last_seen_at = $2 WHERE id = $1").bind(device).bind(now).execute(c).await?;
            Ok(())
        }

        pub async fn close_session(c: &mut $connection, token_hash: &[u8]) -> Result<()> {
            sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(c).await?;
            Ok(())
        }

        pub async fn device(c: &mut $connection, id: Uuid) -> Result<Option<DeviceRow>> {
            Ok(sqlx::query_as("SELECT * FROM device WHERE id = $1").bind(id).fetch_optional(c).await?)
        }

        pub async fn devices(c: &mut $connection, account: Uuid) -> Result<Vec<DeviceRow>> {
            Ok(sqlx::query_as("SELECT * FROM device WHERE account = $1 ORDER BY created_at, id")
                .bind(account)
                .fetch_all(c)
                .await?)
        }

        pub async fn revoke_device(c: &mut $connection, device: Uuid, owner: Option<Uuid>, now: i64) -> Result<bool> {
            let done = sqlx::query(
                "UPDATE device SET revoked_at = $3
                 WHERE id = $1 AND revoked_at IS NULL AND account = COALESCE($2, account)",
            )
            .bind(device)
            .bind(owner)
            .bind(now)
            .execute(c)
            .await?;
            Ok(done.rows_affected() > 0)
        }

        /// Remembers how far a device has counted; an old message never turns it back.
        pub async fn note_device(c: &mut $connection, device: Uuid, newest_seq: i64) -> Result<()> {
            sqlx::query("UPDATE device SET newest_seq = $2 WHERE id = $1 AND newest_seq < $2")
                .bind(device)
                .bind(newest_seq)
                .execute(c)
                .await?;
            Ok(())
        }
    };
}

pub(in crate::storage) use account_statements;
