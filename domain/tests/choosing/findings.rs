//! What the book says to the gates G4–G6 and what it suggests for C3, C6 and C7: each trips once and stays quiet
//! once; who states or gives otherwise writes why. Printed in `tests/tables/findings.txt`.

use domain::record::Kind;
use domain::record::candidate::findings::findings;
use domain::record::candidate::gathered::Gathered;
use domain::record::field::Choice;
use domain::record::selection_round::result::criteria;
use domain::selection::gates::{self, GateReason};
use domain::selection::proposals::{Ground, propose};
use domain::value::{Document, Value};
use domain::words::{self, Lang};
use expect_test::expect_file;

use super::{Book, TODAY, candidate, facility, id, need, round, sheet};

/// The book around candidate 4: facility 1 with need 2 in round 3.
fn book(need: Document, facility: Document) -> Book {
    Book::default().with(1, Kind::Facility, facility).with(2, Kind::Need, need).with(
        3,
        Kind::SelectionRound,
        round("scoring"),
    )
}

fn model() -> Document {
    need().with("activity", "demo_model").with("wish", "Mô hình lò nung gas tiết kiệm năng lượng")
}

fn project(n: u128, fields: &[(&str, &str)]) -> (u128, Kind, Document) {
    let doc = Document::default()
        .with("facility", id(1))
        .with("code", "KC-09292-0007")
        .with("activity", "machine")
        .with("plan_year", 2024)
        .with("stage", "in_progress");
    (n, Kind::Project, fields.iter().fold(doc, |doc, (field, value)| doc.with(field, *value)))
}

fn result(n: u128, commune: &str) -> (u128, Kind, Document) {
    let doc = Document::default()
        .with("project", id(90))
        .with("technology", "Lò nung gas tiết kiệm năng lượng")
        .with("commune_code", commune);
    (n, Kind::ModelResult, doc)
}

fn gain(figure: &str, before: i64, after: i64) -> Value {
    let fields = [
        ("figure", Value::text(figure)),
        ("unit", Value::text("cái/ngày")),
        ("before", Value::Int(before * 100)),
        ("after", Value::Int(after * 100)),
    ];
    Value::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn gains(rows: &[(&str, i64, i64)]) -> Value {
    Value::List(rows.iter().map(|(figure, before, after)| gain(figure, *before, *after)).collect())
}

fn silent() -> Document {
    let mut doc = candidate();
    for field in ["paid_elsewhere", "machine_new", "machine_better", "model_known", "model_better"] {
        doc.set(field, None);
    }
    doc
}

struct Case {
    title: &'static str,
    need: Document,
    candidate: Document,
    others: Vec<(u128, Kind, Document)>,
    about: GateReason,
}

fn machine(
    title: &'static str,
    about: GateReason,
    candidate: Document,
    others: Vec<(u128, Kind, Document)>,
) -> Case {
    Case { title, need: need(), candidate, others, about }
}

fn cases() -> Vec<Case> {
    use GateReason::{Double, MachineNoBetter, MachineUsed, ModelKnown, ModelNoBetter};
    let of_model = |title, about, candidate, others| Case { title, need: model(), candidate, others, about };
    let same = || project(10, &[("title", "Hỗ trợ máy nghiền men cho HTX Gốm")]);
    let note = "Đề án cũ là máy nghiền đất, đây là máy nghiền men";
    vec![
        machine("nothing in the book", Double, silent(), vec![]),
        machine(
            "nothing in the book, and the owner denies",
            Double,
            silent().with("paid_elsewhere", false),
            vec![],
        ),
        machine(
            "the owner tells of money outside the book",
            Double,
            silent().with("paid_elsewhere", true),
            vec![],
        ),
        machine("a project for the same machine", Double, silent(), vec![same()]),
        machine(
            "a project for the same machine, rejected",
            Double,
            silent(),
            vec![project(10, &[("title", "Hỗ trợ máy nghiền men cho HTX Gốm"), ("stage", "rejected")])],
        ),
        machine(
            "a project for another machine",
            Double,
            silent(),
            vec![project(10, &[("title", "Hỗ trợ máy ép gạch trang trí")])],
        ),
        machine(
            "support of an old list in the same year",
            Double,
            silent(),
            vec![(
                11,
                Kind::OldSupport,
                Document::default()
                    .with("facility", id(1))
                    .with("activity", "machine")
                    .with("year", 2027)
                    .with("amount", 1),
            )],
        ),
        machine("denied against the book", Double, silent().with("paid_elsewhere", false), vec![same()]),
        machine(
            "denied against the book, with a reason",
            Double,
            silent().with("paid_elsewhere", false).with("facts_note", note),
            vec![same()],
        ),
        machine("no year of the machine", MachineUsed, silent(), vec![]),
        machine("a machine of this year", MachineUsed, silent().with("machine_year", 2026), vec![]),
        machine(
            "a machine of this year, seen",
            MachineUsed,
            silent().with("machine_year", 2026).with("machine_new", true),
            vec![],
        ),
        machine("a machine of 2019", MachineUsed, silent().with("machine_year", 2019), vec![]),
        machine(
            "a machine of 2019 called new",
            MachineUsed,
            silent().with("machine_year", 2019).with("machine_new", true),
            vec![],
        ),
        machine("no figures", MachineNoBetter, silent(), vec![]),
        machine(
            "more in a day",
            MachineNoBetter,
            silent().with("gains", gains(&[("productivity", 200, 320), ("labour", 4, 4)])),
            vec![],
        ),
        machine(
            "less electricity",
            MachineNoBetter,
            silent().with("gains", gains(&[("productivity", 200, 200), ("energy", 50, 40)])),
            vec![],
        ),
        machine(
            "nothing better",
            MachineNoBetter,
            silent().with("gains", gains(&[("productivity", 200, 200), ("faults", 5, 6)])),
            vec![],
        ),
        machine(
            "only income, which tells nothing of the machine",
            MachineNoBetter,
            silent().with("gains", gains(&[("income", 8, 10)])),
            vec![],
        ),
        machine(
            "nothing better, and a person says so too",
            MachineNoBetter,
            silent().with("machine_better", false).with("gains", gains(&[("faults", 5, 6)])),
            vec![],
        ),
        of_model("no model in the book", ModelKnown, silent(), vec![]),
        of_model("a model in the commune", ModelKnown, silent(), vec![result(12, "09292")]),
        of_model("a model in another commune", ModelKnown, silent(), vec![result(12, "07210")]),
        of_model(
            "a model in another commune, not the same area",
            ModelKnown,
            silent().with("model_known", false),
            vec![result(12, "07210")],
        ),
        of_model(
            "a model that is better",
            ModelNoBetter,
            silent().with("gains", gains(&[("energy", 50, 30)])),
            vec![],
        ),
        of_model(
            "a model that is not",
            ModelNoBetter,
            silent().with("gains", gains(&[("energy", 50, 50)])),
            vec![],
        ),
        of_model("a model without figures", ModelNoBetter, silent(), vec![]),
    ]
}

fn of(case: Case) -> String {
    let book = case
        .others
        .into_iter()
        .fold(book(case.need, facility()), |book, (n, kind, doc)| book.with(n, kind, doc));
    let gathered = Gathered::of(&case.candidate, &book, TODAY).unwrap();
    let around = gathered.around(&case.candidate, TODAY);
    let found = findings(&around);
    let finding = found.iter().find(|finding| finding.reason == case.about).unwrap();
    let checks = gates::check(&around.gate_facts().unwrap());
    let check = checks.iter().find(|check| check.gate == finding.gate()).unwrap();
    let state = if check.failed.contains(&case.about) {
        "in the way"
    } else if check.unknown.contains(&case.about) {
        "to be asked"
    } else {
        "not in the way"
    };
    let records: Vec<u128> = finding.records.iter().map(|(_, id)| id.0.as_u128()).collect();
    let admit = book.with(4, Kind::Candidate, case.candidate.clone());
    let said = admit.objections(4, Kind::Candidate, &case.candidate, Some("admit"));
    let admitted = if said.is_empty() { "admitted".to_owned() } else { said.join(", ") };
    format!(
        "{} · {}: {state}\n  sổ: {} {records:?}\n  người: {:?} → admit: {admitted}\n",
        finding.gate().code(),
        case.title,
        finding.message(Lang::Vi),
        finding.stated
    )
}

fn words_of(grounds: &[Ground]) -> String {
    let word = |ground: &Ground| words::find(&Ground::LIST.key(ground.code())).unwrap().text(Lang::Vi);
    grounds.iter().map(word).collect::<Vec<_>>().join("; ")
}

fn suggested(
    title: &str,
    candidate: &Document,
    facility: &Document,
    others: Vec<(u128, Kind, Document)>,
) -> String {
    let book = others
        .into_iter()
        .fold(book(need(), facility.clone()), |book, (n, kind, doc)| book.with(n, kind, doc));
    let gathered = Gathered::of(candidate, &book, TODAY).unwrap();
    let facts = gathered.around(candidate, TODAY).score_facts();
    let set = criteria(&round("scoring")).unwrap();
    let mut text = format!("{title}\n");
    for one in propose(&set, &facts).iter().filter(|one| ["c3", "c6", "c7"].contains(&one.criterion.code())) {
        let points = one.points.map_or("?".to_owned(), |points| points.to_string());
        text += &format!(
            "  {} {points} vì [{}], chưa rõ [{}]\n",
            one.criterion.code(),
            words_of(&one.grounds),
            words_of(&one.missing)
        );
    }
    text
}

fn product() -> Value {
    let markets = Value::List(vec![Value::text("country")]);
    let fields = [("name", Value::text("Lọ hoa")), ("brand", Value::text("Gốm Nhung")), ("markets", markets)];
    let row = fields.into_iter().chain([("export_pct", Value::Int(10))]);
    Value::List(vec![Value::Map(row.map(|(name, value)| (name.to_owned(), value)).collect())])
}

fn year(n: u128, year: i64, revenue: i64) -> (u128, Kind, Document) {
    let doc = Document::default()
        .with("facility", id(1))
        .with("year", year)
        .with("revenue_vnd", revenue)
        .with("stage", "confirmed");
    (n, Kind::FacilityYear, doc)
}

fn visit(n: u128, started_at: i64, code: &str) -> (u128, Kind, Document) {
    let row = [("code", Value::text(code)), ("severity", Value::text("serious"))];
    let findings = Value::List(vec![Value::Map(
        row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    )]);
    let doc = Document::default()
        .with("facility", id(1))
        .with("stage", "signed")
        .with("started_at", started_at)
        .with("findings", findings);
    (n, Kind::Visit, doc)
}

/// A facility whose papers are in order.
fn clean() -> Document {
    facility()
        .with("env_doc", "dang_ky_mt")
        .with("env_doc_until", "2027-01-01")
        .with("pollution", Value::List(vec![Value::text("dust")]))
        .with("pollution_treated", true)
        .with("fire_doc_no", "12/PCCC")
        .with("relocation_listed", false)
        .with("products", product())
}

fn full() -> Document {
    candidate()
        .with("machine_year", 2026)
        .with("gains", gains(&[("productivity", 200, 320), ("energy", 50, 40), ("emission", 10, 8)]))
}

#[test]
fn what_the_book_says_and_suggests() {
    let mut text: String = cases().into_iter().map(of).collect();
    text += &suggested("nothing is known", &silent(), &facility(), vec![]);
    text +=
        &suggested("everything is good", &full(), &clean(), vec![year(20, 2024, 900), year(21, 2025, 1_000)]);
    let worse = full()
        .with("gains", gains(&[("productivity", 200, 190), ("energy", 50, 50)]))
        .with("machine_new", false);
    let dirty = clean()
        .with("env_doc_until", "2026-11-23")
        .with("pollution_treated", false)
        .with("fire_doc_until", "2026-01-01");
    text += &suggested("nothing is good", &worse, &dirty, vec![year(20, 2024, 1_000), year(21, 2025, 1_000)]);
    text += &suggested(
        "a breach was found last",
        &full(),
        &clean(),
        vec![visit(30, 1, "f14"), visit(31, 2, "f13")],
    );
    text += &suggested(
        "a breach was found before",
        &full(),
        &clean(),
        vec![visit(30, 1, "f13"), visit(31, 2, "f14")],
    );
    text += &suggested("it is to be moved", &full(), &clean().with("relocation_listed", true), vec![]);
    expect_file!["../tables/findings.txt"].assert_eq(&text);
}

#[test]
fn who_scores_otherwise_than_suggested_writes_why() {
    let scoring = || book(need(), clean()).with(4, Kind::Candidate, full().with("stage", "admitted"));
    let said = |sheet: Document| scoring().objections(5, Kind::ScoreSheet, &sheet, Some("hand_in"));
    let gathered = Gathered::of(&full(), &scoring(), TODAY).unwrap();
    let facts = gathered.around(&full(), TODAY).score_facts();
    let set = criteria(&round("scoring")).unwrap();
    let proposals = propose(&set, &facts);
    let suggested =
        |code: &str| proposals.iter().find(|one| one.criterion.code() == code).unwrap().points.unwrap();
    // C1 and C2 are no matter of taste, and differ here.
    let same =
        sheet(7, [1, 1, suggested("c3"), 1, 1, suggested("c6"), suggested("c7"), 1]).with("stage", "draft");
    assert_eq!(said(same.clone()), [""; 0]);
    for code in ["c3", "c6", "c7"] {
        let other = same.clone().with(code, suggested(code) - 1);
        assert_eq!(said(other.clone()), ["remark problem.score_differs"], "{code}");
        assert_eq!(said(other.with("remark", "Máy chạy thử chưa ổn định")), [""; 0], "{code}");
    }
    let unknown = book(need(), facility()).with(4, Kind::Candidate, silent().with("stage", "admitted"));
    let free = sheet(7, [1; 8]).with("stage", "draft");
    assert_eq!(
        unknown.objections(5, Kind::ScoreSheet, &free, Some("hand_in")),
        [""; 0],
        "nothing was suggested"
    );
}

#[test]
fn the_places_in_force_decide_who_is_admitted() {
    let entry = |eligible: bool, from: &str| {
        Document::default()
            .with("commune", "09292")
            .with("stage", "in_force")
            .with("eligible", eligible)
            .with("valid_from", from)
    };
    let admit = |entries: &[Document]| {
        let book = (40..)
            .zip(entries)
            .fold(book(need(), facility()), |book, (n, entry)| book.with(n, Kind::PlaceClass, entry.clone()));
        book.objections(4, Kind::Candidate, &candidate(), Some("admit"))
    };
    assert_eq!(admit(&[]), [""; 0], "the answer on the candidate");
    assert_eq!(admit(&[entry(false, "2026-01-01")]), ["need problem.gate_failed"]);
    assert_eq!(admit(&[entry(false, "2026-01-01"), entry(true, "2026-06-01")]), [""; 0], "the newest");
    assert_eq!(admit(&[entry(false, "2027-01-01")]), [""; 0], "not yet");
}
