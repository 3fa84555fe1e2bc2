//! Which papers a dossier consists of (DOMAIN §4.3, §4.4): templates with dates, and the list that is
//! frozen from one when the contract is signed. Numbers of forms are labels, circulars renumber them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::checks::Billing;
use crate::legal::Source;
use crate::record::macros::choices;
use crate::record::need::Activity;
use crate::record::project::lists::{Funding, Holder};

choices! {
    /// The step a list of papers is for.
    ListPhase = "list_phase";
    /// Registration.
    Register = "register",
    /// Appraisal.
    Appraise = "appraise",
    /// Advance.
    Advance = "advance",
    /// Acceptance.
    Accept = "accept",
    /// Settlement.
    Settle = "settle",
}

choices! {
    /// What kind of paper it is.
    PaperKind = "paper_kind";
    /// The original.
    Original = "original",
    /// A certified copy.
    CertifiedCopy = "certified_copy",
    /// A list.
    List = "list",
    /// An invoice.
    Invoice = "invoice",
    /// A photo.
    Photo = "photo",
    /// Minutes.
    Minutes = "minutes",
}

choices! {
    /// When a paper is required.
    Condition = "paper_condition";
    /// Always.
    Always = "always",
    /// The unit issues an invoice.
    IssuesInvoice = "issues_invoice",
    /// The unit lists its vouchers.
    ListsVouchers = "lists_vouchers",
    /// The beneficiary has committed a counterpart.
    HasCounterpart = "has_counterpart",
    /// Not settled in time, or asked for.
    NotInTime = "not_in_time",
    /// The contract is being liquidated.
    Liquidation = "liquidation",
    /// The last contract of the year.
    LastOfYear = "last_of_year",
    /// Done only in part, by force majeure.
    Partial = "partial",
    /// Another unit than the beneficiary carries the project out.
    OtherUnit = "other_unit",
    /// The project helps somebody's own place.
    HasBeneficiary = "has_beneficiary",
    /// A person says whether it applies.
    AsSaid = "as_said",
}

choices! {
    /// What the book may hold already: it is never asked for again.
    Held = "held_paper";
    /// Contract with its estimate.
    Contract = "contract",
    /// Registration of the enterprise.
    Registration = "registration",
    /// Minutes of acceptance.
    Acceptance = "acceptance",
    /// Minutes of liquidation.
    Liquidation = "liquidation",
    /// Minutes of the base appraisal.
    BaseMinutes = "base_minutes",
    /// Minutes of the upper appraisal.
    UpperMinutes = "upper_minutes",
    /// Decision of approval.
    Decision = "decision",
}

/// One paper of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its code, `s01`; the end of the word key `paper.…`.
    pub code: Cow<'static, str>,
    /// What it is called, where that is not what its word says; empty otherwise.
    pub label: Cow<'static, str>,
    /// When it is required.
    pub condition: Condition,
    /// What kind it is.
    pub kind: PaperKind,
    /// Number of the form, as a label; empty when it has none.
    pub form_no: Cow<'static, str>,
    /// Who hands it in.
    pub provider: Holder,
    /// Where the book may have it from.
    pub held: Option<Held>,
}

/// A list of papers for a phase, as long as it is in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// Its code.
    pub id: Cow<'static, str>,
    /// The phase.
    pub phase: ListPhase,
    /// The activity; `None` for every one.
    pub activity: Option<Activity>,
    /// Whose money; `None` for any.
    pub funding: Option<Funding>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; `None` while in force.
    pub valid_to: Option<NaiveDate>,
    /// Who looks at the papers.
    pub checker: Holder,
    /// By which text.
    pub source: Source,
    /// The papers in their order.
    pub papers: Vec<Paper>,
}

/// The papers of one project. Whatever the templates say later, it does not grow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrozenList {
    /// The template it was taken from.
    pub template: Cow<'static, str>,
    /// Day of the contract.
    pub frozen_on: NaiveDate,
    /// From when on the papers are waited for; `None` while their step has not begun.
    pub asked_from: Option<NaiveDate>,
    /// Who looks at the papers.
    pub checker: Holder,
    /// The papers in their order.
    pub papers: Vec<Paper>,
}

/// The list of a project whose contract is signed on a day: of the template in force then that is
/// most about it, by activity before money, the younger one of two alike. `None` when there is none.
pub fn freeze(
    templates: &[Template],
    phase: ListPhase,
    activity: Activity,
    funding: Funding,
    signed_on: NaiveDate,
) -> Option<FrozenList> {
    let fits = |template: &&Template| {
        template.phase == phase
            && template.activity.is_none_or(|own| own == activity)
            && template.funding.is_none_or(|own| own == funding)
            && template.valid_from <= signed_on
            && template.valid_to.is_none_or(|last| signed_on <= last)
    };
    let closest = templates.iter().filter(fits).max_by_key(|template| {
        (template.activity.is_some(), template.funding.is_some(), template.valid_from)
    })?;
    Some(FrozenList {
        template: closest.id.clone(),
        frozen_on: signed_on,
        asked_from: Some(signed_on),
        checker: closest.checker,
        papers: closest.papers.clone(),
    })
}

/// What decides which papers of a list are required. `None` is "not known yet".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListFacts {
    /// How the unit hands in its costs.
    pub billing: Option<Billing>,
    /// Own money committed, đồng.
    pub counterpart_vnd: Option<i64>,
    /// Whether it is late, or the form was asked for.
    pub is_not_in_time: Option<bool>,
    /// Whether the contract is being liquidated.
    pub is_liquidation: Option<bool>,
    /// Whether it is the last contract of the year.
    pub is_last_of_year: Option<bool>,
    /// Whether it was done only in part.
    pub is_partial: Option<bool>,
    /// Whether another unit than the beneficiary carries it out.
    pub is_other_unit: Option<bool>,
    /// Whether there is a beneficiary.
    pub has_beneficiary: Option<bool>,
}

impl Condition {
    /// Whether it holds; `None` while nobody knows.
    pub fn holds(self, facts: &ListFacts) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::IssuesInvoice => facts.billing.map(|billing| billing == Billing::Invoice),
            Self::ListsVouchers => facts.billing.map(|billing| billing == Billing::VoucherList),
            Self::HasCounterpart => facts.counterpart_vnd.map(|amount| amount > 0),
            Self::NotInTime => facts.is_not_in_time,
            Self::Liquidation => facts.is_liquidation,
            Self::LastOfYear => facts.is_last_of_year,
            Self::Partial => facts.is_partial,
            Self::OtherUnit => facts.is_other_unit,
            Self::HasBeneficiary => facts.has_beneficiary,
            Self::AsSaid => None,
        }
    }
}

/// Every list the product proposes for an activity, in the order of its steps; the province puts its own in
/// their place.
pub fn proposed(activity: Activity) -> Vec<Template> {
    let lists = [Some(registration()), Some(appraisal()), advance(activity), Some(acceptance())];
    lists.into_iter().flatten().chain([settlement(activity)]).collect()
}

fn first_day() -> NaiveDate {
    // The day the circular was signed: there is no older contract in the book.
    NaiveDate::from_ymd_opt(2013, 12, 27).unwrap_or_default()
}

fn template(id: &'static str, phase: ListPhase, source: Source, papers: Vec<Paper>) -> Template {
    Template {
        id: Cow::Borrowed(id),
        phase,
        activity: None,
        funding: None,
        valid_from: first_day(),
        valid_to: None,
        checker: phase.checker(),
        source,
        papers,
    }
}

/// Where the book may have a paper of this code from.
pub fn held_by(code: &str) -> Option<Held> {
    Some(match code {
        "s01" | "adv01" => Held::Contract,
        "s02" | "acc03" => Held::Acceptance,
        "s11" => Held::Liquidation,
        "s10_registration" | "reg04" => Held::Registration,
        "app02" => Held::BaseMinutes,
        "app03" => Held::UpperMinutes,
        "app06" => Held::Decision,
        _ => return None,
    })
}

impl ListPhase {
    /// Whether its step is taken before there is a contract.
    pub fn is_before_contract(self) -> bool {
        match self {
            Self::Register | Self::Appraise => true,
            Self::Advance | Self::Accept | Self::Settle => false,
        }
    }

    /// Who looks at the papers of a step: money is the accountants', everything else the Department's.
    pub fn checker(self) -> Holder {
        match self {
            Self::Register | Self::Appraise | Self::Accept => Holder::Department,
            Self::Advance | Self::Settle => Holder::Finance,
        }
    }
}

/// What is sent to the Department (DOMAIN §3.5 row 2; the annexes of Phụ lục 2 are not known in detail).
pub fn registration() -> Template {
    let mut annexes = as_said("reg05", PaperKind::Original);
    annexes.provider = Holder::Unit;
    let mut request = of_owner("reg03", PaperKind::Original);
    request.condition = Condition::OtherUnit;
    let mut certificate = held(of_owner("reg04", PaperKind::CertifiedCopy), Held::Registration);
    certificate.condition = Condition::HasBeneficiary;
    let papers = [
        own("reg01", PaperKind::Original, ""),
        own("reg02", PaperKind::Original, ""),
        request,
        certificate,
        annexes,
    ];
    let source = Source::verified("TT 36/2013/TT-BCT Đ.5, 10");
    template("registration_tt36_2013", ListPhase::Register, source, papers.to_vec())
}

/// What appraisal and approval leave behind (rows 4–7).
pub fn appraisal() -> Template {
    let by = |holder: Holder, mut paper: Paper| {
        paper.provider = holder;
        paper
    };
    let papers = [
        by(Holder::Department, own("app01", PaperKind::Original, "4a, 4b")),
        by(Holder::Department, held(own("app02", PaperKind::Minutes, ""), Held::BaseMinutes)),
        by(Holder::Upper, held(own("app03", PaperKind::Minutes, ""), Held::UpperMinutes)),
        by(Holder::Department, own("app04", PaperKind::List, "2")),
        by(Holder::Department, own("app05", PaperKind::Original, "")),
        by(Holder::Upper, held(own("app06", PaperKind::CertifiedCopy, ""), Held::Decision)),
    ];
    let source = Source::verified("TT 36/2013/TT-BCT Đ.7, 8");
    template("appraisal_tt36_2013", ListPhase::Appraise, source, papers.to_vec())
}

/// What a first advance waits for (DOMAIN §4.1); `None` where no text lets anything be advanced.
pub fn advance(activity: Activity) -> Option<Template> {
    const PLAN: Paper = own("adv03", PaperKind::Original, "11");
    const PROGRESS: Paper = own("adv04", PaperKind::Original, "3a");
    let mut support = of_owner("adv02", PaperKind::CertifiedCopy);
    support.condition = Condition::AsSaid;
    let special = match activity {
        Activity::TrainSkill
        | Activity::TrainMgmt
        | Activity::Seminar
        | Activity::StudyTour
        | Activity::Brand => [PLAN].to_vec(),
        Activity::DemoModel | Activity::Machine | Activity::TechTransfer | Activity::Pollution => {
            [PROGRESS].to_vec()
        }
        Activity::Cluster => [support, PROGRESS].to_vec(),
        Activity::CleanerProd
        | Activity::Consult
        | Activity::ConsultExt
        | Activity::Assoc
        | Activity::Comms
        | Activity::FairOrg
        | Activity::FairJoin => Vec::new(),
        Activity::DemoReplicate
        | Activity::ProductVote
        | Activity::Showroom
        | Activity::Startup
        | Activity::Relocate
        | Activity::Intl
        | Activity::Capacity => return None,
    };
    let contract = held(own("adv01", PaperKind::Original, ""), Held::Contract);
    let papers = [contract].into_iter().chain(special).chain([own("adv05", PaperKind::Original, "")]);
    let source = Source::verified("TT 36/2013/TT-BCT Đ.13");
    let template = template("advance_tt36_2013", ListPhase::Advance, source, papers.collect());
    Some(Template { activity: Some(activity), ..template })
}

/// What the acceptance looks at and leaves behind (rows 11 and 14).
pub fn acceptance() -> Template {
    let mut minutes = held(own("acc03", PaperKind::Minutes, "5a, 5b, 5c"), Held::Acceptance);
    minutes.provider = Holder::Department;
    let papers =
        [own("acc01", PaperKind::Original, "3b"), own("acc02", PaperKind::Original, ""), minutes].to_vec();
    template("acceptance_tt36_2013", ListPhase::Accept, Source::verified("TT 36/2013/TT-BCT Đ.14"), papers)
}

/// The settlement dossier of TT 36/2013 Đ.17–19, with the papers of an activity in the place of S10.
pub fn settlement(activity: Activity) -> Template {
    let papers = BEFORE_ACTIVITY.into_iter().chain(of_activity(activity)).chain(AFTER_ACTIVITY);
    let source = Source::verified("TT 36/2013/TT-BCT Đ.14, 17–19");
    let template = template("settlement_tt36_2013", ListPhase::Settle, source, papers.collect());
    Template { activity: Some(activity), ..template }
}

const BEFORE_ACTIVITY: [Paper; 9] = [
    held(paper("s01", Condition::Always, PaperKind::Original, "1"), Held::Contract),
    held(paper("s02", Condition::Always, PaperKind::Minutes, "5a, 5b, 5c"), Held::Acceptance),
    paper("s03", Condition::Always, PaperKind::Original, ""),
    paper("s04", Condition::Always, PaperKind::Original, "3b"),
    paper("s05", Condition::NotInTime, PaperKind::Original, "9"),
    paper("s06", Condition::ListsVouchers, PaperKind::Original, "7"),
    paper("s07", Condition::ListsVouchers, PaperKind::List, "8a, 8b"),
    paper("s08", Condition::IssuesInvoice, PaperKind::Invoice, ""),
    paper("s09", Condition::Always, PaperKind::Original, ""),
];

const AFTER_ACTIVITY: [Paper; 4] = [
    held(paper("s11", Condition::Liquidation, PaperKind::Minutes, "6"), Held::Liquidation),
    paper("s12", Condition::LastOfYear, PaperKind::Original, "10"),
    paper("s13", Condition::Partial, PaperKind::Minutes, ""),
    paper("s14", Condition::HasCounterpart, PaperKind::Minutes, ""),
];

const fn paper(code: &'static str, condition: Condition, kind: PaperKind, form_no: &'static str) -> Paper {
    Paper {
        code: Cow::Borrowed(code),
        label: Cow::Borrowed(""),
        condition,
        kind,
        form_no: Cow::Borrowed(form_no),
        provider: Holder::Unit,
        held: None,
    }
}

const fn held(mut paper: Paper, held: Held) -> Paper {
    paper.held = Some(held);
    paper
}

const fn own(code: &'static str, kind: PaperKind, form_no: &'static str) -> Paper {
    paper(code, Condition::Always, kind, form_no)
}

const fn of_owner(code: &'static str, kind: PaperKind) -> Paper {
    let mut paper = own(code, kind, "");
    paper.provider = Holder::Owner;
    paper
}

const fn as_said(code: &'static str, kind: PaperKind) -> Paper {
    let mut paper = of_owner(code, kind);
    paper.condition = Condition::AsSaid;
    paper
}

const CERTIFICATE: Paper = held(of_owner("s10_registration", PaperKind::CertifiedCopy), Held::Registration);
const FULL_VOUCHERS: Paper = own("s10_full_vouchers", PaperKind::Original, "");
const SIGNED_LIST: Paper = own("s10_signed_list", PaperKind::List, "");
const MATERIALS: Paper = own("s10_materials", PaperKind::Original, "");
const PLAN: Paper = own("s10_plan", PaperKind::Original, "11");
const CONTRACT: Paper = of_owner("s10_contract", PaperKind::CertifiedCopy);
const ACCEPTANCE: Paper = of_owner("s10_acceptance", PaperKind::Minutes);
const LIQUIDATION: Paper = of_owner("s10_liquidation", PaperKind::Minutes);

/// S10: the last column of DOMAIN §2. Plain vouchers are S09.
fn of_activity(activity: Activity) -> Vec<Paper> {
    let own_of = |code, kind| own(code, kind, "");
    match activity {
        Activity::TrainSkill => [
            PLAN,
            own("s10_curriculum", PaperKind::Original, "12"),
            own_of("s10_certificate_decision", PaperKind::Original),
            SIGNED_LIST,
            of_owner("s10_employed_list", PaperKind::List),
        ]
        .to_vec(),
        Activity::TrainMgmt | Activity::Seminar => [SIGNED_LIST, MATERIALS].to_vec(),
        Activity::DemoModel | Activity::DemoReplicate => [
            of_owner("s10_item_invoices", PaperKind::Invoice),
            own_of("s10_delegates", PaperKind::List),
            own_of("s10_introduction", PaperKind::Original),
        ]
        .to_vec(),
        Activity::Machine | Activity::TechTransfer => [CONTRACT, ACCEPTANCE, LIQUIDATION].to_vec(),
        Activity::CleanerProd => [own_of("s10_assessment", PaperKind::Original)].to_vec(),
        Activity::ProductVote => [own_of("s10_vote_minutes", PaperKind::Minutes)].to_vec(),
        Activity::FairOrg | Activity::FairJoin => [
            own_of("s10_facility_list", PaperKind::List),
            own_of("s10_booth_contract", PaperKind::CertifiedCopy),
            own_of("s10_organiser_invoice", PaperKind::Invoice),
        ]
        .to_vec(),
        Activity::Brand => [
            of_owner("s10_mark_certificate", PaperKind::CertifiedCopy),
            as_said("s10_rules_of_use", PaperKind::Original),
            of_owner("s10_brand_plan", PaperKind::Original),
            FULL_VOUCHERS,
        ]
        .to_vec(),
        Activity::Showroom => [CONTRACT, of_owner("s10_photos", PaperKind::Photo)].to_vec(),
        Activity::Consult => {
            [CONTRACT, ACCEPTANCE, own_of("s10_advice", PaperKind::Original), FULL_VOUCHERS].to_vec()
        }
        Activity::ConsultExt => [own_of("s10_programme_minutes", PaperKind::Minutes)].to_vec(),
        Activity::Comms => [
            own_of("s10_contract", PaperKind::CertifiedCopy),
            own_of("s10_acceptance", PaperKind::Minutes),
            own_of("s10_sample", PaperKind::Original),
        ]
        .to_vec(),
        Activity::Startup => [CERTIFICATE].to_vec(),
        Activity::Pollution => [
            of_owner("s10_works_acceptance", PaperKind::Minutes),
            of_owner("s10_discharge_proof", PaperKind::Original),
            as_said("s10_audit", PaperKind::Original),
        ]
        .to_vec(),
        Activity::Relocate => [
            of_owner("s10_credit_contract", PaperKind::CertifiedCopy),
            of_owner("s10_interest_receipts", PaperKind::CertifiedCopy),
        ]
        .to_vec(),
        Activity::Cluster | Activity::Assoc => {
            [own_of("s10_approval_decision", PaperKind::CertifiedCopy), FULL_VOUCHERS].to_vec()
        }
        Activity::StudyTour => [PLAN, SIGNED_LIST, own_of("s10_tour_report", PaperKind::Original)].to_vec(),
        Activity::Intl | Activity::Capacity => Vec::new(),
    }
}
