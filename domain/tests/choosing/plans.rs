//! Plans: lines only while it is written, sums against the money, versions, and what the book proposes.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::plan::execution::{Execution, Funded, Spending, execution};
use domain::record::plan::sums::{Difference, differences, proposals, sums};
use domain::value::Document;
use expect_test::expect;

use super::{Book, id, record};

fn plan(stage: &str) -> Document {
    Document::default().with("title", "Kế hoạch 2027").with("year", 2027).with("stage", stage)
}

fn line(title: &str, activity: &str, support: i64) -> Document {
    Document::default()
        .with("plan", id(20))
        .with("title", title)
        .with("activity", activity)
        .with("quantity", 1)
        .with("quarter", "q2")
        .with("support", support)
}

#[test]
fn lines_are_written_as_long_as_the_plan_is() {
    let mut table = Vec::new();
    for stage in ["collecting", "draft", "submitted", "approved", "adjusted"] {
        let book = Book::default().with(20, Kind::Plan, plan(stage));
        let found = book.objections(21, Kind::PlanLine, &line("Lớp", "train_skill", 70), None);
        table.push(format!("{stage}: {}", found.join(", ")));
    }
    expect![[r#"
        collecting: 
        draft: 
        submitted: plan problem.plan_closed
        approved: plan problem.plan_closed
        adjusted: plan problem.plan_closed"#]]
    .assert_eq(&table.join("\n"));
}

#[test]
fn a_project_has_one_line() {
    let book = Book::default().with(20, Kind::Plan, plan("draft")).with(
        21,
        Kind::PlanLine,
        line("Máy nghiền", "machine", 180).with("project", id(5)),
    );
    let second = line("Máy nghiền men", "machine", 180).with("project", id(5));
    assert_eq!(book.objections(22, Kind::PlanLine, &second, None), ["project problem.second_line"]);
}

#[test]
fn a_plan_above_its_money_says_why_to_who_approves_it() {
    let handed_in = |budget: i64, note: Option<&str>, action: &str| {
        let mut after = plan("draft").with("budget", budget);
        after.set("stage_note", note.map(domain::value::Value::text));
        let book = Book::default()
            .with(20, Kind::Plan, after.clone())
            .with(21, Kind::PlanLine, line("Máy nghiền", "machine", 180))
            .with(22, Kind::PlanLine, line("Lớp", "train_skill", 70));
        book.objections(20, Kind::Plan, &after, Some(action))
    };
    let refused = ["stage_note problem.plan_over_budget"];
    for action in ["submit", "approve"] {
        assert_eq!(handed_in(250, None, action), [""; 0], "just as much");
        assert_eq!(handed_in(249, None, action), refused);
        assert_eq!(handed_in(249, Some("Chờ bổ sung dự toán quý II"), action), [""; 0]);
    }
    assert_eq!(handed_in(249, None, "draw"), [""; 0], "while it is written");
}

#[test]
fn lines_are_summed_by_activity() {
    let lines = [
        line("a", "machine", 180),
        line("b", "train_skill", 70),
        line("c", "machine", 120).with("counterpart", 200),
    ];
    let (all, by) = sums(&lines);
    assert_eq!((all.lines, all.quantity, all.support, all.counterpart), (3, 3, 370, 200));
    let table: Vec<String> = by
        .iter()
        .map(|(activity, sum)| format!("{} {} {}", activity.code(), sum.lines, sum.support))
        .collect();
    assert_eq!(table, ["train_skill 1 70", "machine 2 300"]);
}

#[test]
fn the_differences_of_two_versions_are_told() {
    let before = [
        line("Bản tin", "comms", 90),
        line("Tập huấn", "train_mgmt", 120),
        line("Lớp gốm", "train_skill", 70),
    ];
    let after = [
        line("Tập  HUẤN", "train_mgmt", 150).with("quarter", "q3"),
        line("Lớp gốm", "train_skill", 70),
        line("Lớp mây tre", "train_skill", 60),
    ];
    let told: Vec<String> = differences(&before, &after)
        .iter()
        .map(|difference| match difference {
            Difference::Added(line) => format!("+ {}", line.text("title").unwrap()),
            Difference::Dropped(line) => format!("- {}", line.text("title").unwrap()),
            Difference::Changed { to, fields, .. } => format!("~ {} {fields:?}", to.text("title").unwrap()),
        })
        .collect();
    expect![[r#"
        ~ Tập  HUẤN ["title", "quarter", "support"]
        + Lớp mây tre
        - Bản tin"#]]
    .assert_eq(&told.join("\n"));
    assert_eq!(differences(&before, &before), []);
}

#[test]
fn the_book_proposes_what_projects_have_become() {
    let project = |n: u128, stage: &str, approved: Option<i64>| -> (RecordId, Document) {
        let mut doc = Document::default().with("stage", stage);
        doc.set("support_approved", approved.map(domain::value::Value::Int));
        (record(n), doc)
    };
    let projects = [
        project(1, "cancelled", None),
        project(2, "approved", Some(150)),
        project(3, "approved", Some(200)),
        project(4, "draft", None),
        project(5, "planned", None),
    ];
    let of = |n: u128, project: u128, support: i64| {
        (record(n), line("x", "machine", support).with("project", id(project)))
    };
    let lines = [of(11, 1, 100), of(12, 2, 180), of(13, 3, 200)];
    let told: Vec<String> = proposals(&lines, &projects).iter().map(|one| format!("{one:?}")).collect();
    expect![[r#"
        Drop { line: 00000000-0000-0000-0000-00000000000b }
        Amount { line: 00000000-0000-0000-0000-00000000000c, approved: 150 }
        Add { project: 00000000-0000-0000-0000-000000000005 }"#]]
    .assert_eq(&told.join("\n"));
}

fn funded(n: u128, fields: &[(&'static str, i64)], paid: &[(&str, &str, i64)]) -> Funded {
    let doc = fields.iter().fold(Document::default(), |doc, (field, amount)| doc.with(field, *amount));
    let doc = if fields.is_empty() { doc } else { doc.with("contract_no", "12/HĐ") };
    let entries = paid.iter().enumerate().map(|(at, (entry, stage, amount))| {
        let doc = Document::default().with("entry", *entry).with("stage", *stage);
        let doc =
            doc.with("requested", *amount).with("approved_amount", *amount).with("paid_amount", *amount);
        (record(n * 100 + at as u128), doc)
    });
    Funded { id: record(n), doc, disbursements: entries.collect() }
}

#[test]
fn what_was_promised_paid_and_settled_stands_beside_what_was_planned() {
    let lines = [
        (record(30), line("Máy nghiền", "machine", 200).with("project", id(5))),
        (record(31), line("Lớp may", "train_skill", 100).with("need", id(6))),
        (record(32), line("Hội chợ", "fair", 50)),
        (record(33), line("Lớp may, viết lần nữa", "train_skill", 10).with("project", id(7))),
    ];
    let mut class =
        funded(7, &[("support_approved", 90)], &[("advance", "paid", 60), ("recovery", "paid", 5)]);
    class.doc = class.doc.with("need", id(6)).with("settlement_amount", 55);
    let projects = [
        funded(
            5,
            &[("support_approved", 210)],
            &[("advance", "paid", 140), ("payment", "submitted", 70), ("payment", "failed", 9)],
        ),
        class,
        funded(8, &[("support_approved", 40)], &[]),
        funded(9, &[], &[]),
    ];
    let done = execution(&lines, &projects);
    let show = |of: Spending| {
        let share = of.percent().map_or("-".to_owned(), |percent| format!("{percent} %"));
        let over = if of.is_over() { " over" } else { "" };
        format!("{} {} {} {} {share}{over}", of.planned, of.contracted, of.disbursed, of.settled)
    };
    let mut table: Vec<String> = done.lines.iter().map(|of| show(of.spending)).collect();
    table.extend(done.unplanned.iter().map(|of| format!("no line: {}", show(of.spending))));
    table.push(format!("all: {}", show(done.all)));
    // A need and its project are one, and count in the first line that names either.
    expect![[r#"
        200 210 140 0 70 % over
        100 90 55 55 55 %
        50 0 0 0 0 %
        10 0 0 0 0 %
        no line: 0 40 0 0 - over
        all: 360 340 195 55 54 %"#]]
    .assert_eq(&table.join("\n"));
    assert_eq!(done.lines[1].project, Some(record(7)));
    assert_eq!(done.unplanned[0].project, Some(record(8)));
    assert_eq!(execution(&[], &[]), Execution::default());
}
