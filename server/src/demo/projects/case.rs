//! What people write beside the steps of a project: its estimate, reports, requests for money, changes.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::course::Machine;
use domain::record::project::course::{ProjectAction, ProjectCourse};
use domain::record::stage::ProjectStage;
use domain::settlement::template::ListPhase;
use domain::value::{Document, Value};

use super::courses::Move;
use super::papers::Papers;
use super::{Subject, actor};
use crate::demo::accounts::{self, Actor};
use crate::demo::calendar::Day;
use crate::demo::dice::Dice;
use crate::demo::script::{Deed, Event, Fields, Script};
use crate::demo::visits::{Place, look_again};

/// A project while it is told.
pub struct Case<'a> {
    pub script: &'a mut Script,
    pub dice: Dice,
    pub subject: Subject<'a>,
    pub id: RecordId,
    pub scope: ScopeId,
    pub papers: Papers,
    /// The project as its steps have left it.
    pub doc: Document,
    /// When it was written down.
    pub drafted: Millis,
    /// Of which step each paper is that somebody has handed in, and where it stands.
    pub stands: BTreeMap<String, (ListPhase, &'static str)>,
}

/// A step on one of its records: what is done, in which stage.
type Done = (&'static str, &'static str);

impl Case<'_> {
    pub fn make(&mut self, kind: Kind, (who, at): (&'static Actor, Millis), record: RecordId, doc: Document) {
        self.tell(kind, (who, at), record, Deed::Make(doc.with("project", self.id.to_string())));
    }

    pub fn act(
        &mut self,
        kind: Kind,
        (who, at): (&'static Actor, Millis),
        record: RecordId,
        (action, stage): Done,
        fields: Fields,
    ) {
        self.tell(kind, (who, at), record, Deed::Act { action, stage, fields: fields.0 });
    }

    fn tell(&mut self, kind: Kind, (who, at): (&'static Actor, Millis), record: RecordId, deed: Deed) {
        let family = self.subject.facility.id;
        // A fair is of the whole province, whoever is taken there.
        let scope = if kind == Kind::Fair { ScopeId::reference() } else { self.scope.clone() };
        self.script.add(Event { actor: who, at, scope, kind, record, family, deed });
    }

    /// A step of the project itself, or of the adjustment that takes it.
    pub fn step(
        &mut self,
        next: Move,
        action: ProjectAction,
        (stage, day): (ProjectStage, Day),
        dice: &mut Dice,
    ) {
        let at = day.in_office_hours(dice);
        match next {
            Move::AskChange => return self.ask_change(day),
            Move::AskHandOver => return self.ask_hand_over(day),
            Move::GrantChange => return self.grant_change(day),
            Move::GrantHandOver => {
                self.grant_change(day);
                if let Some(heir) = self.subject.heir {
                    self.scope = ScopeId::commune(heir.commune.code);
                }
                return;
            }
            Move::Stop => {
                self.doc.set("stage", Some(Value::text(ProjectStage::Stopped.code())));
                return self.stop(day);
            }
            _ => {}
        }
        let mut fields = self.papers.carried(action, dice, day);
        if action == ProjectAction::ReviewGroupPlan {
            let share = Document::default()
                .with("name", self.subject.facility.name.clone())
                .with("facility", self.subject.facility.id.to_string())
                .with("share", self.papers.money.requested);
            fields = fields.with("beneficiaries", Value::List(vec![Value::Map(share.0)]));
        }
        for (field, value) in &fields.0 {
            self.doc.set(field, Some(value.clone()));
        }
        let to = ProjectCourse::next(stage, action).unwrap_or(stage);
        self.doc.set("stage", Some(Value::text(to.code())));
        self.act(Kind::Project, (actor(action), at), self.id, (action.code(), stage.code()), fields);
    }

    /// Two lines that make the very amounts the project asks for.
    pub fn draw_up_estimate(&mut self, at: Millis) {
        let (total, eligible, requested) =
            (self.papers.money.total, self.papers.money.eligible, self.papers.money.requested);
        let wish = self.subject.need.wish.text.clone();
        let lines =
            [(wish, "bộ", eligible, requested), ("Lắp đặt, chạy thử".to_owned(), "gói", total - eligible, 0)];
        for (item, unit, price, support) in lines {
            if price == 0 {
                continue;
            }
            let doc = Document::default()
                .with("item", item)
                .with("unit", unit)
                .with("quantity", 100)
                .with("price", price)
                .with("support", support)
                .with("counterpart", price - support);
            let id = self.dice.record();
            self.make(Kind::EstimateLine, (&accounts::PLANNER, at), id, doc);
        }
    }

    pub fn before(&mut self, next: Move, day: Day) {
        match next {
            Move::Submit => self.hand_in(ListPhase::Register, day.minus(3).working().min(day)),
            Move::Return => {
                let bad = Some(("reg02", &["r04", "r15"][..]));
                self.judge(ListPhase::Register, bad, day.at(7, 5));
            }
            Move::Plan => self.hand_in(ListPhase::Appraise, day.minus(3).working().min(day)),
            // Before the request, on whatever day of the week that falls.
            Move::Advance => self.hand_in(ListPhase::Advance, day.minus(7).working()),
            Move::Accept => {
                self.leave_result(day.minus(4).working());
                self.hand_in(ListPhase::Accept, day.minus(3).working());
            }
            Move::Close if self.doc.text("stage") == Some(ProjectStage::PostCheck.code()) => {
                let place = Place { facility: self.subject.facility, project: Some(self.id) };
                look_again(self.script, &mut self.dice, place, day.minus(6).working());
            }
            Move::StartSettlement => self.hand_in_papers(day.minus(4).working()),
            Move::ReturnSettlement => self.return_a_paper(day),
            _ => {}
        }
    }

    pub fn after(&mut self, next: Move, day: Day) {
        match next {
            Move::SignContract => {
                self.draw_up_papers(day.at(17, 10));
                self.confirm_ratio(day.plus(1).working());
            }
            Move::Advance => self.advance(day),
            Move::Pay => {
                self.judge(ListPhase::Settle, None, day.minus(6).working().at(10, 0));
                let rest = self.papers.money.requested - self.papers.advanced;
                self.papers.paid = rest;
                self.pay_out("payment", rest, day);
            }
            Move::PayBack => self.pay_back(day),
            _ => {}
        }
    }

    /// A part that one person typed is seen by a second before it counts.
    fn confirm_ratio(&mut self, day: Day) {
        if self.doc.get("advance_ratio").is_some() {
            let by = (actor(ProjectAction::ConfirmRatio), day.at(9, 10));
            let step = (ProjectAction::ConfirmRatio.code(), ProjectStage::Contracted.code());
            self.act(Kind::Project, by, self.id, step, Fields::default());
        }
    }

    /// Reported, asked for, confirmed, approved and paid within a week.
    fn advance(&mut self, day: Day) {
        let done = self.dice.between(75, 92);
        self.report(done, day.minus(8).working());
        let most = if self.doc.get("advance_ratio").is_some() { 50 } else { 70 };
        let share = self.dice.between(40, most);
        let amount = self.papers.money.requested / 100 * share;
        self.papers.advanced = amount;
        self.pay_out("advance", amount, day);
    }

    pub(super) fn report(&mut self, done: i64, on: Day) {
        let id = self.dice.record();
        let doc = Document::default()
            .with("period", on.iso())
            .with("form", "3a")
            .with("reported_on", on.iso())
            .with("volume_pct", done)
            .with("value_done", self.papers.money.total / 100 * done)
            .with("work_done", "Đã nhận máy, lắp đặt xong phần chính, đang chạy thử.")
            .with("difficulties", "Thợ lắp đặt về muộn một tuần so với hợp đồng.");
        self.make(Kind::ProgressReport, (&accounts::PLANNER, on.at(8, 10)), id, doc);
        let by = (&accounts::PLANNER, on.at(8, 20));
        self.act(Kind::ProgressReport, by, id, ("send", "draft"), Fields::default());
        let by = (&accounts::DEPARTMENT, on.at(10, 5));
        self.act(Kind::ProgressReport, by, id, ("note", "sent"), Fields::default());
    }

    fn pay_out(&mut self, entry: &str, amount: i64, day: Day) {
        let kind = Kind::Disbursement;
        let id = self.dice.record();
        let (asked, confirmed, approved) =
            (day.minus(4).working(), day.minus(2).working(), day.minus(1).working().min(day));
        let attached =
            ["plan", "support_contract", "result_report", "volume_report"].map(Value::text).to_vec();
        let doc = Document::default()
            .with("entry", entry)
            .with("requested", amount)
            .with("basis", "Theo khối lượng đã làm và hợp đồng đã ký.")
            .with("attached", Value::List(attached));
        self.make(kind, (&accounts::PLANNER, asked.at(9, 0)), id, doc);
        self.act(kind, (&accounts::PLANNER, asked.at(9, 15)), id, ("submit", "draft"), Fields::default());
        let mut volume = Fields::default()
            .with("confirmed_volume", self.papers.money.total / 100 * 92)
            .with("confirmed_on", confirmed.iso());
        if entry == "advance" {
            volume = volume.with("stage_note", "Xem máy tại xưởng cùng cán bộ xã; biên bản lập ở lần sau.");
        }
        let by = (&accounts::DEPARTMENT, confirmed.at(10, 30));
        self.act(kind, by, id, ("confirm_volume", "submitted"), volume);
        let amounts = Fields::default().with("approved_amount", amount);
        self.act(kind, (&accounts::LEADER, approved.at(14, 0)), id, ("approve", "volume_confirmed"), amounts);
        let voucher = self.voucher_no(if entry == "advance" { 100 } else { 300 }, "UNC");
        let paid = Fields::default()
            .with("paid_amount", amount)
            .with("paid_on", day.iso())
            .with("treasury_doc_no", voucher);
        self.act(kind, (&accounts::FINANCE, day.at(15, 30)), id, ("pay", "approved"), paid);
    }

    fn pay_back(&mut self, day: Day) {
        let kind = Kind::Disbursement;
        let id = self.dice.record();
        let amount = self.papers.advanced + self.papers.paid;
        let doc = Document::default()
            .with("entry", "recovery")
            .with("requested", amount)
            .with("basis", "Thu hồi toàn bộ kinh phí đã tạm ứng.");
        let on = day.minus(7).working();
        self.make(kind, (&accounts::PLANNER, on.at(9, 0)), id, doc);
        self.act(kind, (&accounts::PLANNER, on.at(9, 10)), id, ("submit", "draft"), Fields::default());
        let received = Fields::default()
            .with("paid_amount", amount)
            .with("paid_on", day.iso())
            .with("treasury_doc_no", self.voucher_no(150, "GNT"));
        self.act(kind, (&accounts::FINANCE, day.at(15, 0)), id, ("receive", "submitted"), received);
    }

    pub fn voucher_no(&self, base: i64, kind: &str) -> String {
        format!("{}/{kind}", base + self.papers.number)
    }

    fn change_id(&self) -> RecordId {
        RecordId::named("demo amendment", &self.id.to_string())
    }

    fn ask_change(&mut self, day: Day) {
        let (kind, id) = (Kind::Amendment, self.change_id());
        let end = self.doc.text("planned_end").unwrap_or_default().to_owned();
        let doc = Document::default()
            .with("changes", Value::List(["technical", "within_year"].map(Value::text).to_vec()))
            .with(
                "request",
                "Nhà cung cấp đổi mẫu máy: xin đổi sang mẫu mới cùng công suất, kinh phí giữ nguyên.",
            )
            .with("new_end", end);
        self.make(kind, (&accounts::PLANNER, day.at(8, 30)), id, doc);
        self.act(kind, (&accounts::PLANNER, day.at(8, 45)), id, ("submit", "draft"), Fields::default());
    }

    /// The beneficiary gives up, and a neighbour is ready.
    fn ask_hand_over(&mut self, day: Day) {
        let Some(heir) = self.subject.heir else { return };
        let (kind, id) = (Kind::Amendment, self.change_id());
        let (from, to) = (&self.subject.facility.name, &heir.name);
        let doc = Document::default()
            .with("changes", Value::List(vec![Value::text("beneficiary")]))
            .with(
                "request",
                format!(
                    "{from} không thu xếp được vốn đối ứng; đề nghị chuyển cho {to}, kinh phí giữ nguyên."
                ),
            )
            .with("new_facility", heir.id.to_string());
        self.make(kind, (&accounts::PLANNER, day.at(8, 30)), id, doc);
        self.act(kind, (&accounts::PLANNER, day.at(8, 45)), id, ("submit", "draft"), Fields::default());
    }

    fn grant_change(&mut self, day: Day) {
        let annex = Fields::default()
            .with("paper", "annex")
            .with("decision_no", self.voucher_no(3, "PLHĐ-KC"))
            .with("decision_date", day.iso())
            .with("decision_issuer", "Giám đốc Sở Công Thương");
        self.confirm_and_grant(day.minus(2).working().min(day).at(9, 0), day.at(16, 0), annex);
    }

    fn confirm_and_grant(&mut self, confirmed: Millis, granted: Millis, paper: Fields) {
        let (kind, id) = (Kind::Amendment, self.change_id());
        self.act(kind, (&accounts::DEPARTMENT, confirmed), id, ("confirm", "submitted"), Fields::default());
        self.act(kind, (&accounts::LEADER, granted), id, ("grant", "confirmed"), paper);
    }

    /// The centre tells what it found, the province decides: all on one day.
    fn stop(&mut self, day: Day) {
        let (kind, id) = (Kind::Amendment, self.change_id());
        let doc = Document::default()
            .with("changes", Value::List(vec![Value::text("stop")]))
            .with("request", "Máy mua về là máy đã qua sử dụng, không đúng hợp đồng: đề nghị ngừng đề án.")
            .with("stop_reason", "not_as_contracted");
        self.make(kind, (&accounts::PLANNER, day.at(8, 30)), id, doc);
        self.act(kind, (&accounts::PLANNER, day.at(8, 45)), id, ("submit", "draft"), Fields::default());
        let decision = Fields::default()
            .with("paper", "decision")
            .with("decision_no", self.voucher_no(720, "QĐ-UBND"))
            .with("decision_date", day.iso())
            .with("decision_issuer", "Chủ tịch UBND tỉnh")
            .with("recovery", self.papers.advanced + self.papers.paid);
        self.confirm_and_grant(day.at(9, 30), day.at(16, 0), decision);
    }
}

/// The least a voucher is for.
pub const LEAST: i64 = MILLION;
