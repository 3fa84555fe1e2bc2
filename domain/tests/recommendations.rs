//! Recommendations: who answers, who finds it so, and who takes up what was not done in time.

use chrono::NaiveDate;
use domain::id::UserId;
use domain::record::Kind;
use domain::record::course::Context;
use domain::role::Role;
use domain::value::{Document, Value};
use domain::workflow::{self, Refusal};
use expect_test::expect;
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

#[test]
fn who_is_asked_answers_and_somebody_else_finds_it_so() {
    let open = Document::default().with("text", "Lắp 2 bình chữa cháy").with("due_on", "2026-12-15");
    let account = |n| UserId(Uuid::from_u128(n));
    let step = |doc: &Document, action: &str, role, user: u128| {
        let context = Context { role, user: account(user), created_by: account(8), today: TODAY };
        let given = match action {
            "answer" => vec![("answer", "Đã lắp bình")],
            "instruct" => vec![("stage_note", "Giao phòng chuyên môn làm xong"), ("due_on", "2026-12-20")],
            _ => Vec::new(),
        };
        let given = given.into_iter().map(|(name, value)| (name.to_owned(), Value::text(value))).collect();
        let sets = workflow::apply(Kind::Recommendation, action, doc, &given, &context)?;
        let mut after = doc.clone();
        sets.into_iter().for_each(|(field, value)| after.set(&field, value));
        Ok::<_, Refusal>(after)
    };
    let answering = |who: &str| {
        let asked = open.clone().with("who", who).with("stage", "open");
        let all = Role::ALL.iter().filter(|role| step(&asked, "answer", **role, 7).is_ok());
        all.map(|role| role.code()).collect::<Vec<_>>().join(" ")
    };
    expect![[r#"
        owner: commune_officer facility_owner
        commune: commune_officer
        centre: centre_staff
        department: department_staff department_leader"#]]
    .assert_eq(
        &["owner", "commune", "centre", "department"]
            .map(|who| format!("{who}: {}", answering(who)))
            .join("\n"),
    );

    let asked = open.with("who", "commune").with("stage", "open");
    let answered = step(&asked, "answer", Role::CommuneOfficer, 7).unwrap();
    assert_eq!(step(&answered, "verify", Role::CommuneOfficer, 7), Err(Refusal::SeparationOfDuties));
    assert!(step(&answered, "verify", Role::CommuneOfficer, 6).is_ok());
    assert!(step(&answered, "verify", Role::Inspector, 5).is_ok());

    // What was told above a leader takes up.
    let escalated = asked.with("stage", "escalated");
    assert_eq!(step(&escalated, "instruct", Role::DepartmentStaff, 4), Err(Refusal::WrongRole));
    let instructed = step(&escalated, "instruct", Role::DepartmentLeader, 4).unwrap();
    assert_eq!((instructed.text("stage"), instructed.text("due_on")), (Some("open"), Some("2026-12-20")));
}
