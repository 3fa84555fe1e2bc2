//! One paper of a project's dossier. All of them are made at once when the contract is signed, from
//! the template of that day, and what they say of themselves stands still afterwards: a later template
//! adds nothing to a project that runs (DOMAIN §4.4).

mod family;
pub mod in_force;
pub mod list;

use alloc::format;
use alloc::string::String;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table, me};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{
    Account, ChecklistTemplateRef, Day, DocumentNumber, Flag, Many, Money, One, PastDay, ProjectRef, Text,
    Whole,
};
use crate::record::project::lists::Holder;
use crate::record::rule::{ProblemCode, Rule};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::settlement::checklist::PaperStatus;
use crate::settlement::reason::ReturnReason;
use crate::settlement::template::{Condition, Held, ListPhase, PaperKind};
use crate::value::Document;

choices! {
    /// What can be done with a paper.
    PaperAction = "action.paper";
    /// Hand it in.
    Provide = "provide",
    /// Find it good.
    Verify = "verify",
    /// Send it back with every reason at once.
    Return = "return",
    /// Do without it.
    Waive = "waive",
    /// It is none of this project's papers.
    Exclude = "exclude",
    /// It is one after all.
    Include = "include",
}

const PROVIDERS: &[Role] = &[
    Role::CentreStaff,
    Role::CommuneOfficer,
    Role::FacilityOwner,
    Role::DepartmentStaff,
    Role::DepartmentLeader,
    Role::Finance,
    Role::Inspector,
];
const CHECKERS: &[Role] = &[Role::Finance, Role::DepartmentStaff, Role::DepartmentLeader];
const UNIT: &[Role] = &[Role::CentreStaff];
const LEADER: &[Role] = &[Role::DepartmentLeader];

/// An original that was handed over, where nobody took a picture of it.
const HANDED: [&str; 2] = ["handed_to", "handed_on"];

/// Whose paper it is to hand in. The commune and the centre do it for an owner; papers of the province or
/// the ministry come through the centre or the Department.
fn hands_in(paper: &Document, role: Role) -> bool {
    let may: &[Role] = match paper.text("provider").and_then(Holder::from_code) {
        Some(Holder::Owner) => &[Role::FacilityOwner, Role::CommuneOfficer, Role::CentreStaff],
        Some(Holder::Unit | Holder::Nobody) | None => UNIT,
        Some(Holder::Department) => &[Role::DepartmentStaff, Role::DepartmentLeader],
        Some(Holder::Upper) => &[Role::CentreStaff, Role::DepartmentStaff],
        Some(Holder::Finance) => &[Role::Finance],
        Some(Holder::Inspector) => &[Role::Inspector],
    };
    may.contains(&role)
}

/// Whose it is to look at: papers of money are the accountants', all others the Department's, and so is what the
/// accountants hand in themselves. What the Department hands in its head may look at.
fn looks_at(paper: &Document, role: Role) -> bool {
    let checker = paper.text("phase").and_then(ListPhase::from_code).map(ListPhase::checker);
    let provider = paper.text("provider").and_then(Holder::from_code);
    match (checker, provider) {
        (None, _) => CHECKERS.contains(&role),
        (Some(Holder::Finance), provider) if provider != Some(Holder::Finance) => role == Role::Finance,
        (_, Some(Holder::Department)) => matches!(role, Role::DepartmentStaff | Role::DepartmentLeader),
        _ => role == Role::DepartmentStaff,
    }
}

/// The rules.
const RULES: &[Rule] = &[Rule::new(ProblemCode::HalfHanded, &HANDED, |doc, _| {
    doc.get("handed_to").is_some() == doc.get("handed_on").is_some()
})];

/// The course: the statuses of a paper.
pub const COURSE: Table = Table {
    stages: &PaperStatus::LIST,
    actions: &PaperAction::LIST,
    editable: PaperStatus::LIST.codes,
    steps: &[
        Step::new("provide", &[("missing", "provided"), ("returned", "provided")], PROVIDERS)
            .law("36/2013/TT-BCT Đ.17")
            .may(&["doc_no", "doc_date", "amount", "handed_to", "handed_on", "stage_note"])
            .in_turn(hands_in)
            .writes(|context, sets| {
                sets.insert("return_reasons".into(), None);
                sets.insert("provided_by".into(), me(context));
            }),
        Step::new("verify", &[("provided", "verified")], CHECKERS)
            .law("36/2013/TT-BCT Đ.17")
            .online()
            .in_turn(looks_at)
            .not_by_provider(),
        // An original that went back is handed over anew.
        Step::new("return", &[("provided", "returned")], CHECKERS)
            .law("36/2013/TT-BCT Đ.17")
            .online()
            .in_turn(looks_at)
            .needs(&["return_reasons"])
            .writes(|_, sets| HANDED.iter().for_each(|field| drop(sets.insert((*field).into(), None))))
            .aside(),
        Step::new("waive", &[("missing", "waived"), ("returned", "waived")], LEADER)
            .online()
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
        Step::new("exclude", &[("missing", "not_applicable")], UNIT)
            .guard(|doc| match doc.text("condition").and_then(Condition::from_code) {
                Some(Condition::Always) => Err("refusal.paper_required"),
                Some(_) | None => Ok(()),
            })
            .aside(),
        Step::new("include", &[("not_applicable", "missing")], UNIT).aside(),
    ],
};

record! {
    /// A paper of a dossier.
    Paper = Kind::Paper, "paper";
    title: code;
    parent: project;
    home: Home::Parent;
    access: Access::OwnerFile;
    course: PaperStatus, &COURSE;
    rules: RULES;
    family: &family::FAMILY;
    files: Files::PAPERS;
    list: &["form_no", "kind", "doc_no"];
    retention_years: 10;
    groups: &["paper", "found", "course"];

    /// The project.
    project: ProjectRef = required().purpose(Purpose::Casework).group("paper");
    /// Code of the paper, `s01`: its name in the words, and the slot of photos and scans of it.
    code: Text<2, 40> = required().purpose(Purpose::Casework).search(Weight::Title).group("paper");
    /// What it is called, when its template has words of its own.
    label: Text<2, 300> = purpose(Purpose::Casework).search(Weight::Strong).group("paper");
    /// Place in the list, from 1.
    position: Whole<1, 999> = required().purpose(Purpose::Casework).group("paper");
    /// The step it is for.
    phase: One<ListPhase> = required().purpose(Purpose::Casework).group("paper");
    /// What kind of paper.
    kind: One<PaperKind> = required().purpose(Purpose::Casework).group("paper");
    /// When it is required.
    condition: One<Condition> = required().purpose(Purpose::Casework).group("paper");
    /// Number of its form, as a label.
    form_no: Text<1, 40> = purpose(Purpose::Casework).group("paper");
    /// Who hands it in.
    provider: One<Holder> = required().purpose(Purpose::Casework).group("paper");
    /// What in the book stands for it.
    held: One<Held> = purpose(Purpose::Casework).group("paper");
    /// Template it was taken from.
    template: Text<1, 80> = required().purpose(Purpose::Casework).group("paper");
    /// The entry it was taken from: what is in force is never edited, so it is the version too.
    template_entry: ChecklistTemplateRef = purpose(Purpose::Casework).group("paper");
    /// So many days after its step begins the list is due.
    due_days: Whole<0, 3_650> = purpose(Purpose::Casework).unit("day").group("paper");
    /// These are working days.
    due_working: Flag = purpose(Purpose::Casework).group("paper");
    /// By which text.
    legal_ref: Text<2, 200> = privacy(Privacy::Public).purpose(Purpose::Casework).group("paper");
    /// Day the list was frozen.
    frozen_on: Day = required().purpose(Purpose::Casework).group("paper");
    /// Its number.
    doc_no: DocumentNumber = together("doc").writers(Writers::Action).purpose(Purpose::Casework).search(Weight::Weak).group("found");
    /// Its date.
    doc_date: PastDay = together("doc").writers(Writers::Action).purpose(Purpose::Casework).group("found");
    /// Amount on it.
    amount: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("found");
    /// Who took the original, where it was handed over as paper.
    handed_to: Text<2, 120> = together("handed").writers(Writers::Action).purpose(Purpose::Casework).group("found");
    /// When.
    handed_on: PastDay = together("handed").writers(Writers::Action).purpose(Purpose::Casework).group("found");
    /// Who handed it in, and therefore does not judge it.
    provided_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("found");
    /// Everything that is wrong with it, told at once.
    return_reasons: Many<ReturnReason> = writers(Writers::Action).purpose(Purpose::Casework).group("found");
}

/// The key of the words of a paper that has no label of its own.
pub fn name_key(paper: &Document) -> Option<String> {
    let code = paper.text("code")?;
    paper.get("label").is_none().then(|| format!("paper.{code}"))
}

/// Where a paper is.
pub fn status(paper: &Document) -> PaperStatus {
    paper.text("stage").and_then(PaperStatus::from_code).unwrap_or(PaperStatus::Missing)
}

#[cfg(test)]
mod tests {
    use super::name_key;
    use crate::record::need::Activity;
    use crate::settlement::template::{held_by, proposed};
    use crate::value::Document;
    use crate::words;

    #[test]
    fn every_paper_of_a_list_is_called_by_words() {
        for activity in Activity::ALL {
            for paper in proposed(*activity).into_iter().flat_map(|list| list.papers) {
                let key = name_key(&Document::default().with("code", paper.code.as_ref())).unwrap();
                assert!(words::find(&key).is_some(), "{key}");
                assert_eq!(paper.held, held_by(&paper.code), "{key}");
            }
        }
    }
}
