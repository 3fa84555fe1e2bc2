//! The closed lists a project's fields choose from. Labels are in the locales.

use crate::record::macros::choices;

choices! {
    /// Whose money supports the project.
    Funding = "funding";
    /// National funds.
    National = "national",
    /// Funds of the province.
    Local = "local",
    /// A partner's money.
    External = "external",
}

choices! {
    /// Kind of project (DOMAIN §3.2).
    ProjectKind = "project_kind";
    /// Đề án điểm: two or more activities, large, longer than a year.
    Flagship = "flagship",
    /// Đề án nhóm: place and beneficiary are fixed later.
    Group = "group",
    /// Đề án theo đối tượng cụ thể.
    Named = "named",
}

choices! {
    /// How who carries it out was found.
    Method = "method";
    /// Xét chọn.
    Selection = "selection",
    /// Đấu thầu: fairs, cluster works, communication.
    Tender = "tender",
}

choices! {
    /// Who carries the project out.
    ImplementingUnit = "implementing_unit";
    /// The centre.
    Centre = "centre",
    /// The beneficiary itself.
    Facility = "facility",
    /// Somebody else.
    Other = "other",
}

choices! {
    /// Conclusion of an acceptance.
    Conclusion = "conclusion";
    /// Passed.
    Pass = "pass",
    /// Passed in part.
    Partial = "partial",
    /// Failed.
    Fail = "fail",
}

choices! {
    /// Who has to do the next thing.
    Holder = "holder";
    /// The centre or another implementing unit.
    Unit = "unit",
    /// The Department.
    Department = "department",
    /// The province or the ministry.
    Upper = "upper",
    /// The accountants.
    Finance = "finance",
    /// The inspectors.
    Inspector = "inspector",
    /// The facility.
    Owner = "owner",
    /// Nobody: it is over.
    Nobody = "nobody",
}

choices! {
    /// Why a project was sent back, refused, halted or reopened.
    ProjectReason = "project_reason";
    /// A paper is missing.
    PaperMissing = "paper_missing",
    /// A paper is wrong.
    PaperWrong = "paper_wrong",
    /// The time to complete it is over.
    Overdue = "overdue",
    /// Place, sector or size is not eligible.
    NotEligible = "not_eligible",
    /// Other state money pays for the same item.
    Double = "double",
    /// The counterpart is not there.
    Counterpart = "counterpart",
    /// No money this year.
    NoBudget = "no_budget",
    /// The owner asked for it.
    OwnerRequest = "owner_request",
    /// Prices or technology changed.
    Changed = "changed",
    /// Storm, flood, fire, epidemic.
    ForceMajeure = "force_majeure",
    /// Not what the contract says.
    NotAsContracted = "not_as_contracted",
    /// The work is not finished.
    NotFinished = "not_finished",
    /// The money was used for something else.
    Misused = "misused",
    /// The machine was sold or does not run.
    Idle = "idle",
    /// A mistake in the figures.
    Mistake = "mistake",
}
