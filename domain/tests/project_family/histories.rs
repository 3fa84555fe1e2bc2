//! Random histories: people of every role try whatever they can with the money of a project, also
//! what they may not. What the books say afterwards is added up here anew, not by the ledger.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::role::Role;
use domain::value::{Document, Value};
use proptest::prelude::*;

use crate::office::{Office, PROJECT};

const APPROVED: i64 = 300_000_000;

/// What somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Ask {
        entry: &'static str,
        amount: i64,
    },
    /// The step that is waited for, by who is to take it.
    Next {
        which: usize,
        amount: i64,
    },
    /// Whatever comes to mind.
    Money {
        which: usize,
        role: Role,
        action: &'static str,
        amount: i64,
    },
    /// The project goes on.
    GoOn {
        amount: i64,
    },
    Project {
        role: Role,
        action: &'static str,
        amount: i64,
    },
    Adjust {
        action: &'static str,
        amount: i64,
    },
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(0),
        Just(210_000_000),
        Just(210_000_001),
        Just(90_000_000),
        Just(APPROVED),
        (1_i64..60).prop_map(|millions| millions * 1_000_000),
        (1_i64..60).prop_map(|millions| millions * 1_000_000),
        (1_i64..60).prop_map(|millions| millions * 1_000_000),
        (1_i64..400).prop_map(|millions| millions * 1_000_000),
    ]
}

fn attempt() -> impl Strategy<Value = Try> {
    let entry = prop::sample::select(vec!["advance", "advance", "payment", "recovery"]);
    let money = prop::sample::select(vec![
        (Role::Finance, "receive"),
        (Role::Finance, "pay"),
        (Role::Finance, "return"),
        (Role::Finance, "fail"),
        (Role::Finance, "approve"),
        (Role::DepartmentStaff, "pay"),
        (Role::CentreStaff, "approve"),
    ]);
    let project = prop::sample::select(vec![
        (Role::CentreStaff, "report_done"),
        (Role::CouncilMember, "accept"),
        (Role::DepartmentStaff, "remedy"),
        (Role::CentreStaff, "start_settlement"),
        (Role::Finance, "settle"),
        (Role::Finance, "reopen"),
        (Role::DepartmentStaff, "suspend"),
        (Role::DepartmentStaff, "resume"),
    ]);
    let adjust = prop::sample::select(vec!["make", "submit", "confirm", "grant", "refuse"]);
    prop_oneof![
        4 => (entry, amount()).prop_map(|(entry, amount)| Try::Ask { entry, amount }),
        14 => (0..4_usize, amount()).prop_map(|(which, amount)| Try::Next { which, amount }),
        2 => (0..4_usize, money, amount())
            .prop_map(|(which, (role, action), amount)| Try::Money { which, role, action, amount }),
        2 => amount().prop_map(|amount| Try::GoOn { amount }),
        1 => (project, amount()).prop_map(|((role, action), amount)| Try::Project { role, action, amount }),
        1 => (adjust, amount()).prop_map(|(action, amount)| Try::Adjust { action, amount }),
    ]
}

/// A project at work, most of it done, every paper there.
fn running() -> Office {
    let project = Document::default()
        .with("title", "Lò nung gas thay lò củi")
        .with("activity", "machine")
        .with("funding", "national")
        .with("project_kind", "named")
        .with("total_investment", 1_000_000_000)
        .with("counterpart", 700_000_000)
        .with("support_requested", APPROVED)
        .with("support_approved", APPROVED)
        .with("decision_date", "2026-05-04")
        .with("contract_no", "27/HĐ-KC")
        .with("contract_date", "2026-05-15")
        .with("billing", "invoice")
        .with("started_on", "2026-05-20")
        .with("stage", "in_progress");
    let mut office = Office::with(project);
    office.reported();
    for (id, paper) in crate::stories::drawn(office.doc(PROJECT)) {
        office.make_as(Role::CentreStaff, Kind::Paper, id, paper.clone()).unwrap();
        if paper.text("provider") == Some("department") {
            continue;
        }
        office.act(Role::CentreStaff, id, "provide", &crate::stories::handed_over()).unwrap();
        office
            .act(Role::Finance, id, "verify", &[])
            .or_else(|_| office.act(Role::DepartmentStaff, id, "verify", &[]))
            .unwrap();
    }
    office.bought();
    office.visited("progress", "2026-11-20", 100);
    office
}

fn day() -> Value {
    Value::text("2026-11-24")
}

/// The disbursements that are not at their end.
fn open(office: &Office) -> Vec<(RecordId, Document)> {
    let mut all = office.all(Kind::Disbursement);
    all.retain(|(_, doc)| !matches!(doc.text("stage"), Some("paid" | "failed")));
    all
}

/// What a step on a disbursement brings.
fn brought(action: &str, doc: &Document, amount: i64) -> Vec<(&'static str, Value)> {
    let due = doc.get("approved_amount").or(doc.get("requested")).and_then(Value::as_int).unwrap_or(amount);
    match action {
        "confirm_volume" => {
            vec![("confirmed_volume", Value::Int(600_000_000 + amount)), ("confirmed_on", day())]
        }
        "approve" => vec![("approved_amount", Value::Int(amount.min(due)))],
        "pay" | "receive" => {
            vec![
                ("paid_amount", Value::Int(due)),
                ("paid_on", day()),
                ("treasury_doc_no", Value::text("UNC 12")),
            ]
        }
        "return" | "fail" => vec![("stage_note", Value::text("Sai số tài khoản"))],
        _ => vec![],
    }
}

/// What a step of the project brings.
fn carried(action: &str, amount: i64) -> Vec<(&'static str, Value)> {
    let reason = || ("stage_reason", Value::text("mistake"));
    match action {
        "report_done" => vec![("volume_report_on", day()), ("volume_pct", Value::Int(100))],
        "accept" => vec![
            ("acceptance_no", Value::text("15/BB-NT")),
            ("acceptance_date", day()),
            ("acceptance_conclusion", Value::text(if amount % 2 == 0 { "pass" } else { "partial" })),
        ],
        "remedy" => vec![reason(), ("due_on", day())],
        "start_settlement" => {
            vec![("settlement_dossier_on", day()), ("stage_note", Value::text("Chứng từ nộp bản giấy"))]
        }
        "settle" => vec![
            ("liquidation_no", Value::text("26/BB-TLHĐ")),
            ("liquidation_date", day()),
            ("settlement_amount", Value::Int(amount.clamp(1, APPROVED))),
        ],
        "suspend" => vec![reason(), ("halt_no", Value::text("60/QĐ-SCT")), ("halt_date", day())],
        "reopen" => vec![reason()],
        _ => vec![],
    }
}

fn attempt_once(office: &mut Office, what: &Try) -> Result<(), String> {
    match what {
        Try::Ask { entry, amount } => {
            let doc = Document::default()
                .with("project", PROJECT.to_string())
                .with("entry", *entry)
                .with("requested", *amount)
                .with("basis", "Theo khối lượng đã làm");
            office.make(Role::CentreStaff, Kind::Disbursement, doc).map(drop)
        }
        Try::Next { which, amount } => {
            let open = open(office);
            let Some((id, doc)) = open.get(*which % open.len().max(1)) else {
                return Err("nothing there".into());
            };
            let is_recovery = doc.text("entry") == Some("recovery");
            let (role, action) = match (doc.text("stage"), is_recovery) {
                (Some("draft" | "returned"), _) => (Role::CentreStaff, "submit"),
                (Some("submitted"), true) => (Role::Finance, "receive"),
                (Some("submitted"), false) => (Role::DepartmentStaff, "confirm_volume"),
                (Some("volume_confirmed"), _) => (Role::DepartmentLeader, "approve"),
                _ => (Role::Finance, "pay"),
            };
            let amount = if *amount < 100_000_000 { *amount } else { APPROVED };
            office.act(role, *id, action, &brought(action, doc, amount))
        }
        Try::Money { which, role, action, amount } => {
            let open = open(office);
            let Some((id, doc)) = open.get(*which % open.len().max(1)) else {
                return Err("nothing there".into());
            };
            office.act(*role, *id, action, &brought(action, doc, *amount))
        }
        Try::GoOn { amount } => {
            let (role, action) = match office.doc(PROJECT).text("stage") {
                Some("in_progress") => (Role::CentreStaff, "report_done"),
                Some("awaiting_acceptance") => (Role::CouncilMember, "accept"),
                Some("accepted") => (Role::CentreStaff, "start_settlement"),
                Some("settling") => (Role::Finance, "settle"),
                _ => (Role::DepartmentStaff, "resume"),
            };
            let held = books(office);
            let amount = (held.advanced + held.paid - held.recovered).max(*amount);
            office.act(role, PROJECT, action, &carried(action, amount))
        }
        Try::Project { role, action, amount } => {
            office.act(*role, PROJECT, action, &carried(action, *amount))
        }
        Try::Adjust { action: "make", amount } => {
            let doc = Document::default()
                .with("project", PROJECT.to_string())
                .with("changes", Value::List(vec![Value::text("raise_support")]))
                .with("request", "Giá lò đổi")
                .with("new_support", (*amount).max(1));
            office.make(Role::CentreStaff, Kind::Amendment, doc).map(drop)
        }
        Try::Adjust { action, .. } => {
            let all = office.all(Kind::Amendment);
            let Some((id, _)) = all.last() else { return Err("nothing there".into()) };
            let (role, given): (Role, Vec<(&str, Value)>) = match *action {
                "submit" => (Role::CentreStaff, vec![]),
                "confirm" => (Role::DepartmentStaff, vec![]),
                "grant" => (
                    Role::DepartmentLeader,
                    vec![
                        ("paper", Value::text("annex")),
                        ("decision_no", Value::text("3/PLHĐ-KC")),
                        ("decision_date", day()),
                        ("decision_issuer", Value::text("UBND tỉnh")),
                    ],
                ),
                _ => (Role::DepartmentStaff, vec![("stage_note", Value::text("Không đủ căn cứ"))]),
            };
            office.act(role, *id, action, &given)
        }
    }
}

/// Added up by hand from what was paid.
#[derive(Default, Debug)]
struct Books {
    advanced: i64,
    paid: i64,
    recovered: i64,
}

fn books(office: &Office) -> Books {
    let mut books = Books::default();
    for (_, doc) in office.all(Kind::Disbursement) {
        if doc.text("stage") != Some("paid") {
            continue;
        }
        let amount = doc.get("paid_amount").and_then(Value::as_int).unwrap();
        match doc.text("entry").unwrap() {
            "advance" => books.advanced += amount,
            "payment" => books.paid += amount,
            _ => books.recovered += amount,
        }
    }
    books
}

fn check(office: &Office, before: &Office, what: &Try) -> Result<(), TestCaseError> {
    let project = office.doc(PROJECT);
    let amount = |field: &str| project.get(field).and_then(Value::as_int);
    let sum = |field: &str| amount(field).unwrap_or(0);
    let now = books(office);
    let approved = amount("support_approved").unwrap();
    prop_assert!(now.advanced * 10 <= approved * 7, "more than 70 % advanced: {now:?}");
    let held = now.advanced + now.paid - now.recovered;
    prop_assert!(held >= 0, "more came back than was paid: {now:?}");
    prop_assert!(held <= approved, "more than was approved: {now:?}");
    let is_settled = project.text("stage") == Some("settled");
    if is_settled {
        prop_assert!(held <= amount("settlement_amount").unwrap(), "more than was settled: {now:?}");
    }
    prop_assert_eq!(
        (sum("advanced"), sum("paid"), sum("recovered")),
        (now.advanced, now.paid, now.recovered)
    );
    let was = books(before);
    if before.doc(PROJECT).text("stage") == Some("settled") {
        let is_same = was.advanced == now.advanced && was.paid == now.paid;
        prop_assert!(is_same, "paid after the settlement by {:?}", what);
    }
    Ok(())
}

fn snapshot(office: &Office) -> Office {
    let mut copy = Office::with(Document::default());
    copy.rows.clone_from(&office.rows);
    copy
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 70, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_an_invariant(tries in prop::collection::vec(attempt(), 15..60)) {
        let mut office = running();
        for what in &tries {
            let before = snapshot(&office);
            let refused = attempt_once(&mut office, what).is_err();
            if refused {
                prop_assert!(before.rows == office.rows, "a refused step left a trace: {what:?}");
            }
            check(&office, &before, what)?;
        }
    }
}

/// Histories in which nothing is paid prove nothing.
#[test]
fn histories_are_rich() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..25 {
        let tries = prop::collection::vec(attempt(), 50..60).new_tree(&mut runner).unwrap().current();
        let mut office = running();
        for what in &tries {
            let outcome = attempt_once(&mut office, what).err().unwrap_or_else(|| "done".into());
            *told.entry(outcome).or_default() += 1;
        }
        let books = books(&office);
        *told.entry("paid something".into()).or_default() += usize::from(books.advanced + books.paid > 0);
        *told.entry("paid back".into()).or_default() += usize::from(books.recovered > 0);
        let settled = office.doc(PROJECT).text("stage") == Some("settled");
        *told.entry("settled".into()).or_default() += usize::from(settled);
    }
    let at_least = [
        ("paid something", 12),
        ("paid back", 2),
        ("settled", 1),
        ("problem.advance_over_limit", 5),
        ("problem.paid_over_approved", 5),
        ("problem.recovery_over_paid", 5),
        ("problem.money_too_early", 5),
        ("problem.too_little_done", 1),
        ("refusal.wrong_stage", 5),
    ];
    for (what, least) in at_least {
        assert!(told.get(what).is_some_and(|count| *count >= least), "{what}: {told:#?}");
    }
}

/// The books themselves notice a payment that no ledger would allow.
#[test]
fn the_invariants_bite() {
    let mut office = running();
    let entry = attempt_once(&mut office, &Try::Ask { entry: "advance", amount: 1 });
    entry.unwrap();
    let id: RecordId = office.all(Kind::Disbursement)[0].0;
    let row = office.rows.get_mut(&id).unwrap();
    row.doc = row.doc.clone().with("stage", "paid").with("paid_amount", 210_000_001);
    let what = Try::Ask { entry: "advance", amount: 1 };
    assert!(check(&office, &running(), &what).is_err());
}
