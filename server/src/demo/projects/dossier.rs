//! The papers and vouchers of a project: the list of the contract day, what was handed in, what came
//! back and why.

use std::sync::LazyLock;

use domain::calendar::DEADLINES;
use domain::clock::Millis;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::paper::list::{Rules, drawn_up, paper_id};
use domain::record::project::lists::Holder;
use domain::record::reference::checklist_template;
use domain::settlement::template::{Condition, ListPhase, Template};
use domain::value::{Document, Value};

use super::case::Case;
use super::papers::billing;
use crate::demo::accounts::{self, Actor};
use crate::demo::calendar::Day;
use crate::demo::script::Fields;
use crate::reference::settings;
use domain::settlement::checks::Billing;

const SELLERS: &[(&str, &str)] = &[
    ("Công ty TNHH Thiết bị công nghiệp Kinh Bắc", "2300233489"),
    ("Công ty CP Cơ khí Sông Thương", "2400123458"),
    ("Công ty TNHH Lò công nghiệp Việt", "0100233488"),
];

/// The office that looks at it took the original: the bytes of pictures stayed on the devices of the story.
fn handed_over(phase: ListPhase, day: Day) -> Fields {
    Fields::default().with("handed_to", checker(phase).name).with("handed_on", day.iso())
}

fn checker(phase: ListPhase) -> &'static Actor {
    match phase.checker() {
        Holder::Department => &accounts::DEPARTMENT,
        _ => &accounts::FINANCE,
    }
}

/// The sheets of an appraisal are the Department's own, everything else comes from the unit.
fn provider(phase: ListPhase) -> &'static Actor {
    match phase {
        ListPhase::Appraise => &accounts::DEPARTMENT,
        _ => &accounts::PLANNER,
    }
}

/// The lists that the register holds from its first day.
static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let lists = settings::records().into_iter().filter(|(_, kind, _)| *kind == Kind::ChecklistTemplate);
    lists.filter_map(|(id, _, doc)| checklist_template::template(id, &doc)).collect()
});

/// The papers that a project can have drawn up as it stands.
pub fn lists_of(id: RecordId, project: &Document, made: Millis) -> Vec<(RecordId, Document)> {
    drawn_up(id, project, &Rules { templates: &TEMPLATES, deadlines: &DEADLINES, made_on: made.day() })
}

impl Case<'_> {
    /// The lists of the steps to come, as they are on the day.
    pub(super) fn draw_up_papers(&mut self, at: Millis) {
        for (id, paper) in self.list() {
            self.make(Kind::Paper, (&accounts::PLANNER, at), id, paper);
        }
    }

    fn list(&self) -> Vec<(RecordId, Document)> {
        lists_of(self.id, &self.doc, self.drafted)
    }

    /// Everything a step waits for and that is not there.
    pub(super) fn hand_in(&mut self, phase: ListPhase, day: Day) {
        for code in self.papers_of(phase) {
            let stands = self.stands.get(&code).map_or("missing", |(_, stage)| *stage);
            if matches!(stands, "missing" | "returned") {
                let by = (provider(phase), day.at(9, 20));
                let given = handed_over(phase, day);
                self.act(Kind::Paper, by, paper_id(self.id, &code), ("provide", stands), given);
                self.stands.insert(code, (phase, "provided"));
            }
        }
    }

    /// Everything that was handed in for a step is looked at: one paper comes back with every reason at
    /// once, if any does, the others are good.
    pub(super) fn judge(&mut self, phase: ListPhase, bad: Option<(&str, &[&str])>, at: Millis) {
        let mut stands = std::mem::take(&mut self.stands);
        for (code, (_, stage)) in stands.iter_mut().filter(|(_, stands)| **stands == (phase, "provided")) {
            let (id, by) = (paper_id(self.id, code), (checker(phase), at));
            match bad {
                Some((bad, reasons)) if bad == code => {
                    let reasons = Value::List(reasons.iter().copied().map(Value::text).collect());
                    let fields = Fields::default().with("return_reasons", reasons);
                    self.act(Kind::Paper, by, id, ("return", "provided"), fields);
                    *stage = "returned";
                }
                _ => {
                    self.act(Kind::Paper, by, id, ("verify", "provided"), Fields::default());
                    *stage = "verified";
                }
            }
        }
        self.stands = stands;
    }

    fn papers_of(&self, phase: ListPhase) -> Vec<String> {
        let held = |doc: &Document| doc.get("held").is_some();
        let is_own = |doc: &Document| match doc.text("condition").and_then(Condition::from_code) {
            Some(Condition::Always | Condition::HasCounterpart) => !held(doc),
            Some(Condition::OtherUnit | Condition::HasBeneficiary) => true,
            Some(Condition::IssuesInvoice) => billing(self.papers.activity) == Billing::Invoice,
            Some(Condition::ListsVouchers) => billing(self.papers.activity) == Billing::VoucherList,
            Some(
                Condition::NotInTime
                | Condition::Liquidation
                | Condition::LastOfYear
                | Condition::Partial
                | Condition::AsSaid,
            )
            | None => false,
        };
        let mut own = self.list();
        own.retain(|(_, doc)| doc.text("phase") == Some(phase.code()) && is_own(doc));
        let own = own.into_iter();
        own.filter_map(|(_, doc)| doc.text("code").map(str::to_owned)).collect()
    }

    /// Everything before the settlement begins, with its vouchers.
    pub(super) fn hand_in_papers(&mut self, day: Day) {
        self.hand_in(ListPhase::Settle, day);
        let (requested, total) = (self.papers.money.requested, self.papers.money.total);
        self.voucher(day, "item", requested, 0);
        self.voucher(day, "counterpart", total - requested, 1);
    }

    fn voucher(&mut self, day: Day, covers: &str, amount: i64, at: usize) {
        if amount < super::case::LEAST {
            return;
        }
        let (seller, tax_code) =
            SELLERS[(usize::try_from(self.papers.number).unwrap_or(0) + at) % SELLERS.len()];
        let facility = self.subject.facility;
        let mut doc = Document::default()
            .with("for_what", self.subject.need.wish.text.clone())
            .with("series", "1C26TAA")
            .with("number", format!("{:08}", 200 + 2 * self.papers.number + i64::try_from(at).unwrap_or(0)))
            .with("issued_on", day.minus(9).iso())
            .with("seller", seller)
            .with("seller_tax_code", tax_code)
            .with("buyer_name", facility.name.clone())
            .with("amount", amount)
            .with("listed_amount", amount)
            .with("covers", covers)
            .with("pay_method", "transfer");
        if let Some(code) = facility.doc.text("tax_code") {
            doc = doc.with("buyer_tax_code", code);
        }
        let id = self.dice.record();
        self.make(Kind::Voucher, (&accounts::PLANNER, day.at(10, 20)), id, doc);
    }

    /// Some papers before the work is accepted: good ones, one that came back, and a late report.
    pub(super) fn show_papers(&mut self, day: Day) {
        const SHOWN: [&str; 5] = ["s03", "s04", "s08", "s09", "s10_contract"];
        self.report(86, day.plus(2).working());
        for code in SHOWN {
            let id = paper_id(self.id, code);
            let by = (&accounts::PLANNER, day.at(9, 10));
            self.act(Kind::Paper, by, id, ("provide", "missing"), handed_over(ListPhase::Settle, day));
            let by = (&accounts::FINANCE, day.plus(4).working().at(10, 12));
            if code == "s08" {
                let reasons = Value::List(["r02", "r05"].map(Value::text).to_vec());
                let fields = Fields::default().with("return_reasons", reasons);
                self.act(Kind::Paper, by, id, ("return", "provided"), fields);
            } else {
                self.act(Kind::Paper, by, id, ("verify", "provided"), Fields::default());
            }
        }
    }

    /// The invoice, or the list of vouchers, came back.
    pub(super) fn return_a_paper(&mut self, day: Day) {
        let bad = if billing(self.papers.activity) == Billing::Invoice { "s08" } else { "s07" };
        self.judge(ListPhase::Settle, Some((bad, &["r02", "r05"])), day.at(7, 5));
    }
}
