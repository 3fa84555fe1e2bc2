//! What a project has brought about, written down before it is accepted.

use domain::record::Kind;
use domain::record::activity::GainKind;
use domain::record::activity::cleaner::CleanerForm;
use domain::record::activity::fair::FairForm;
use domain::record::need::Activity;
use domain::value::{Document, Value};

use super::case::Case;
use crate::demo::accounts::{self, field_worker};
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
            Activity::CleanerProd => (Kind::CleanerProduction, by, self.saving()),
            Activity::Brand => (Kind::Brand, by, self.mark(day)),
            Activity::FairJoin => (Kind::Fair, &accounts::PLANNER, self.fair(day)),
            _ => return,
        };
        let id = self.dice.record();
        self.make(kind, (by, day.at(14, 20)), id, doc);
        if kind.spec().course.is_some() {
            self.act(kind, (by, day.at(14, 40)), id, ("start", "planned"), Fields::default());
            self.act(kind, (by, day.at(15, 0)), id, ("report", "running"), Fields::default());
            self.act(
                kind,
                (&accounts::DEPARTMENT, day.at(16, 10)),
                id,
                ("accept", "reported"),
                Fields::default(),
            );
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

    fn saving(&self) -> Document {
        Document::default()
            .with("subject", self.wish())
            .with("form", CleanerForm::Assessment.code())
            .with("consultant", "Trung tâm Sản xuất sạch Việt Nam")
    }
}
