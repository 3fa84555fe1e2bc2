//! Problems as data, and rules between fields. A problem names a field, a code and what its words
//! need, so that a form can show all of them, in any language.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::date;
use crate::record::macros::problem_codes;
use crate::value::Document;
use crate::words::{self, Lang};

problem_codes! {
    /// Nothing is there.
    Required = "required",
    /// Fewer than `min` characters.
    TooShort = "too_short",
    /// More than `max` characters.
    TooLong = "too_long",
    /// Not between `min` and `max`.
    OutOfRange = "out_of_range",
    /// No year between `min` and `max`.
    Year = "year",
    /// After today.
    FutureDay = "future_date",
    /// A day by which somebody is to act, and it has passed.
    DueDayPast = "due_day_past",
    /// No choice of the list.
    UnknownChoice = "unknown_choice",
    /// Neither yes nor no.
    NotYesNo = "not_yes_no",
    /// No commune of the province.
    UnknownCommune = "unknown_commune",
    /// Latitude outside the province.
    Latitude = "latitude",
    /// Longitude outside the province.
    Longitude = "longitude",
    /// More than `max` rows.
    TooManyRows = "too_many_rows",
    /// A value of another shape than the field has.
    WrongType = "wrong_type",
    /// Characters that cannot be printed.
    ControlCharacters = "control_characters",
    /// No id of a record or account.
    Reference = "reference",
    /// More women than workers.
    FemaleOverTotal = "female_over_total",
    /// More insured workers than workers.
    InsuredOverTotal = "insured_over_total",
    /// More local workers than workers.
    LocalOverTotal = "local_over_total",
    /// More seasonal workers than workers.
    SeasonalOverTotal = "seasonal_over_total",
    /// Neither 0 nor between 1 and 100 million đồng a month.
    IncomeRange = "income_range",
    /// The owner would be a child, or older than anyone.
    BirthYear = "birth_year",
    /// One coordinate without the other.
    HalfPlace = "half_place",
    /// A 12-digit tax code belongs to a household.
    TaxCodeHousehold = "tax_code_household",
    /// Only households may be unregistered.
    UnregisteredForm = "unregistered_form",
    /// Consent without the day or the person.
    HalfConsent = "half_consent",
    /// A machine bought before it was made.
    BoughtBeforeMade = "bought_before_made",
    /// A day that must not be before `other` is.
    DayOrder = "date_order",
    /// What is reported as done and has not taken place yet.
    NotOverYet = "not_over_yet",
    /// The end is before the start.
    EndBeforeStart = "end_before_start",
    /// More than `other`.
    MoreThan = "more_than",
    /// More support than was asked for, and nobody says why.
    AboveAsked = "above_asked",
    /// Support that no project pays for.
    NobodyPays = "nobody_pays",
    /// More support than the project that pays for it has.
    AboveProject = "above_project",
    /// More support than the norm allows, and nobody says why.
    AboveNorm = "above_norm",
    /// The shares of the beneficiaries do not come to the support.
    SharesSum = "shares_sum",
    /// A facility benefits twice from one project.
    BeneficiaryTwice = "beneficiary_twice",
    /// Support greater than the investment.
    SupportOverTotal = "support_over_total",
    /// Advance above 70 % of the support (100 % for a start-up).
    AdvanceOverLimit = "advance_over_limit",
    /// Advance and payments above the support.
    PaidOverApproved = "paid_over_approved",
    /// More asked back than was paid.
    RecoveryOverPaid = "recovery_over_paid",
    /// A line whose parts do not make its cost.
    PartsDiffer = "parts_differ",
    /// An estimate that others decide on already.
    EstimateFixed = "estimate_fixed",
    /// An estimate that does not make the amounts asked for.
    EstimateDiffers = "estimate_differs",
    /// A paper is handed in, and neither a file nor an original is there.
    PaperBare = "paper_bare",
    /// Who took an original without when, or when without who.
    HalfHanded = "half_handed",
    /// A record of this kind takes no files.
    NoFilesHere = "no_files_here",
    /// What was judged keeps its files, and takes no more.
    FilesClosed = "files_closed",
    /// Who did not put a file in does not take it out.
    FileOfAnother = "file_of_another",
    /// What is stated is not what the book says, and nobody wrote why.
    DiffersFromBook = "differs_from_book",
    /// Points differ from what the book suggests, and nobody wrote why.
    ScoreDiffers = "score_differs",
    /// It takes a reason.
    ReasonWanted = "reason_wanted",
    /// More is confirmed than a visit has seen, and nobody wrote why.
    MoreThanSeen = "more_than_seen",
    /// No visit has seen how far the work is, and nobody wrote why.
    NoProgressVisit = "no_progress_visit",
    /// Nothing tells what the project has brought about.
    NoResult = "no_result",
    /// The facility had no booth at the fair.
    NoBooth = "no_booth",
    /// Nobody measured that what is let out meets the standard.
    BelowStandard = "below_standard",
    /// A system of a cluster takes an audit.
    NoAudit = "no_audit",
    /// An assessment takes its approved report.
    NoReport = "no_report",
    /// A machine was used before, and nobody wrote why it is accepted.
    MachineUsed = "machine_used",
    /// A paper that the project cannot do without.
    PaperRequired = "paper_required",
    /// Required papers that nobody has looked at.
    PapersUnchecked = "papers_unchecked",
    /// The checks of the dossier have found something, and nobody wrote why it is sent so.
    ChecksFound = "checks_found",
    /// More is settled than was paid.
    SettledUnpaid = "settled_unpaid",
    /// Nobody went to see afterwards.
    NoPostCheck = "no_post_check",
    /// Something that was recommended is not done.
    RecommendationsOpen = "recommendations_open",
    /// A list of papers neither grows nor changes.
    ListFixed = "list_fixed",
    /// A code that no rule asks for, or a day that is none.
    CodeUnknown = "code_unknown",
    /// A rate above 100 %.
    OutOfHundred = "out_of_hundred",
    /// A code that the office has ended, or never gave.
    CodeEnded = "code_ended",
    /// A paper that is not as the template of the day of the contract says.
    ListOfAnotherTemplate = "list_of_another_template",
    /// The list lacks a paper that the template requires.
    ListLacks = "list_lacks",
    /// The list of papers was not made.
    NoPaperList = "no_paper_list",
    /// Required papers are missing or sent back.
    PapersLacking = "papers_lacking",
    /// Money is asked for and not decided on.
    MoneyPending = "money_pending",
    /// Below what was paid already.
    BelowPaid = "below_paid",
    /// Nothing is paid at this stage yet.
    MoneyTooEarly = "money_too_early",
    /// The project is suspended or stopped.
    MoneyHalted = "money_halted",
    /// The project is settled.
    ProjectSettled = "project_settled",
    /// No rule says how much may be advanced.
    NoAdvanceRule = "no_advance_rule",
    /// Asked for as an advance after the acceptance.
    AdvanceAfterAcceptance = "advance_after_acceptance",
    /// A paper that the money waits for is missing.
    MoneyPaperMissing = "money_paper_missing",
    /// Too little of the work is done.
    TooLittleDone = "too_little_done",
    /// An amount of nothing.
    NoAmount = "no_amount",
    /// Another amount than was approved.
    NotAsApproved = "not_as_approved",
    /// Another part of the advance without its decision.
    HalfRatio = "half_ratio",
    /// An invoice that is counted already.
    DuplicateInvoice = "duplicate_invoice",
    /// A project that does not run yet, or no more.
    AmendmentTooEarly = "amendment_too_early",
    /// A project is stopped by a decision, not by an annex.
    StopByDecision = "stop_by_decision",
    /// Money was paid, and nobody says how much of it comes back.
    RecoveryUnsaid = "recovery_unsaid",
    /// A figure of a year that is not over.
    FutureYear = "future_year",
    /// The weights of the criteria do not come to 100.
    WeightsSum = "weights_sum",
    /// The round is not in a stage for this.
    RoundStage = "round_stage",
    /// Products of the round that the office or the jury has to deal with.
    ProductsWaiting = "products_waiting",
    /// Complaints that nobody has answered.
    ComplaintsOpen = "complaints_open",
    /// A product whose certificate is valid.
    CertificateStands = "certificate_stands",
    /// A product without a certificate that could be withdrawn.
    NoCertificate = "no_certificate",
    /// A gate is not passed.
    GateFailed = "gate_failed",
    /// A sheet in the name of somebody else.
    OtherScorer = "other_scorer",
    /// A sheet for another round than that of its candidate.
    OtherRound = "other_round",
    /// Candidates whose gates nobody has decided, or whose facts nobody knows.
    GatesOpen = "gates_open",
    /// Candidates with fewer sheets than it takes.
    SheetsTooFew = "sheets_too_few",
    /// Scorers that are too far apart.
    ScoresDisputed = "scores_disputed",
    /// A need that is being ranked: the result is waited for.
    NeedInRound = "need_in_round",
    /// A need that the ranking did not propose.
    NotProposed = "not_proposed",
    /// A commitment that was not given.
    NotCommitted = "not_committed",
    /// A candidate that did not come through the gates.
    NotAdmitted = "not_admitted",
    /// The scorer has a sheet for this candidate already.
    SecondSheet = "second_sheet",
    /// The lines of a plan take more than its money, and nobody says why.
    PlanOverBudget = "plan_over_budget",
    /// The plan is not written any more.
    PlanClosed = "plan_closed",
    /// The plan has a line for this already.
    SecondLine = "second_line",
    /// A visit that ends before it begins.
    VisitEndsBeforeStart = "visit_ends_before_start",
    /// Findings, and yet all is well.
    OkWithFindings = "ok_with_findings",
    /// A signature, and a reason why there is none.
    SignedAndRefused = "signed_and_refused",
    /// Nothing seen, and something seen.
    NothingAndSomething = "nothing_and_something",
    /// `n` photos that must be there are not.
    PhotosMissing = "photos_missing",
    /// Nobody has signed here.
    SignatureMissing = "signature_missing",
    /// What belongs to a signed visit does not change.
    VisitSigned = "visit_signed",
    /// Not a signed visit to the same facility.
    CorrectsWhat = "corrects_what",
    /// It belongs to another facility.
    OtherFacility = "other_facility",
    /// The day has not passed yet.
    NotOverdue = "not_overdue",
    /// Warning: the position looks made up.
    PositionMock = "position_mock",
    /// A visit has found something severe, and nobody says why one goes on.
    SevereFinding = "severe_finding",
    /// The lines of a budget do not come to its sum.
    BudgetSum = "budget_sum",
    /// A decision without number or without day.
    HalfDecision = "half_decision",
    /// A class without trainees.
    NoTrainees = "no_trainees",
    /// `n` trainees are not marked for the day `day`.
    Unmarked = "unmarked",
    /// `n` trainees show no citizen id, and nobody wrote why.
    IdsMissing = "ids_missing",
    /// No picture of the list that was signed, and nobody wrote who keeps it.
    NoSignedList = "no_signed_list",
    /// A certificate for who was there on fewer than `pct` % of the days.
    AttendanceShort = "attendance_short",
    /// A trainee is marked twice for one day.
    MarkedTwice = "marked_twice",
    /// A certificate without number or without day.
    HalfCertificate = "half_certificate",
    /// A job that was confirmed without a place.
    JobWithoutPlace = "job_without_place",
    /// A trainee of this citizen id is in the class already.
    SameTrainee = "same_trainee",
    /// The class is finished: its list and its attendance stand.
    ClassFinished = "class_finished",
    /// The class is closed or did not take place.
    ClassClosed = "class_closed",
    /// The level of a round wants another number of judges.
    CouncilSize = "council_size",
    /// The jury has an even number of judges, `n`.
    EvenJury = "even_jury",
    /// The judges are not as many as the round has seats, or one is named twice.
    JuryNotWhole = "jury_not_whole",
    /// Who hands in a sheet does not sit in the jury of the round at work.
    NotInJury = "not_in_jury",
    /// A judge has handed in a sheet already.
    JudgeTwice = "judge_twice",
    /// `n` judges have not handed in their sheets.
    SheetsMissing = "sheets_missing",
    /// A sheet has points that the criteria do not allow.
    SheetInvalid = "sheet_invalid",
    /// The mean is below `least` points.
    MeanTooLow = "mean_too_low",
    /// The round takes no products now.
    RoundNotOpen = "round_not_open",
    /// The jury of the round is not at work.
    RoundNotJudging = "round_not_judging",
    /// A valid certificate of the level `level` is missing.
    LowerCertificate = "lower_certificate",
    /// The product is not being scored.
    EntryNotJudged = "entry_not_judged",
    /// The criterion `code` has no points.
    PointsMissing = "points_missing",
    /// The criterion `code` has more than `max` points.
    PointsOutOfRange = "points_out_of_range",
    /// The round has no criterion `code`.
    PointsUnknown = "points_unknown",
    /// The product was not recognised.
    NotRecognised = "not_recognised",
    /// The round of the product has another level.
    LevelOfRound = "level_of_round",
    /// The product has its certificate already.
    SecondCertificate = "second_certificate",
    /// A withdrawal without a reason.
    WithdrawnWhy = "withdrawn_why",
    /// The maker was not told of a result yet.
    NothingToComplain = "nothing_to_complain",
    /// A complaint could be lodged until `day`.
    ComplaintTooLate = "complaint_too_late",
    /// The project it belongs to has been accepted: its results stay as they are.
    ProjectAccepted = "project_accepted",
    /// A receipt of interest is not of the two years after the contract.
    InterestOutsideTwoYears = "interest_outside_two_years",
    /// The weights of a rubric are not 100 in all.
    WeightsNotHundred = "weights_not_hundred",
    /// Figures of this year are there already.
    YearTaken = "year_taken",
    /// One of the two is gone, or was merged before.
    TwinGone = "twin_gone",
    /// Another facility has this tax code.
    TaxCodeTaken = "tax_code_taken",
    /// A cell names a record that is not in the book.
    NotInBook = "not_in_book",
    /// A cell names more than one record of the book.
    SeveralInBook = "several_in_book",
    /// Warning: the place is `km` from the centre of the commune.
    FarFromCommune = "far_from_commune",
    /// Warning: the measured place is more than 50 m uncertain.
    GpsAccuracy = "gps_accuracy",
    /// Warning: the declared size class is not the computed one.
    SizeClassDiffers = "size_class_differs",
    /// Warning: the classification has no such code.
    VsicUnknown = "vsic_unknown",
    /// Warning: another edition of the classification has taken its place.
    VsicEnded = "vsic_ended",
    /// Warning: nobody looked at it for 12 months.
    Stale = "stale",
}

/// What the words of a problem are filled with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Param {
    /// As it is.
    Text(String),
    /// The word of this key.
    Word(String),
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field, or `machinery[2].serial` inside the third row.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// What its words are filled with.
    pub params: Vec<(&'static str, Param)>,
}

impl Problem {
    /// A problem whose words need nothing.
    pub fn new(field: &str, code: ProblemCode) -> Self {
        Self { field: field.to_owned(), code, params: Vec::new() }
    }

    /// The same with a number for its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, Param::Text(value.to_string())));
        self
    }

    /// The same with a word for its words.
    #[must_use]
    pub fn with_word(mut self, name: &'static str, key: String) -> Self {
        self.params.push((name, Param::Word(key)));
        self
    }

    /// Whether it stands at, or inside, a field of the record.
    pub fn touches(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        is_meant(self.field.split(['.', '[']).next().unwrap_or(&self.field))
    }

    /// What a person reads.
    pub fn message(&self, lang: Lang) -> String {
        let Some(word) = words::find(self.code.code()) else {
            return self.code.code().to_owned();
        };
        let texts: Vec<(&str, String)> = self
            .params
            .iter()
            .map(|(name, param)| {
                let text = match param {
                    Param::Text(text) => text.clone(),
                    Param::Word(key) => {
                        words::find(key).map_or(key.as_str(), |word| word.text(lang)).to_owned()
                    }
                };
                (*name, text)
            })
            .collect();
        let params: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        word.fill(lang, &params)
    }
}

/// A rule between the fields of a record. It holds as long as a field it needs is empty or not yet
/// valid: that is another problem.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What is wrong when it does not hold.
    pub code: ProblemCode,
    /// The fields it is about; the problem stands at the first one.
    pub fields: &'static [&'static str],
    /// Word of the other field, for codes that name one: `field.<kind>.<name>`.
    pub other: Option<&'static str>,
    /// Whether it holds.
    pub check: fn(&Document, NaiveDate) -> bool,
}

impl Rule {
    /// A rule whose words need nothing.
    pub const fn new(
        code: ProblemCode,
        fields: &'static [&'static str],
        check: fn(&Document, NaiveDate) -> bool,
    ) -> Self {
        Self { code, fields, other: None, check }
    }

    /// A rule whose words name another field.
    pub const fn naming(
        code: ProblemCode,
        fields: &'static [&'static str],
        other: &'static str,
        check: fn(&Document, NaiveDate) -> bool,
    ) -> Self {
        Self { code, fields, other: Some(other), check }
    }

    /// The problem of a record in which it does not hold.
    pub fn problem(&self) -> Problem {
        let problem = Problem::new(self.fields.first().copied().unwrap_or_default(), self.code);
        match self.other {
            Some(key) => problem.with_word("other", key.to_owned()),
            None => problem,
        }
    }
}

/// Whether the first number is at most the second; also while one of them is missing.
pub fn at_most(doc: &Document, less: &str, more: &str) -> bool {
    match (number(doc, less), number(doc, more)) {
        (Some(less), Some(more)) => less <= more,
        (None, _) | (_, None) => true,
    }
}

/// Whether the first day is not after the second; also while one of them is missing.
pub fn in_order(doc: &Document, first: &str, second: &str) -> bool {
    match (day(doc, first), day(doc, second)) {
        (Some(first), Some(second)) => first <= second,
        (None, _) | (_, None) => true,
    }
}

/// The number a field holds.
pub fn number(doc: &Document, field: &str) -> Option<i64> {
    doc.get(field)?.as_int()
}

/// The day a field holds.
pub fn day(doc: &Document, field: &str) -> Option<NaiveDate> {
    date::parse_iso(doc.text(field)?).ok()
}
