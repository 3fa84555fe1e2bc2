//! That a description is enough: for every kind there is a form, a list, a detail, a history, columns of a
//! table, and for every value a class, a purpose and an end. Printed as one table.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use domain::permission::may_write_field;
use domain::record::access::Access;
use domain::record::area::Area;
use domain::record::field::{Choice, FieldSpec, FieldType, Privacy, Writers};
use domain::record::need::Activity;
use domain::record::{Kind, KindSpec};
use domain::role::Role;
use domain::sheet::{Secrets, exported, heading, imported};
use domain::words::{self, Lang};
use expect_test::expect_file;

/// Made by the server: nobody fills in a form of them.
fn is_made_by_server(spec: &KindSpec) -> bool {
    matches!(spec.access, Access::Fixed | Access::Conflict)
}

/// What every kind with a parent has beside its own fields.
fn is_place(field: &FieldSpec) -> bool {
    matches!(field.name, "commune_code" | "owner_account") && field.writers == Writers::Server
}

fn lacks_words(key: &str) -> bool {
    words::find(key).is_none()
}

/// What the name of a field says of a person, whatever its type.
const OF_A_PERSON: [&str; 8] =
    ["phone", "zalo", "email", "citizen", "birth_year", "bank_account", "owner_name", "met_name"];

fn is_of_a_person(field: &FieldSpec) -> bool {
    matches!(field.ty, FieldType::Phone | FieldType::Email | FieldType::CitizenId)
        || OF_A_PERSON.iter().any(|part| field.name.contains(part))
}

fn faults(spec: &KindSpec) -> Vec<String> {
    let kind = spec.kind;
    let mut faults = Vec::new();
    let mut lacks = |what: String| faults.push(format!("{} {what}", spec.code));
    let writable = |field: &&FieldSpec| {
        Role::ALL.iter().any(|role| {
            may_write_field(*role, kind, field, true) || may_write_field(*role, kind, field, false)
        })
    };
    if !is_made_by_server(spec) && !spec.fields.iter().any(|field| writable(&field)) {
        lacks("has no form: nobody may write a field".into());
    }
    for field in spec.fields.iter().filter(|field| !is_place(field)) {
        if !spec.groups.contains(&field.group) {
            lacks(format!("shows {} nowhere: group {:?} is not one of its groups", field.name, field.group));
        }
    }
    for group in spec.groups {
        if spec.group(group).next().is_none() {
            lacks(format!("has an empty group {group}"));
        }
        if lacks_words(&spec.group_label(group)) {
            lacks(format!("has no words for group {group}"));
        }
    }
    if spec.list.is_empty() || spec.list.iter().any(|name| spec.field(name).is_none()) {
        lacks(format!("has no list: {:?}", spec.list));
    }
    if spec.field(spec.title).is_none() {
        lacks(format!("has no title {}", spec.title));
    }
    for field in spec.fields.iter().filter(|field| lacks_words(&spec.label(field.name))) {
        lacks(format!("has no words for {}: no form, detail, history or column can name it", field.name));
    }
    // Organisations have phones too.
    let of_people = spec.fields.iter().filter(|_| spec.access != Access::Reference);
    for field in of_people.filter(|field| is_of_a_person(field)) {
        if !matches!(field.privacy, Privacy::Personal | Privacy::Restricted) {
            lacks(format!("lets {} of a person travel as {:?}", field.name, field.privacy));
        }
    }
    if lacks_words(&format!("kind.{}", spec.code)) {
        lacks("has no name".into());
    }
    if spec.retention_years == 0 {
        lacks("never ends".into());
    }
    if let Some(course) = spec.course {
        let stages = course.stages().codes.iter().map(|code| course.stages().key(code));
        let actions = course.actions().codes.iter().map(|code| course.actions().key(code));
        for key in stages.chain(actions).filter(|key| lacks_words(key)) {
            lacks(format!("has no words for {key}"));
        }
    }
    columns(kind, &mut lacks);
    faults
}

fn columns(kind: Kind, lacks: &mut dyn FnMut(String)) {
    let role = Role::CentreStaff;
    let exported = exported(kind, role, Secrets::Asked);
    if exported.is_empty() {
        lacks("has no columns to export".into());
    }
    let importing = Role::ALL.iter().find(|role| !imported(kind, **role).is_empty());
    if importing.is_none() && !is_made_by_server(kind.spec()) {
        lacks("has no columns to import".into());
    }
    for lang in Lang::ALL {
        let mut seen = BTreeSet::new();
        for field in &exported {
            let heading = heading(kind, field, lang);
            if !seen.insert(domain::search::fold_vi(&heading)) {
                lacks(format!("has two columns called {heading}"));
            }
        }
    }
}

#[test]
fn every_kind_is_complete() {
    let all: Vec<String> = Kind::ALL.iter().flat_map(|kind| faults(kind.spec())).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Listed in an area, or on the page of a record of a kind that is.
#[test]
fn every_kind_has_a_way_in() {
    let has_way = |kind: Kind| {
        let above = std::iter::successors(Some(kind), |kind| kind.spec().parent_kind());
        above.take(4).any(|kind| kind.area().is_some())
    };
    // A conflict is told on the page of the record it is about, whatever that is.
    let lost: Vec<&str> = Kind::ALL.iter().filter(|kind| !has_way(**kind)).map(|kind| kind.code()).collect();
    assert_eq!(lost, ["conflict"]);
    let listed: usize = Area::ALL.iter().map(|area| area.kinds().count()).sum();
    assert_eq!(listed, Kind::ALL.len() - 3);
    for area in Area::ALL {
        assert!(!lacks_words(&Area::LIST.key(area.code())), "{area:?}");
    }
}

/// What a project of an activity leaves behind can be begun on its page: it belongs to the project or names it.
#[test]
fn what_an_activity_leaves_can_be_written_down_for_its_project() {
    for activity in Activity::ALL {
        for kind in activity.leaves() {
            let is_of_project = kind.spec().parent_kind() == Some(Kind::Project);
            let names_it = kind.names(Kind::Project).is_some();
            assert!(is_of_project || names_it, "{} for {}", kind.code(), activity.code());
        }
    }
    assert!(Activity::ALL.iter().all(|of| !of.leaves().is_empty()));
    assert_eq!(Kind::FairBooth.names(Kind::Fair), Some("fair"));
    assert_eq!(Kind::Consulting.names(Kind::PartnerProgramme), Some("programme"));
    assert_eq!(Kind::Voucher.names(Kind::Project), None);
}

/// A proof that finds no fault proves nothing: each part is taken out of a description that is whole.
#[test]
fn what_a_kind_lacks_is_found() {
    const WHOLE: KindSpec = <domain::record::facility::Facility>::SPEC;
    let found = |spec: KindSpec, what: &str| {
        let told = faults(&spec);
        assert!(told.iter().any(|fault| fault.contains(what)), "{what}: {told:?}");
    };
    let changed = |change: fn(&mut FieldSpec)| {
        let mut fields = WHOLE.fields.to_vec();
        fields.iter_mut().filter(|field| field.name == "phone").for_each(change);
        KindSpec { fields: fields.leak(), ..WHOLE }
    };
    assert_eq!(faults(&WHOLE), Vec::<String>::new());
    found(KindSpec { fields: &[], ..WHOLE }, "has no form");
    found(KindSpec { groups: &WHOLE.groups[1..], ..WHOLE }, "shows name nowhere");
    found(KindSpec { groups: &["place", "nothing"], ..WHOLE }, "has an empty group nothing");
    found(KindSpec { list: &[], ..WHOLE }, "has no list");
    found(KindSpec { list: &["nothing"], ..WHOLE }, "has no list");
    found(KindSpec { title: "nothing", ..WHOLE }, "has no title");
    found(KindSpec { retention_years: 0, ..WHOLE }, "never ends");
    found(KindSpec { code: "nothing", ..WHOLE }, "has no name");
    found(changed(|field| field.name = "unheard_of"), "has no words for unheard_of");
    found(changed(|field| field.privacy = Privacy::Public), "lets phone of a person travel as Public");
    // A name is enough: whoever keeps a phone as plain text is told too.
    let plain = changed(|field| (field.ty, field.privacy) = (FieldType::DocumentNumber, Privacy::Internal));
    found(plain, "lets phone of a person travel as Internal");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().map(|entry| entry.path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&entry).unwrap_or_default();
            found.push((entry, text));
        }
    }
}

/// Lines, to the next ten: the table tells what a kind costs, not what a comment did.
fn lines(count: usize) -> String {
    if count == 0 { "-".to_owned() } else { format!("≤{}", count.next_multiple_of(10)) }
}

/// What each kind is made of: most of it is its description.
#[test]
fn what_a_kind_is_made_of() {
    let (mut records, mut pages) = (Vec::new(), Vec::new());
    files(&root().join("domain/src/record"), &mut records);
    files(&root().join("app/src/pages"), &mut pages);
    files(&root().join("app/src/components"), &mut pages);
    let mut out = format!(
        "{:<20} {:<14} {:<10} {:>6} {:>14} {:>12} {:>6} {:>6}\n",
        "kind", "home", "access", "fields", "stages/actions", "description", "rules", "pages"
    );
    for kind in Kind::ALL {
        let spec = kind.spec();
        let opening = format!(" = Kind::{kind:?}, \"{}\";", spec.code);
        let (path, text) = records.iter().find(|(_, text)| text.contains(&opening)).unwrap();
        let body = text.split_once("\nrecord! {").map_or("", |(_, rest)| rest);
        let description = body.split_once("\n}").map_or(body, |(inside, _)| inside).lines().count() + 1;
        let beside = path.with_extension("");
        let inside = records.iter().filter(|(path, _)| path.starts_with(&beside));
        let rules =
            text.lines().count() - description + inside.map(|(_, text)| text.lines().count()).sum::<usize>();
        let stem =
            |path: &Path| path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let own = pages.iter().filter(|(path, _)| {
            let stem = stem(path);
            stem == spec.code || stem.starts_with(&format!("{}_", spec.code))
        });
        // A longer code owns its files: `facility_year_table.rs` is not of the facility.
        let own = own.filter(|(path, _)| {
            let stem = stem(path);
            let longer = Kind::ALL.iter().map(|kind| kind.code()).filter(|code| code.len() > spec.code.len());
            !longer.into_iter().any(|code| stem == code || stem.starts_with(&format!("{code}_")))
        });
        let pages: usize = own.map(|(_, text)| text.lines().count()).sum();
        let course = spec.course.map_or_else(
            || "-".to_owned(),
            |course| format!("{}/{}", course.stages().codes.len(), course.actions().codes.len()),
        );
        let _ = writeln!(
            out,
            "{:<20} {:<14} {:<10} {:>6} {course:>14} {:>12} {:>6} {:>6}",
            spec.code,
            format!("{:?}", spec.home),
            format!("{:?}", spec.access),
            spec.fields.len(),
            lines(description),
            lines(rules),
            lines(pages),
        );
    }
    expect_file!["tables/kinds.txt"].assert_eq(&out);
}

#[test]
fn a_question_of_no_matter_is_not_asked_and_an_answer_stays_in_sight() {
    use domain::record::field::Required;
    use domain::value::Document;

    let asked = |kind: Kind, field: &str, doc: &Document| kind.spec().field(field).unwrap().is_asked(doc);
    let alone = Document::default().with("unit", "single");
    assert!(!asked(Kind::ProductEntry, "set_of", &alone));
    assert!(asked(Kind::ProductEntry, "set_of", &Document::default().with("unit", "set")));
    assert!(asked(Kind::ProductEntry, "set_of", &alone.with("set_of", "Ấm, sáu chén")), "nothing is hidden");
    assert!(asked(Kind::ProductEntry, "description", &Document::default()), "always of matter");
    let tied = Document::default().with("tie", "tied");
    assert!(asked(Kind::ScoreSheet, "tie_note", &tied) && !asked(Kind::ScoreSheet, "c1", &tied));
    // A group of such questions alone would be an empty page.
    for spec in Kind::ALL.iter().map(|kind| kind.spec()) {
        for group in spec.groups {
            let mut fields = spec.group(group).filter(|field| field.writers != Writers::Server).peekable();
            let is_empty = fields.peek().is_none();
            let has_other = fields.any(|field| !matches!(field.required, Required::OnlyIf(_)));
            assert!(is_empty || has_other, "{} {group}", spec.code);
        }
    }
}
