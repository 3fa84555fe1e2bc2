//! The command line: `serve`, `migrate`, `create-admin`, `create-account`, `demo`, `restored`, `conflicts`.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::clock::Millis;
use domain::communes;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use server::auth::{Grant, LoginError, NewAccount};
use server::config::{Config, ConfigError, Flags, LogFormat};
use server::demo::DemoAccount;
use server::storage::rows::Disputes;
use server::sync::EVERY_COMMUNE;
use server::{StartError, clock};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Sổ Khuyến Công: the offline-first register of industrial promotion
#[derive(Parser)]
#[command(version, name = "so-khuyen-cong")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests until SIGTERM or Ctrl-C
    Serve,
    /// Fill an empty database with demo data, print the accounts and stop
    Demo,
    /// Bring the tables up to date and stop
    Migrate,
    /// After a backup was put back, before the server starts: devices copy their scopes anew and send again
    /// what the backup does not have
    Restored,
    /// Print how many conflicts wait for somebody, of a thousand changes
    Conflicts,
    /// Make an account that may make others; the password is read from the first line of input
    CreateAdmin {
        #[arg(long)]
        login: String,
        #[arg(long)]
        name: String,
    },
    /// Make an account for a person; the password is read from the first line of input
    CreateAccount {
        #[arg(long)]
        login: String,
        #[arg(long)]
        name: String,
        /// commune_officer, facility_owner, centre_staff, department_staff, department_leader,
        /// council_member, finance or inspector
        #[arg(long, value_parser = role)]
        role: Role,
        /// A commune's code, once for each; all communes when none is given. An owner's account
        /// sees the facilities that the centre gives it.
        #[arg(long)]
        commune: Vec<String>,
    },
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| format!("no role is called {code}"))
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the account was not made")]
    Account(#[from] LoginError),
    #[error("the conflicts cannot be counted")]
    Conflicts(#[source] server::storage::StorageError),
    #[error("the account was made, and its name comes to colleagues with the next start")]
    Directory(#[from] server::storage::StorageError),
    #[error("{0} is not the code of a commune")]
    Commune(String),
    #[error("input or output failed")]
    Io(#[from] std::io::Error),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut text = failure.to_string();
            let mut next = std::error::Error::source(&failure);
            while let Some(cause) = next {
                text.push_str(": ");
                text.push_str(&cause.to_string());
                next = cause.source();
            }
            // With standard error gone there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "so-khuyen-cong: {text}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let config = cli.flags.resolve()?;
    start_log(config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve(config).await,
            Command::Migrate => {
                let (_, storage) = server::open(&config).await?;
                storage.close().await;
                Ok(())
            }
            Command::Demo => load_demo(&config).await,
            Command::Conflicts => tell_conflicts(&config).await,
            Command::Restored => begin_life(&config).await,
            Command::CreateAdmin { login, name } => {
                let scopes = vec![ScopeId::reference()];
                create_account(&config, UserId(Uuid::now_v7()), login, name, Role::Admin, scopes).await
            }
            Command::CreateAccount { login, name, role, commune } => {
                let id = UserId(Uuid::now_v7());
                let scopes = scopes(id, role, &commune)?;
                create_account(&config, id, login, name, role, scopes).await
            }
        }
    })
}

async fn serve(config: Config) -> Result<(), Failure> {
    // Before the address is told: whoever reads it may send a signal at once.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = server::start(config).await?;
    print_accounts(&server.demo)?;
    writeln!(std::io::stdout(), "http://{}", server.addr)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    server.shutdown().await;
    Ok(())
}

async fn begin_life(config: &Config) -> Result<(), Failure> {
    let (_, storage) = server::open(config).await?;
    let count = storage.begin_life(clock::now().0).await.map_err(StartError::from)?;
    storage.close().await;
    writeln!(std::io::stdout(), "restored from a backup {count} times: devices send again what it lacks")?;
    Ok(())
}

async fn tell_conflicts(config: &Config) -> Result<(), Failure> {
    let (_, storage) = server::open(config).await?;
    let Disputes { changes, conflicts, open } = storage.disputes().await.map_err(Failure::Conflicts)?;
    storage.close().await;
    // In tenths, rounded down.
    let tenths = open as u64 * 10_000 / changes.max(1);
    writeln!(
        std::io::stdout(),
        "{changes} changes, {conflicts} conflicts, {open} open: {}.{} of 1,000 changes",
        tenths / 10,
        tenths % 10
    )?;
    Ok(())
}

async fn load_demo(config: &Config) -> Result<(), Failure> {
    let (app, storage) = server::open(config).await?;
    let accounts = server::load_demo(config, &app, &storage).await?;
    storage.close().await;
    if accounts.is_empty() {
        writeln!(std::io::stdout(), "there are accounts already: nothing was changed")?;
    }
    print_accounts(&accounts)
}

fn print_accounts(accounts: &[DemoAccount]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for account in accounts {
        writeln!(
            out,
            "{:<20} {:<28} {:<20} {}",
            account.login,
            account.passphrase,
            account.role.code(),
            account.place
        )?;
    }
    Ok(())
}

/// What a new account may see.
fn scopes(id: UserId, role: Role, codes: &[String]) -> Result<Vec<ScopeId>, Failure> {
    if role == Role::FacilityOwner {
        return Ok(vec![ScopeId::owner(id)]);
    }
    if codes.is_empty() {
        return Ok(vec![ScopeId::from(EVERY_COMMUNE)]);
    }
    let scope = |code: &String| match communes::by_code(code) {
        Some(commune) => Ok(ScopeId::commune(commune.code)),
        None => Err(Failure::Commune(code.clone())),
    };
    codes.iter().map(scope).collect()
}

async fn create_account(
    config: &Config,
    id: UserId,
    login: String,
    name: String,
    role: Role,
    scopes: Vec<ScopeId>,
) -> Result<(), Failure> {
    let mut password = String::new();
    write!(std::io::stdout(), "password: ")?;
    std::io::stdout().flush()?;
    std::io::stdin().lock().read_line(&mut password)?;
    let (app, storage) = server::open(config).await?;
    let grant = |scope| Grant { scope, role, valid_from: Millis(0), valid_to: None };
    let account = NewAccount {
        id,
        login,
        name,
        phone: None,
        role,
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        grants: scopes.into_iter().map(grant).collect(),
    };
    app.auth.create_account(account, clock::now()).await?;
    // Colleagues hear of a new one at once.
    server::reference::publish(storage.as_ref(), clock::now()).await?;
    storage.close().await;
    Ok(())
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
