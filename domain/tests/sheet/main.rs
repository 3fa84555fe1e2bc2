//! Records as tables and back: nothing is lost on the way, and what cannot be read is told in words.

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::role::Role;
use domain::sheet::{Names, Secrets, cells, csv, exported, heading, headings, imported, read};
use domain::testing;
use domain::value::{Document, Value};
use domain::words::Lang;
use expect_test::expect;
use uuid::Uuid;

/// A book with one facility.
struct OneFacility;

const FACILITY: RecordId = RecordId(Uuid::from_u128(7));

impl Names for OneFacility {
    fn name(&self, id: RecordId) -> Option<String> {
        (id == FACILITY).then(|| "BN-09292-0001".to_owned())
    }

    fn find(&self, kind: Kind, name: &str) -> Vec<RecordId> {
        match (kind, name) {
            (Kind::Facility, "BN-09292-0001") => vec![FACILITY],
            (Kind::Facility, "Gốm Hoạch") => vec![FACILITY, RecordId(Uuid::from_u128(8))],
            _ => Vec::new(),
        }
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

fn facility() -> Document {
    let machine = |name: &str, price: i64| {
        let row = Document::default().with("name", name).with("year_made", 2019).with("price_vnd", price);
        Value::Map(row.0)
    };
    testing::facility("Gốm “Phù Lãng”; số 1", "09292")
        .with("owner_citizen_id", "027090001234")
        .with("power_kva", 1_605)
        .with("pollution", Value::List(vec![Value::text("dust"), Value::text("smoke")]))
        .with("reg_date", "2019-11-30")
        .with("unregistered", Value::Bool(false))
        .with("machinery", Value::List(vec![machine("Máy nghiền", 180_000_000), machine("Lò nung", 9)]))
}

/// A record of a kind through a table and back.
fn there_and_back(kind: Kind, doc: &Document, lang: Lang) -> domain::sheet::Line {
    let fields = imported(kind, Role::CentreStaff);
    let head: Vec<String> = fields.iter().map(|field| heading(kind, field, lang)).collect();
    let row = cells(&fields, doc, (Role::FacilityOwner, lang), &OneFacility);
    let text = csv::write([head, row].iter().map(Vec::as_slice), lang);
    let rows = csv::read(&text);
    let head = headings(kind, Role::CentreStaff, &rows[0]);
    assert_eq!(head.unknown, Vec::<String>::new());
    read(kind, &head, &rows[1], today(), &OneFacility)
}

#[test]
fn a_record_goes_through_a_table_and_comes_back_the_same() {
    let support = Document::default()
        .with("facility", FACILITY.to_string())
        .with("activity", "machine")
        .with("year", 2023)
        .with("funding", "local")
        .with("amount", 90_000_000)
        .with("decision_no", "427/QĐ-UBND")
        .with("source", "Danh sách 2014–2024");
    for lang in Lang::ALL {
        for (kind, doc) in [(Kind::Facility, facility()), (Kind::OldSupport, support.clone())] {
            let line = there_and_back(kind, &doc, lang);
            assert_eq!(line.problems, [], "{lang:?}");
            assert_eq!(line.doc, doc, "{lang:?}");
        }
    }
}

#[test]
fn restricted_values_stay_at_home_unless_asked_for_and_go_masked() {
    let has_id = |secrets| {
        exported(Kind::Facility, Role::CommuneOfficer, secrets)
            .iter()
            .any(|field| field.name == "owner_citizen_id")
    };
    assert!(!has_id(Secrets::Left) && has_id(Secrets::Asked));
    let fields = exported(Kind::Facility, Role::CommuneOfficer, Secrets::Asked);
    let row = cells(&fields, &facility(), (Role::CommuneOfficer, Lang::Vi), &OneFacility);
    assert!(!row.iter().any(|cell| cell.contains("027090001234")), "{row:?}");
    let council = exported(Kind::Facility, Role::CouncilMember, Secrets::Asked);
    assert!(!council.iter().any(|field| field.name == "owner_citizen_id"));
}

#[test]
fn a_spreadsheet_shows_codes_as_they_are_and_runs_nothing() {
    let row: Vec<String> = ["0100233488", "027090001234", "=1+1", "18", "-5", "a;b", "hai\ndòng", "\"x\""]
        .map(str::to_owned)
        .to_vec();
    let text = csv::write(std::iter::once(row.as_slice()), Lang::Vi);
    expect![[r#"
        "\u{feff}\"=\"\"0100233488\"\"\";\"=\"\"027090001234\"\"\";\"'=1+1\";18;\"'-5\";\"a;b\";\"hai\ndòng\";\"\"\"x\"\"\"\r\n"
    "#]]
    .assert_debug_eq(&text);
    assert_eq!(csv::read(&text), [row]);
}

#[test]
fn tables_are_read_as_people_make_them() {
    let wanted = vec![vec!["Tên", "Năm"], vec!["Gốm, sứ", "2025"]];
    for text in [
        "Tên\tNăm\nGốm, sứ\t2025\n",
        "Tên;Năm\r\nGốm, sứ;2025",
        "Tên,Năm\r\n\"Gốm, sứ\",2025\r\n,\r\n\r\n",
        "\u{feff}Tên;Năm\n\n  Gốm, sứ ; 2025 \n",
    ] {
        assert_eq!(csv::read(text), wanted, "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_is_told_cell_by_cell() {
    let rows = csv::read(
        "Tên cơ sở\tCông suất vũ trụ\tXã, phường\tĐiện thoại\tTổng số lao động\tTrong đó nữ\n\
         Mộc An\tx\tPhù Lãng\t0912 000 300\t5\t9\n\
         Mộc Bình\tx\tHà Nội\t12\tnăm\t\n",
    );
    let head = headings(Kind::Facility, Role::CommuneOfficer, &rows[0]);
    let mut out = format!("unknown {:?}\n", head.unknown);
    for row in &rows[1..] {
        let line = read(Kind::Facility, &head, row, today(), &OneFacility);
        for problem in &line.problems {
            out.push_str(&format!("{}: {}\n", problem.field, problem.message(Lang::Vi)));
        }
        out.push_str(&format!("{:?}\n", line.doc.0.keys().collect::<Vec<_>>()));
    }
    expect![[r#"
        unknown ["Công suất vũ trụ", "Điện thoại"]
        workers_female: lao động nữ không thể nhiều hơn tổng số
        ["commune_code", "name", "workers_female", "workers_total"]
        commune_code: không phải mã xã, phường của tỉnh
        workers_total: ghi số nguyên, ví dụ 18
        ["name"]
    "#]]
    .assert_eq(&out);
}

#[test]
fn a_named_record_is_found_or_asked_for() {
    let rows = csv::read("Cơ sở;Nội dung hỗ trợ;Năm kế hoạch\nGốm Hoạch;;2020\nKhông ai;;2020\n;;2020\n");
    let head = headings(Kind::OldSupport, Role::CentreStaff, &rows[0]);
    let told: Vec<Vec<&str>> = rows[1..]
        .iter()
        .map(|row| {
            let line = read(Kind::OldSupport, &head, row, today(), &OneFacility);
            let about = line.problems.iter().filter(|problem| problem.field == "facility");
            about.map(|problem| problem.code.code()).collect()
        })
        .collect();
    assert_eq!(told, [["problem.several_in_book"], ["problem.not_in_book"], ["problem.required"]]);
}
