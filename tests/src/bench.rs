//! Measures an exchange of 1,000 facilities between devices and the server: time, bytes, requests. It asserts
//! that the work was done; what the figures should be is said in docs/.
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::sync::exchange::MAX_PUSH;
use serde_json::{Map, Value};
use tests::office::{Exchange, Office, Person, all_applied, new_facility, other_village};
use uuid::Uuid;

/// Each round has a commune of its own, so that each begins with nothing.
const COMMUNES: [&str; 5] = ["07210", "07228", "07246", "07282", "07264"];
const FACILITIES: u64 = 1_000;
const EDITS: u64 = 100;

/// What one piece of work cost.
#[derive(Clone, Copy, Default)]
struct Cost {
    took: Duration,
    up: usize,
    down: usize,
    requests: usize,
}

impl Cost {
    fn add(&mut self, exchange: &Exchange) {
        self.took += exchange.took;
        self.up += exchange.bytes_up;
        self.down += exchange.bytes_down;
        self.requests += 1;
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let office = Office::open().await?;
    let mut rounds = Vec::new();
    for commune in COMMUNES {
        rounds.push(round(&office, commune).await.with_context(|| format!("commune {commune}"))?);
    }
    office.close().await;
    println!(
        "{:34} {:>9} {:>10} {:>10} {:>9}",
        "median of 5, SQLite, durable", "ms", "bytes up", "bytes down", "requests"
    );
    let names = [
        "push 1,000 new facilities",
        "first pull of 1,000 facilities",
        "pull 100 changed of 1,000",
        "sync without news",
    ];
    for (index, name) in names.iter().enumerate() {
        let mut costs: Vec<Cost> = rounds.iter().filter_map(|round| round.get(index).copied()).collect();
        costs.sort_by_key(|cost| cost.took);
        let cost = costs.get(costs.len() / 2).context("no round")?;
        let ms = cost.took.as_secs_f64() * 1e3;
        println!("{name:34} {ms:>9.1} {:>10} {:>10} {:>9}", cost.up, cost.down, cost.requests);
    }
    Ok(())
}

/// One officer makes the facilities, another takes them, the first changes some, the other asks again.
async fn round(office: &Office, commune: &str) -> Result<[Cost; 4]> {
    let (maker, taker) = (format!("ghi{commune}"), format!("nhan{commune}"));
    for login in [&maker, &taker] {
        office.employ(login, commune).await?;
    }
    let (maker, taker) = (office.log_in(&maker).await?, office.log_in(&taker).await?);
    let ids: Vec<Uuid> = (0..FACILITIES).map(|_| Uuid::now_v7()).collect();
    let new: Vec<Value> = (1..).zip(&ids).map(|(seq, id)| new_facility(seq, *id, commune)).collect();
    let pushed = push(office, &maker, &new).await?;

    let mut held = Held { commune, cursors: Map::new(), rows: 0 };
    let first = held.refresh(office, &taker).await?;
    ensure!(held.rows == FACILITIES, "{} facilities arrived", held.rows);

    let mut maker_holds = Held { commune, cursors: Map::new(), rows: 0 };
    maker_holds.refresh(office, &maker).await?;
    let seen = maker_holds.version()?;
    let edits = (1..=EDITS).zip(&ids);
    let edits: Vec<Value> =
        edits.map(|(of, id)| other_village(FACILITIES + of, of, *id, commune, seen)).collect();
    push(office, &maker, &edits).await?;

    held.rows = 0;
    let news = held.refresh(office, &taker).await?;
    ensure!(held.rows == EDITS, "{} changes arrived", held.rows);
    held.rows = 0;
    let nothing = held.refresh(office, &taker).await?;
    ensure!(held.rows == 0, "news where there are none");
    Ok([pushed, first, news, nothing])
}

async fn push(office: &Office, who: &Person, mutations: &[Value]) -> Result<Cost> {
    let mut cost = Cost::default();
    for batch in mutations.chunks(MAX_PUSH) {
        let exchange = office.push(who, batch).await?;
        all_applied(&exchange.answer, batch.len())?;
        cost.add(&exchange);
    }
    Ok(cost)
}

/// What a device has of its commune.
struct Held<'a> {
    commune: &'a str,
    cursors: Map<String, Value>,
    rows: u64,
}

impl Held<'_> {
    /// Pulls until there is no more, with snapshots where the server asks for them.
    async fn refresh(&mut self, office: &Office, who: &Person) -> Result<Cost> {
        let mut cost = Cost::default();
        loop {
            let exchange = office.pull(who, &self.cursors).await?;
            cost.add(&exchange);
            let pages = exchange.answer.get("pages").and_then(Value::as_array).context("no pages")?;
            for page in pages {
                if let Some(delta) = page.get("delta") {
                    self.take(delta, "to")?;
                }
                if let Some(scope) = page.pointer("/snapshot/scope").and_then(Value::as_str) {
                    self.copy(office, who, scope, &mut cost).await?;
                }
            }
            if exchange.answer.get("more") != Some(&Value::Bool(true)) {
                return Ok(cost);
            }
        }
    }

    async fn copy(&mut self, office: &Office, who: &Person, scope: &str, cost: &mut Cost) -> Result<()> {
        let mut head = None;
        let mut after: Option<String> = None;
        loop {
            let page = office.snapshot(who, scope, after.as_deref()).await?;
            cost.add(&page);
            self.take(&page.answer, "head")?;
            let first = head.get_or_insert_with(|| page.answer.get("head").cloned().unwrap_or_default());
            self.cursors.insert(scope.to_owned(), first.clone());
            after = page.answer.get("next").and_then(Value::as_str).map(str::to_owned);
            if after.is_none() {
                return Ok(());
            }
        }
    }

    fn take(&mut self, page: &Value, cursor: &str) -> Result<()> {
        let scope = page.get("scope").and_then(Value::as_str).context("a page without scope")?;
        let rows = page.get("rows").and_then(Value::as_array).context("a page without rows")?;
        self.cursors.insert(scope.to_owned(), page.get(cursor).cloned().context("a page without cursor")?);
        if scope == format!("commune:{}", self.commune) {
            self.rows += rows.len() as u64;
        }
        Ok(())
    }

    fn version(&self) -> Result<u64> {
        let cursor =
            self.cursors.get(&format!("commune:{}", self.commune)).context("the commune is not held")?;
        cursor.get("ver").and_then(Value::as_u64).context("a cursor without version")
    }
}
