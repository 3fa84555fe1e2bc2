//! Everything the rules answer has words, and they read as sentences.

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{Alert, AlertCode};
use domain::calendar::{Notice, Term, Urgency, remind};
use domain::jury::{CertificateState, JuryFault, VotingCriterion, VotingLevel};
use domain::ledger::advance::{MoneyPaper, Need};
use domain::ledger::phase::MoneyPhase;
use domain::ledger::{Breach, EntryKind, EntryState, Limit};
use domain::legal::Certainty;
use domain::money::MILLION;
use domain::norm::national::NATIONAL;
use domain::norm::{Ask, Bound, NoCeiling, NormCase, NormFaultCode, NormItem, Per, support_max};
use domain::record::field::{Choice, ChoiceList};
use domain::record::need::Activity;
use domain::record::project::lists::{Funding, Holder};
use domain::score_sheet::{Interest, SetFault, SheetFault, TallyFault};
use domain::selection::gates::{Gate, GateReason, Outcome};
use domain::selection::proposals::{Ground, SectorPriority};
use domain::selection::ranking::Standing;
use domain::selection::rubric::RubricCriterion;
use domain::settlement::checklist::{PaperStatus, Progress, Waiting};
use domain::settlement::checks::{Billing, Check, Covers, Evidence, Finding, Party, Spot};
use domain::settlement::reason::ReturnReason;
use domain::settlement::template::{Condition, Held, ListPhase, PaperKind, settlement};
use domain::similar::DuplicateReason;
use domain::words::{self, Lang};
use expect_test::expect_file;

use super::{day, record, user};

const LISTS: [ChoiceList; 38] = [
    AlertCode::LIST,
    Billing::LIST,
    Bound::LIST,
    Breach::LIST,
    Certainty::LIST,
    CertificateState::LIST,
    Check::LIST,
    Condition::LIST,
    Covers::LIST,
    DuplicateReason::LIST,
    EntryKind::LIST,
    EntryState::LIST,
    Gate::LIST,
    GateReason::LIST,
    Ground::LIST,
    Held::LIST,
    Interest::LIST,
    ListPhase::LIST,
    MoneyPaper::LIST,
    MoneyPhase::LIST,
    NoCeiling::LIST,
    NormCase::LIST,
    NormFaultCode::LIST,
    NormItem::LIST,
    Outcome::LIST,
    PaperKind::LIST,
    PaperStatus::LIST,
    Per::LIST,
    ReturnReason::LIST,
    RubricCriterion::LIST,
    SectorPriority::LIST,
    Standing::LIST,
    Term::LIST,
    Urgency::LIST,
    VotingCriterion::LIST,
    VotingLevel::LIST,
    domain::record::project::lists::Holder::LIST,
    domain::record::commune::PlacePriority::LIST,
];

#[test]
fn every_choice_and_every_paper_of_the_rules_has_words() {
    let of_lists = LISTS.iter().flat_map(|list| list.codes.iter().map(|code| list.key(code)));
    let of_papers = Activity::ALL
        .iter()
        .flat_map(|activity| settlement(*activity).papers)
        .map(|paper| format!("paper.{}", paper.code));
    let missing: BTreeSet<String> =
        of_lists.chain(of_papers).filter(|key| words::find(key).is_none()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_word_of_the_rules_is_left_over() {
    let lists: BTreeSet<String> =
        LISTS.iter().flat_map(|list| list.codes.iter().map(|code| list.key(code))).collect();
    let names: BTreeSet<&str> = LISTS.iter().map(|list| list.name).collect();
    let papers: BTreeSet<String> = Activity::ALL
        .iter()
        .flat_map(|activity| settlement(*activity).papers)
        .map(|paper| format!("paper.{}", paper.code))
        .collect();
    for word in words::all().map(words::Word::key) {
        let list = word.strip_prefix("choice.").and_then(|rest| rest.split('.').next());
        let is_ours = list.is_some_and(|list| names.contains(list));
        assert!(!is_ours || lists.contains(word), "no choice is called {word}");
        assert!(!word.starts_with("paper.s") || papers.contains(word), "no paper is called {word}");
    }
}

fn party() -> Party {
    Party { name: "HTX Gốm Nhung".to_owned(), tax_code: Some("0123456789001".to_owned()) }
}

fn findings() -> Vec<Finding> {
    let from_to =
        |is: &str| Evidence::Day { is: day(is), from: Some(day("1/7/2026")), to: Some(day("30/11/2026")) };
    let amount = |is, should| Evidence::Amount { is: is * MILLION, should: should * MILLION };
    let (voucher, machine) = (Spot::Voucher(1), Spot::Machine(1));
    let finding = |check, at, evidence| Finding { check, at, evidence };
    vec![
        finding(Check::Period, voucher, from_to("1/12/2026")),
        finding(Check::Buyer, voucher, Evidence::Party(party())),
        finding(Check::Buyer, voucher, Evidence::Party(Party { tax_code: None, ..party() })),
        finding(Check::Listed, voucher, amount(300, 299)),
        finding(Check::Listed, voucher, Evidence::NotListed),
        finding(Check::Counterpart, Spot::Dossier, amount(0, 600)),
        finding(Check::Early, voucher, from_to("20/5/2026")),
        finding(Check::Norm, Spot::Dossier, amount(310, 300)),
        finding(Check::Late, Spot::Dossier, from_to("5/12/2026")),
        finding(Check::DuplicateInvoice, voucher, Evidence::Project(record(1))),
        finding(Check::DuplicateInvoice, voucher, Evidence::First(0)),
        finding(Check::DuplicateSerial, machine, Evidence::Project(record(1))),
        finding(Check::DuplicateSerial, machine, Evidence::First(0)),
    ]
}

fn of_money(lang: Lang) -> Vec<String> {
    let ask = Ask {
        activity: Activity::Machine,
        item: NormItem::Main,
        case: NormCase::Single,
        funding: Funding::National,
        approved_on: day("1/6/2026"),
        eligible_cost_vnd: 900 * MILLION,
    };
    let limits = [
        Limit::Phase(MoneyPhase::Settled),
        Limit::NoRule,
        Limit::Need(Need::Paper(MoneyPaper::ProgressReport)),
        Limit::Need(Need::DoneOver(70)),
        Limit::AdvancePart { percent: 70, most_vnd: 210 * MILLION },
        Limit::Total { most_vnd: 300 * MILLION },
        Limit::Held { most_vnd: 100 * MILLION },
        Limit::Amount,
        Limit::NotPending,
    ];
    let ceiling = support_max(&NATIONAL, &ask).unwrap().message(lang);
    [ceiling].into_iter().chain(limits.map(|limit| limit.message(lang))).collect()
}

fn of_papers(lang: Lang) -> Vec<String> {
    let mut said = vec![Progress { there: 7, required: 9 }.message(lang)];
    said.push(Waiting { holder: Holder::Finance, days: 4 }.message(lang));
    said.extend(findings().iter().map(|finding| finding.message(lang)));
    said
}

fn of_scores(lang: Lang) -> Vec<String> {
    let code = || "c3".to_owned();
    let sets = [
        SetFault::NotHundred { sum: 99 },
        SetFault::Twice { code: code() },
        SetFault::Negative { code: code() },
    ];
    let out_of_range = SheetFault::OutOfRange { code: code(), max: 20 };
    let sheets = [
        SheetFault::Missing { code: "culture".to_owned() },
        out_of_range.clone(),
        SheetFault::Unknown { code: "c9".to_owned() },
    ];
    let tallies = [
        TallyFault::TooFew { counted: 2, least: 3 },
        TallyFault::Twice { scorer: user(1) },
        TallyFault::Undeclared { scorer: user(1) },
        TallyFault::Sheet { scorer: user(1), faults: vec![out_of_range] },
    ];
    let juries = [
        JuryFault::CouncilSize { members: 6, allowed: [7, 9] },
        JuryFault::EvenJury { judges: 4 },
        JuryFault::JudgeTwice { judge: user(1) },
        JuryFault::NotInJury { scorer: user(1) },
        JuryFault::NoSheet { judge: user(1) },
        JuryFault::Sheets(TallyFault::Twice { scorer: user(1) }),
    ];
    let mut said: Vec<String> = sets.iter().map(|fault| fault.message(lang)).collect();
    said.extend(sheets.iter().map(|fault| fault.message(lang)));
    said.extend(tallies.iter().map(|fault| fault.message(lang)));
    said.extend(juries.iter().map(|fault| fault.message(lang)));
    said
}

fn of_days(lang: Lang) -> Vec<String> {
    let due = day("25/11/2026");
    let reminders = ["22/11/2026", "25/11/2026", "27/11/2026"];
    let alerts = [
        Alert::NoReport { month: day("1/4/2026") },
        Alert::NoVisit { days: 61 },
        Alert::SettlementLate { days: 3 },
        Alert::NoResult { elapsed_pct: 80 },
        Alert::Repeated { times: 2 },
        Alert::FarPlace { metres: 501 },
    ];
    let mut said: Vec<String> =
        reminders.iter().map(|today| remind(due, day(today), Notice::USUAL).message(lang)).collect();
    said.extend(alerts.map(|alert| alert.message(lang)));
    said
}

#[test]
fn the_answers_read_like_this() {
    let mut out = String::new();
    let mut said = BTreeMap::new();
    for lang in Lang::ALL {
        let lines = [of_money(lang), of_papers(lang), of_scores(lang), of_days(lang)].concat();
        for line in &lines {
            assert!(!line.contains('{') && !line.is_empty(), "a parameter is open: {line}");
        }
        said.insert(lang, lines);
    }
    for (vi, en) in said[&Lang::Vi].iter().zip(&said[&Lang::En]) {
        out += &format!("{vi}\n    {en}\n");
    }
    expect_file!["../tables/rule_messages.txt"].assert_eq(&out);
}
