//! What a project has brought about, written down before it is accepted.

use domain::id::RecordId;
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::activity::GainKind;
use domain::record::activity::cleaner::CleanerForm;
use domain::record::activity::fair::FairForm;
use domain::record::need::Activity;
use domain::value::{Document, Value};

use super::case::Case;
use crate::demo::accounts::{self, Actor, field_worker};
use crate::demo::calendar::Day;
use crate::demo::script::Fields;

const MAKERS: &[(&str, &str)] = &[
    ("Kinh Bắc", "Việt Nam"),
    ("Haoyu", "Trung Quốc"),
    ("Sông Thương", "Việt Nam"),
    ("Daesung", "Hàn Quốc"),
];

impl Case<'_> {
    /// The machine, the model or the saving; a mark or a fair, which names its project and is reported.
    pub(super) fn leave_result(&mut self, day: Day) {
        let by = field_worker(self.subject.facility.commune.code);
        let (kind, by, doc) = match self.papers.activity {
            Activity::Machine => (Kind::MachineItem, by, self.machine(day)),
            Activity::DemoModel => (Kind::ModelResult, by, self.model()),
            Activity::CleanerProd => (Kind::CleanerProduction, by, self.saving(day)),
            Activity::Brand => (Kind::Brand, by, self.mark(day)),
            Activity::FairJoin => (Kind::Fair, &accounts::PLANNER, self.fair(day)),
            _ => return,
        };
        let id = self.dice.record();
        self.write_down(kind, by, day, (id, doc));
        if let Some((kind, doc)) = self.beside(id, day) {
            let beside = RecordId::named("demo beside", &id.to_string());
            self.write_down(kind, by, day, (beside, doc));
        }
        if self.papers.activity == Activity::FairJoin {
            let booth = self.dice.record();
            let by = field_worker(self.subject.facility.commune.code);
            let doc = self.booth(id);
            self.write_down(Kind::FairBooth, by, day, (booth, doc));
        }
    }

    /// What some of them leave beside the main result: a technology that came with the machine, what cleans the
    /// air, another workshop that followed the model.
    fn beside(&self, result: RecordId, day: Day) -> Option<(Kind, Document)> {
        let number = self.papers.number;
        match self.papers.activity {
            Activity::Machine if number % 6 == 0 => {
                let doc = Document::default()
                    .with("technology", format!("Quy trình vận hành: {}", self.wish()))
                    .with("supplier", "Viện Nghiên cứu cơ khí")
                    .with("content", "Quy trình, bản vẽ gá lắp, hai tuần kèm thợ tại xưởng.")
                    .with("trained", 4)
                    .with("contract_no", format!("{}/HĐ-CGCN", 10 + number))
                    .with("contract_date", day.minus(60).iso())
                    .with("value", 45 * MILLION);
                Some((Kind::TechTransfer, doc))
            }
            Activity::CleanerProd if number % 2 == 0 => {
                let doc = Document::default()
                    .with("system", "Hệ thống hút, lọc bụi túi vải")
                    .with("medium", "air")
                    .with("capacity", "12.000 m³/giờ")
                    .with("value", self.papers.money.eligible)
                    .with("standard", "QCVN 19:2009/BTNMT")
                    .with("measured_on", day.minus(5).iso())
                    .with("measured_by", "Trung tâm Quan trắc tài nguyên và môi trường")
                    .with("meets_standard", true);
                Some((Kind::PollutionWork, doc))
            }
            Activity::DemoModel if number % 2 == 0 => {
                let doc = Document::default()
                    .with("model", result.to_string())
                    .with("name", "Xưởng của người cùng làng, tự đầu tư theo mô hình")
                    .with("commune", self.subject.facility.commune.code)
                    .with("started_on", day.minus(2).iso())
                    .with("investment", self.papers.money.total / 2);
                Some((Kind::Replication, doc))
            }
            _ => None,
        }
    }

    /// Makes a result; one with a course is reported and confirmed the same day.
    fn write_down(&mut self, kind: Kind, by: &'static Actor, day: Day, (id, doc): (RecordId, Document)) {
        self.make(kind, (by, day.at(14, 20)), id, doc);
        if kind.spec().course.is_none() {
            return;
        }
        let steps = [(by, day.at(14, 40), "start", "planned"), (by, day.at(15, 0), "report", "running")];
        let confirmed = (&accounts::DEPARTMENT, day.at(16, 10), "accept", "reported");
        for (by, at, action, stage) in steps.into_iter().chain([confirmed]) {
            self.act(kind, (by, at), id, (action, stage), Fields::default());
        }
    }

    fn wish(&self) -> String {
        self.subject.need.wish.text.clone()
    }

    fn machine(&mut self, day: Day) -> Document {
        let number = usize::try_from(self.papers.number).unwrap_or(0);
        let (maker, country) = MAKERS[number % MAKERS.len()];
        let before = self.dice.between(20, 60) * 100;
        let gain = Fields::default()
            .with("figure", GainKind::Productivity.code())
            .with("unit", "sản phẩm/ngày")
            .with("before", before)
            .with("after", before * self.dice.between(130, 220) / 100);
        Document::default()
            .with("name", self.wish())
            .with("maker", maker)
            .with("model", format!("{}-{}", ["KB", "HY", "ST", "DS"][number % MAKERS.len()], 120 + number))
            .with("country", country)
            .with("year_made", day.year())
            .with("serial", format!("{}{:05}", day.year(), 1_700 + 13 * number))
            .with("is_new", true)
            .with("price", self.papers.money.eligible)
            .with("handed_over_on", day.minus(20).iso())
            .with("installed_on", day.minus(14).iso())
            .with("gains", Value::List(vec![Value::Map(gain.0)]))
    }

    fn model(&mut self) -> Document {
        let before = self.dice.between(50, 200);
        Document::default()
            .with("technology", self.wish())
            .with("superior", "Lần đầu áp dụng trong tỉnh; tiết kiệm nguyên liệu, ít bụi hơn máy đang dùng.")
            .with("total_investment", self.papers.money.total)
            .with("capacity_unit", "tấn/năm")
            .with("capacity_before", before * 10)
            .with("capacity_after", before * self.dice.between(13, 22))
    }

    fn mark(&self, day: Day) -> Document {
        let facility = self.subject.facility;
        Document::default()
            .with("facility", facility.id.to_string())
            .with("mark", facility.name.as_str())
            .with("certificate_no", format!("4-0{}", 512_000 + 37 * self.papers.number))
            .with("granted_on", day.minus(12).iso())
            .with("cost", self.papers.money.eligible)
    }

    fn fair(&self, day: Day) -> Document {
        Document::default()
            .with("name", self.wish())
            .with("form", FairForm::Join.code())
            .with("place", "Hà Nội")
            .with("starts_on", day.minus(15).iso())
            .with("ends_on", day.minus(11).iso())
            .with("booths", 1)
    }

    fn booth(&mut self, fair: RecordId) -> Document {
        let sold = self.dice.between(12, 60) * 1_000_000;
        Document::default()
            .with("facility", self.subject.facility.id.to_string())
            .with("fair", fair.to_string())
            .with("products", self.subject.facility.name.as_str())
            .with("booth_no", format!("B{}", 10 + self.papers.number))
            .with("price", self.papers.money.eligible)
            .with("sales", sold)
            .with("orders", self.dice.between(1, 6))
    }

    fn saving(&self, day: Day) -> Document {
        Document::default()
            .with("subject", self.wish())
            .with("form", CleanerForm::Assessment.code())
            .with("consultant", "Trung tâm Sản xuất sạch Việt Nam")
            .with("report_no", format!("{}/BC-SXSH", 20 + self.papers.number))
            .with("report_on", day.minus(9).iso())
    }
}
