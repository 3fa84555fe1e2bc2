//! A need that takes part in a round of selection (DOMAIN §5). It holds the facts the gates ask for and no
//! other record knows, and, once the round is published, what came of it: so the owner, who never sees the
//! round or a sheet, can read why.

pub mod facts;
pub mod findings;
pub mod gathered;
mod merits;

use crate::record::access::Access;
use crate::record::activity::Gain;
use crate::record::course::table::{Step, Table};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::macros::{choices, record, row};
use crate::record::marker::{
    Count, Fixed, Flag, LongText, Money, NeedRef, One, Percent, Rows, SelectionRoundRef, Text, Whole, Year,
};
use crate::record::rule::{Problem, ProblemCode, Rule, at_most};
use crate::record::selection_round::RoundStage;
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::selection::gates::{self, Outcome};
use crate::selection::ranking::Standing;
use crate::selection::rubric::RubricCriterion;
use alloc::vec;
use alloc::vec::Vec;
use gathered::Gathered;

choices! {
    /// Stages of a candidate.
    CandidateStage = "stage.candidate";
    /// In the round; its gates are looked at.
    Entered = "entered",
    /// A fact is missing: the commune asks.
    Asked = "asked",
    /// Through the gates: scored.
    Admitted = "admitted",
    /// Not through the gates.
    Barred = "barred",
    /// The result is with the owner.
    Published = "published",
    /// Taken out of the round.
    Removed = "removed",
}

choices! {
    /// What can be done with a candidate.
    CandidateAction = "action.candidate";
    /// Let it through the gates.
    Admit = "admit",
    /// Stop it at a gate.
    Bar = "bar",
    /// Ask the commune for a missing fact.
    Ask = "ask",
    /// Answer.
    Answer = "answer",
    /// Look at the gates again.
    Recheck = "recheck",
    /// Tell the result.
    Publish = "publish",
    /// Take it out.
    Remove = "remove",
}

const CENTRE: &[Role] = &[Role::CentreStaff];
const FIELD: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];

/// The course.
pub const COURSE: Table = Table {
    stages: &CandidateStage::LIST,
    actions: &CandidateAction::LIST,
    editable: &["entered", "asked"],
    steps: &[
        Step::new("admit", &[("entered", "admitted")], CENTRE).law("26/2014/TTLT-BTC-BCT Đ.7").whole(),
        Step::new("bar", &[("entered", "barred")], CENTRE)
            .law("26/2014/TTLT-BTC-BCT Đ.7")
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
        Step::new("ask", &[("entered", "asked")], CENTRE).needs(&["stage_note"]).may(&[]).aside(),
        Step::new("answer", &[("asked", "entered")], FIELD),
        Step::new("recheck", &[("admitted", "entered"), ("barred", "entered")], CENTRE)
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
        Step::new("publish", &[("admitted", "published"), ("barred", "published")], CENTRE)
            .may(&["result_note"])
            .guard(|candidate| match candidate.get("standing") {
                Some(_) => Ok(()),
                None => Err("refusal.no_result"),
            })
            .online(),
        Step::new(
            "remove",
            &[("entered", "removed"), ("asked", "removed"), ("admitted", "removed"), ("barred", "removed")],
            CENTRE,
        )
        .needs(&["stage_note"])
        .may(&[])
        .aside(),
    ],
};

row! {
    /// What the scorers gave for one criterion, on the average.
    CriterionScore = "criterion_score";
    /// The criterion.
    criterion: One<RubricCriterion>;
    /// The most points it gave in the round.
    max: Whole<0, 100>;
    /// The mean, hundredths of a point.
    mean: Fixed<2, 10_000>;
}

/// The stage of the round; `None` when it is not at hand.
fn round_stage(of: &Subject<'_>, kin: &dyn Kin) -> Option<RoundStage> {
    let (_, round) = kin.get(of.parent("round")?)?;
    RoundStage::from_code(round.text("stage")?)
}

/// Nobody enters a round that is scored already, no result is told before it is published, and who fails a gate
/// is not let through.
fn check(of: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let is_new = of.before.0.is_empty();
    let is_in_time = match (round_stage(of, kin), of.action) {
        (None, _) => true,
        (Some(RoundStage::Draft | RoundStage::Open), None) => true,
        (
            Some(RoundStage::Scoring | RoundStage::Ranked | RoundStage::Published | RoundStage::Closed),
            None,
        ) => !is_new,
        (Some(stage), Some(action)) => {
            let is_out = matches!(stage, RoundStage::Published | RoundStage::Closed);
            (action == CandidateAction::Publish.code()) == is_out
        }
    };
    if !is_in_time {
        return vec![Problem::new("round", ProblemCode::RoundStage)];
    }
    if of.action != Some(CandidateAction::Admit.code()) {
        return Vec::new();
    }
    let Some(gathered) = Gathered::of(of.after, kin, of.today) else { return Vec::new() };
    let around = gathered.around(of.after, of.today);
    let is_disputed = findings::findings(&around).iter().any(findings::Finding::is_disputed);
    if is_disputed && of.after.get("facts_note").is_none() {
        return vec![Problem::new("facts_note", ProblemCode::DiffersFromBook)];
    }
    let verdict = around.gate_facts().map(|facts| gates::verdict(&gates::check(&facts)));
    match verdict {
        Some(Outcome::Fail) => vec![Problem::new("need", ProblemCode::GateFailed)],
        Some(Outcome::Pass | Outcome::Unknown | Outcome::NotApplicable) | None => Vec::new(),
    }
}

const FAMILY: FamilyRules = FamilyRules::check(check);

/// The rules.
const RULES: &[Rule] = &[Rule::naming(
    ProblemCode::MoreThan,
    &["new_jobs_women", "new_jobs"],
    "field.candidate.new_jobs",
    |doc, _| at_most(doc, "new_jobs_women", "new_jobs"),
)];

record! {
    /// A need in a round.
    Candidate = Kind::Candidate, "candidate";
    title: title;
    parent: need;
    home: Home::Parent;
    access: Access::CaseFile;
    course: CandidateStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["round_title", "support", "standing"];
    retention_years: 10;
    groups: &["entry", "facts", "merits", "result", "course"];

    /// The need.
    need: NeedRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("entry");
    /// The round.
    round: SelectionRoundRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("entry");
    /// Name of the round: who may not see the round can still read it.
    round_title: Text<3, 120> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("entry");
    /// Facility and wish, as the list of the round names it.
    title: Text<2, 300> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).search(Weight::Title).group("entry");
    /// Support proposed.
    support: Money = required().purpose(Purpose::Statistics).group("entry");
    /// Money of the beneficiary, when it is not as in the need.
    counterpart: Money = purpose(Purpose::Eligibility).group("entry");

    /// The counterpart is invested, or promised in writing (G3).
    counterpart_shown: Flag = purpose(Purpose::Eligibility).group("facts").law("26/2014/TTLT-BTC-BCT Đ.7");
    /// Other state money pays for the same item (G4).
    paid_elsewhere: Flag = purpose(Purpose::Eligibility).group("facts").law("26/2014/TTLT-BTC-BCT Đ.7");
    /// It applies cleaner production (G1).
    is_cleaner: Flag = purpose(Purpose::Eligibility).group("facts");
    /// The place of production is eligible, where the list of communes does not say (G1).
    place_eligible: Flag = purpose(Purpose::Eligibility).group("facts").law("45/2012/NĐ-CP Đ.1");
    /// The place is a difficult area, where the list does not say (G2, minerals).
    place_difficult: Flag = purpose(Purpose::Eligibility).group("facts").law("45/2012/NĐ-CP Đ.6");
    /// It fires bricks in an improved manual or ring kiln (G2).
    old_kiln: Flag = purpose(Purpose::Eligibility).group("facts");
    /// Every machine is new (G5).
    machine_new: Flag = purpose(Purpose::Eligibility).group("facts").law("46/2012/TT-BCT Đ.4");
    /// They are better than the present ones (G5).
    machine_better: Flag = purpose(Purpose::Eligibility).group("facts").law("46/2012/TT-BCT Đ.4");
    /// A facility of the area applies the model already (G6).
    model_known: Flag = purpose(Purpose::Eligibility).group("facts").law("46/2012/TT-BCT Đ.4");
    /// The model is superior to present technology (G6).
    model_better: Flag = purpose(Purpose::Eligibility).group("facts");

    /// Year the machine was made (G5).
    machine_year: Year = purpose(Purpose::Eligibility).group("facts").law("46/2012/TT-BCT Đ.4");
    /// Figures before and as promised after it (G5, G6, C3).
    gains: Rows<Gain> = purpose(Purpose::Eligibility).group("facts").law("46/2012/TT-BCT Đ.4");
    /// Why what is stated above is not what the book says.
    facts_note: LongText<1_000> = purpose(Purpose::Eligibility).group("facts");

    /// A product with a valid certificate.
    has_certificate: Flag = purpose(Purpose::Eligibility).group("merits");
    /// A key product of the province.
    is_key_product: Flag = purpose(Purpose::Eligibility).group("merits");
    /// Exports, or produces for export.
    exports: Flag = purpose(Purpose::Eligibility).group("merits");
    /// Material from the province, % of its value.
    local_material_pct: Percent = purpose(Purpose::Eligibility).unit("percent").group("merits");
    /// A product of supporting industry.
    is_supporting: Flag = purpose(Purpose::Eligibility).group("merits");
    /// Makes chemicals for agriculture.
    is_agro_chemical: Flag = purpose(Purpose::Eligibility).group("merits");
    /// New jobs promised.
    new_jobs: Count = purpose(Purpose::Eligibility).unit("person").group("merits");
    /// Of them for women.
    new_jobs_women: Count = purpose(Purpose::Eligibility).unit("person").group("merits");
    /// People that will be trained.
    trainees: Count = purpose(Purpose::Eligibility).unit("person").group("merits");

    /// Where it ended up.
    standing: One<Standing> = together("result").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Place in the ranking.
    place: Whole<1, 10_000> = together("result").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Of so many.
    of: Whole<1, 10_000> = together("result").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Last place for which the money sufficed; 0 for none.
    money_place: Whole<0, 10_000> = together("result").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Mean of its scorers, hundredths of a point.
    mean: Fixed<2, 10_000> = together("result").writers(Writers::Action).purpose(Purpose::Casework).unit("point").group("result");
    /// The mean by criterion.
    scores: Rows<CriterionScore> = together("result").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// What the council says to the owner.
    result_note: LongText<2_000> = together("result").writers(Writers::Action).privacy(Privacy::Internal).purpose(Purpose::Casework).group("result");
}
