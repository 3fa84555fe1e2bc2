//! The papers a dossier of a phase consists of (DOMAIN §4.4); a project keeps the list of the day its contract was signed.
//! TT 36/2013 Đ.13–19; form numbers are labels.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::ToString;

use crate::id::RecordId;
use crate::legal::{Certainty, Source};
use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::row;
use crate::record::marker::{Day, LegalTextRef, One, Rows, Text, Whole};
use crate::record::need::Activity;
use crate::record::project::lists::{Funding, Holder};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, entry};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::settlement::template::{self, Condition, ListPhase, PaperKind, Template};
use crate::value::Document;
use crate::words::{self, Lang};

row! {
    /// A paper of a list.
    TemplatePaper = "template_paper";
    /// Code, such as `s01`.
    code: Text<1, 40> = required();
    /// What it is called.
    label: Text<2, 200> = required();
    /// Where one gets it, what has to be on it.
    help: Text<0, 400>;
    /// When it is required.
    condition: One<Condition> = required();
    /// What kind it is.
    kind: One<PaperKind> = required();
    /// Number of the form, as a label.
    form_no: Text<1, 20>;
    /// Copies.
    copies: Whole<1, 20>;
    /// Who hands it in.
    provider: One<Holder> = required();
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

entry! {
    /// The papers a dossier of a phase consists of (DOMAIN §4.4); a project keeps the list of the day its contract was signed.
    ChecklistTemplate = Kind::ChecklistTemplate, "checklist_template";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["phase", "activity", "funding", "valid_from"];
    retention_years: 10;
    groups: &["list", "validity", "course"];

    /// Name.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("list");
    /// The phase.
    phase: One<ListPhase> = required().purpose(Purpose::Casework).group("list");
    /// The activity; absent for all.
    activity: One<Activity> = purpose(Purpose::Casework).group("list");
    /// Whose money; absent for any.
    funding: One<Funding> = purpose(Purpose::Casework).group("list");
    /// The papers in their order.
    papers: Rows<TemplatePaper> = required().purpose(Purpose::Casework).group("list");
    /// First day it is for.
    valid_from: Day = required().together("validity").purpose(Purpose::Casework).group("validity");
    /// Last day; absent while nothing has taken its place.
    valid_to: Day = together("validity").purpose(Purpose::Casework).group("validity");
    /// The act and its article, as people cite it.
    legal_ref: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Weak).group("validity");
    /// The act in the library.
    legal_text: LegalTextRef = purpose(Purpose::Casework).group("validity");
    /// How far it was checked.
    certainty: One<Certainty> = purpose(Purpose::Casework).group("validity");
}

/// The list an entry says, by the name of the entry; `None` while something that it needs is missing. An
/// entry that ended counts for the days before its last.
pub fn template(id: RecordId, doc: &Document) -> Option<Template> {
    let entry = ChecklistTemplate::read(doc);
    let valid_to = day(doc, "valid_to");
    match entry.stage? {
        ReferenceStage::InForce | ReferenceStage::Ending => {}
        ReferenceStage::Ended if valid_to.is_some() => {}
        ReferenceStage::Ended | ReferenceStage::Draft | ReferenceStage::Proposed => return None,
    }
    let phase = entry.phase?;
    let papers = entry.papers?.into_iter().filter_map(paper);
    Some(Template {
        id: Cow::Owned(id.to_string()),
        phase,
        activity: entry.activity,
        funding: entry.funding,
        valid_from: day(doc, "valid_from")?,
        valid_to,
        checker: phase.checker(),
        source: Source {
            legal_ref: Cow::Owned(entry.legal_ref?),
            certainty: entry.certainty.unwrap_or(Certainty::Unverified),
        },
        papers: papers.collect(),
    })
}

/// A row as a paper; what the book itself holds of it follows from its code.
fn paper(row: TemplatePaper) -> Option<template::Paper> {
    let (code, label) = (row.code?, row.label?);
    let known = words::find(&format!("paper.{code}")).is_some_and(|word| word.text(Lang::Vi) == label);
    Some(template::Paper {
        held: template::held_by(&code),
        code: Cow::Owned(code),
        label: Cow::Owned(if known { "".to_owned() } else { label }),
        condition: row.condition?,
        kind: row.kind?,
        form_no: Cow::Owned(row.form_no.unwrap_or_default()),
        provider: row.provider?,
    })
}
