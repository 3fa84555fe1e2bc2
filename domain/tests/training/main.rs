//! Classes and their trainees: attendance that merges, who is the same person, what a list says, what
//! ends a class.

mod family;
mod merging;

use chrono::NaiveDate;
use domain::record::Kind;
use domain::record::trainee::attendance::{Count, Mark, mark_on, marking, share, twice};
use domain::training::certificate::{check_of, number_of};
use domain::training::figures::Figures;
use domain::training::person::{given_first, initials, is_same};
use domain::training::typed_list;
use domain::validation::{broken, warnings};
use domain::value::{Document, Value};
use domain::verification::{Standing, address, check_on, told};
use domain::words::Lang;
use expect_test::expect;

pub fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default()
}

pub fn days(days: &[u32]) -> Value {
    Value::List(days.iter().map(|of| Value::text(day(*of).to_string())).collect())
}

pub fn hang() -> Document {
    Document::default()
        .with("name", "Đỗ Thị Hằng")
        .with("sex", "female")
        .with("birth_year", 1988)
        .with("home_commune", "09292")
}

fn after(doc: &Document, on: u32, mark: Option<Mark>) -> Document {
    let mut doc = doc.clone();
    for (field, value) in marking(&doc.clone(), day(on), mark) {
        doc.set(&field, value);
    }
    doc
}

#[test]
fn a_mark_replaces_the_one_before_and_can_be_taken_away() {
    let doc = after(&hang(), 24, Some(Mark::Present));
    assert_eq!(mark_on(&doc, day(24)), Some(Mark::Present));
    let doc = after(&after(&doc, 23, Some(Mark::Present)), 24, Some(Mark::Excused));
    assert_eq!(mark_on(&doc, day(24)), Some(Mark::Excused));
    assert_eq!(doc.get("present_on"), Some(&days(&[23])));
    assert_eq!(marking(&doc, day(24), Some(Mark::Excused)), []);
    let doc = after(&after(&doc, 24, None), 23, None);
    assert_eq!(doc, hang());
}

#[test]
fn a_day_counts_everybody_once() {
    let marks = [Some(Mark::Present), Some(Mark::Present), Some(Mark::Absent), Some(Mark::Excused), None];
    let docs = marks.map(|mark| after(&hang(), 24, mark));
    let count = Count::of(docs.iter(), day(24));
    assert_eq!((count.present, count.absent, count.excused, count.unmarked), (2, 1, 1, 1));
    assert_eq!((count.marked(), count.all()), (4, 5));
}

#[test]
fn two_marks_of_one_day_break_the_rule_that_two_devices_meet_at() {
    let doc = hang().with("present_on", days(&[23, 24])).with("absent_on", days(&[24]));
    assert_eq!(twice(&doc).into_iter().collect::<Vec<_>>(), [day(24)]);
    let rules: Vec<_> = broken(Kind::Trainee, &doc, day(25)).map(|rule| rule.code.code()).collect();
    assert_eq!(rules, ["problem.marked_twice"]);
    let fine = hang().with("present_on", days(&[23])).with("absent_on", days(&[24]));
    assert_eq!(broken(Kind::Trainee, &fine, day(25)).count(), 0);
}

#[test]
fn the_share_of_days_knows_only_days_of_the_class() {
    let class = Document::default().with("days", days(&[2, 3, 4]));
    let all = domain::record::trainee::attendance::class_days(&class);
    assert_eq!(share(&hang().with("present_on", days(&[2, 4, 9])), &all), 66);
    assert_eq!(share(&hang(), &all), 0);
    assert_eq!(share(&hang(), &std::collections::BTreeSet::new()), 0);
}

#[test]
fn one_person_is_known_by_id_else_by_name_year_and_commune() {
    let with_id = |id: &str| hang().with("citizen_id", id);
    assert!(is_same(&with_id("027188001234"), &with_id("027188001234").with("name", "Đỗ T. Hằng")));
    // Two people of one name and year, told apart by their numbers.
    assert!(!is_same(&with_id("027188001234"), &with_id("027188009999")));
    assert!(is_same(&with_id("027188001234"), &hang()));
    assert!(is_same(&hang(), &hang().with("name", "ĐỖ THỊ HẰNG")));
    assert!(!is_same(&hang(), &hang().with("birth_year", 1989)));
    assert!(!is_same(&hang(), &hang().with("home_commune", "09190")));
    // A masked number tells nothing: the name does.
    assert!(is_same(&with_id("•••234"), &with_id("027188001234")));
    let unknown = Document::default().with("name", "Đỗ Thị Hằng");
    assert!(!is_same(&unknown, &unknown));
}

#[test]
fn people_are_ordered_and_shortened_by_their_names() {
    assert_eq!(given_first("Nguyễn Thị Ngọc Lan"), ("Lan".to_owned(), "Nguyễn Thị Ngọc".to_owned()));
    assert_eq!(given_first("Đạt"), ("Đạt".to_owned(), String::new()));
    assert_eq!(initials("Đỗ Thị Hằng"), "Đ.T.H.");
}

#[test]
fn figures_count_what_the_reports_ask_for() {
    let certified = hang().with("certificate_no", "01-12/QĐ").with("certificate_on", "2026-11-20");
    let employed = certified.clone().with("job_name", "Gốm Lò Rồng").with("job_confirmed_by", "Vũ Văn Hoạch");
    let man = employed.clone().with("sex", "male").with("present_on", days(&[2]));
    // A job that nobody confirmed does not count, nor does one without a certificate.
    let hearsay = certified.clone().with("job_name", "Gốm Lò Rồng");
    let untaught = hang().with("job_name", "Gốm Lò Rồng").with("job_confirmed_by", "Vũ Văn Hoạch");
    let all = [hang(), certified, employed, man, hearsay, untaught];
    let figures = Figures::of(all.iter());
    expect![[r#"
        Figures {
            listed: 6,
            attended: 1,
            women: 5,
            certified: 4,
            certified_women: 3,
            employed: 2,
        }
    "#]]
    .assert_debug_eq(&figures);
    assert_eq!(figures.employed_pct(), Some(50));
    assert_eq!(Figures::default().employed_pct(), None);
}

#[test]
fn the_code_of_a_certificate_tells_what_is_printed_and_nothing_else_of_the_person() {
    let class = "0198a7c2-5b1e-7000-8000-00000000c1a5".parse().unwrap();
    let id = "0198a7c2-5b1e-7000-8000-00000000c1a6".parse().unwrap();
    let today = domain::formats::date::parse_iso("2026-11-26").unwrap();
    let no = number_of("12/QĐ-TTKC", 7);
    assert_eq!(no, "07-12/QĐ-TTKC");
    let doc = hang()
        .with("citizen_id", "027188001234")
        .with("training_class", "0198a7c2-5b1e-7000-8000-00000000c1a5")
        .with("certificate_no", no)
        .with("certificate_on", "2026-10-01");
    let check = check_of(class, &doc);
    assert_eq!(check.len(), 6);
    assert_eq!(
        address("https://kc.example.vn", id, &check),
        format!("https://kc.example.vn/cn/{id}/{check}")
    );
    let ask = |doc: &Document, check: &str| {
        told(id, Kind::Trainee, doc, Some("Vuốt gốm, khóa 2"), check, (Lang::Vi, today))
    };
    let Some(told) = ask(&doc, &check) else { panic!("it is in the book") };
    assert_eq!(told.standing, Standing::Valid);
    let lines: Vec<String> = told.lines.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(lines, ["07-12/QĐ-TTKC", "Đ.T.H.", "Vuốt gốm, khóa 2", "01/10/2026"]);
    // What was changed in the book, or on the paper, fits no longer.
    assert_eq!(ask(&doc, "000000"), None);
    assert_eq!(ask(&doc.clone().with("name", "Đỗ Thị Hạnh"), &check), None);
    assert_eq!(ask(&doc.clone().with("certificate_no", "08-12/QĐ-TTKC"), &check), None);
    let withdrawn = doc.clone().with("withdrawn_on", "2026-11-01").with("withdrawn_why", "Cấp nhầm");
    let Some(withdrawn) = ask(&withdrawn, &check) else { panic!("it is in the book") };
    assert_eq!(withdrawn.standing, Standing::Withdrawn);
    assert!(withdrawn.lines.iter().all(|(_, value)| value != "Cấp nhầm"), "why is nobody's business");
    let mut without = doc;
    without.set("certificate_no", None);
    assert_eq!(ask(&without, &check), None, "a trainee without a certificate");
}

#[test]
fn a_certificate_of_a_product_stands_as_long_as_its_time_and_until_it_is_withdrawn() {
    let id = "0198a7c2-5b1e-7000-8000-00000000c1a6".parse().unwrap();
    let doc = Document::default()
        .with("product", "Lọ hoa men da lươn")
        .with("number", "01/GCN-CX")
        .with("level", "province")
        .with("issued_on", "2024-03-01");
    let check = check_on(id, Kind::ProductCertificate, &doc).unwrap();
    let standing = |doc: &Document, day: &str| {
        let day = domain::formats::date::parse_iso(day).unwrap();
        told(id, Kind::ProductCertificate, doc, None, &check, (Lang::Vi, day)).map(|told| told.standing)
    };
    assert_eq!(standing(&doc, "2026-12-31"), Some(Standing::Valid));
    assert_eq!(standing(&doc, "2027-01-01"), Some(Standing::Expired));
    let withdrawn = doc.clone().with("withdrawn_on", "2025-01-01");
    assert_eq!(standing(&withdrawn, "2025-01-01"), Some(Standing::Withdrawn));
    assert_eq!(told(id, Kind::Facility, &doc, None, &check, (Lang::Vi, Default::default())), None);
}

#[test]
fn a_list_is_read_in_the_order_people_type_it() {
    let list = "1; Vũ Thị An; 1984; nữ; Trung Thôn; 0912000711\n\
                \n\
                Nguyễn Văn Bình\t027079001234\tNam\t1979\tThôn Đoàn Kết\tngõ 3\n\
                Trần Thị Cúc, 1990\n\
                Lê Văn Hoà | nam | 2020";
    let mut out = String::new();
    for line in typed_list::read(list, day(24)) {
        out.push_str(&format!("{}", line.number));
        for (field, value) in &line.doc.0 {
            match value {
                Value::Text(text) => out.push_str(&format!(" {field}={text}")),
                value => out.push_str(&format!(" {field}={}", value.as_int().unwrap())),
            }
        }
        for problem in &line.problems {
            out.push_str(&format!(" !{}: {}", problem.field, problem.message(Lang::Vi)));
        }
        out.push('\n');
    }
    expect![[r#"
        1 birth_year=1984 name=Vũ Thị An phone=0912000711 sex=female village=Trung Thôn
        3 birth_year=1979 citizen_id=027079001234 name=Nguyễn Văn Bình sex=male village=Thôn Đoàn Kết, ngõ 3
        4 birth_year=1990 name=Trần Thị Cúc !sex: cần ghi để nộp
        5 birth_year=2020 name=Lê Văn Hoà sex=male !birth_year: năm sinh không hợp lý
    "#]]
    .assert_eq(&out);
}

#[test]
fn an_id_that_contradicts_the_person_is_told_and_not_in_the_way() {
    let doc = hang().with("citizen_id", "027088001234");
    let told: Vec<_> = warnings(Kind::Trainee, &doc, day(24)).iter().map(|one| one.code.code()).collect();
    assert_eq!(told, ["problem.citizen_id_sex"]);
    assert_eq!(warnings(Kind::Trainee, &hang().with("citizen_id", "027188001234"), day(24)), []);
}
