//! The voting on products: rounds of every stage, products that came as far as each of theirs, the sheets
//! of a jury of five, certificates of all levels, a complaint.

use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::jury::{VotingCriterion, VotingLevel, starter};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::product::entry::PHOTOS;
use domain::value::{Document, Value};
use domain::words::{self, Lang};

use super::accounts::{self, Actor, POTTERY_COOP, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::script::{Deed, Event, Fields, Script};
use crate::attachments::painted::Subject;

/// A round, and its steps with the days since each.
struct Round {
    title: &'static str,
    level: VotingLevel,
    jury: i64,
    began: i64,
    steps: &'static [(&'static str, &'static str, i64)],
}

static ROUNDS: &[Round] = &[
    Round {
        title: "Bình chọn sản phẩm CNNT tiêu biểu cấp xã, đợt đã công bố",
        level: VotingLevel::Commune,
        jury: 5,
        began: 190,
        steps: &[("open", "draft", 185), ("judge", "open", 140), ("decide", "judging", 20)],
    },
    Round {
        title: "Bình chọn sản phẩm CNNT tiêu biểu cấp xã, đợt đang chấm",
        level: VotingLevel::Commune,
        jury: 5,
        began: 120,
        steps: &[("open", "draft", 115), ("judge", "open", 60)],
    },
    Round {
        title: "Bình chọn sản phẩm CNNT tiêu biểu tỉnh Bắc Ninh",
        level: VotingLevel::Province,
        jury: 7,
        began: 80,
        steps: &[("open", "draft", 75)],
    },
    Round {
        title: "Bình chọn sản phẩm CNNT tiêu biểu khu vực phía Bắc",
        level: VotingLevel::Region,
        jury: 9,
        began: 30,
        steps: &[],
    },
    Round {
        title: "Bình chọn sản phẩm CNNT tiêu biểu tỉnh Bắc Ninh, đợt trước",
        level: VotingLevel::Province,
        jury: 7,
        began: 800,
        steps: &[
            ("open", "draft", 790),
            ("judge", "open", 700),
            ("decide", "judging", 660),
            ("close", "decided", 600),
        ],
    },
];

/// How many potteries beside the co-operative enter products.
pub const MAKERS: usize = 10;

/// A product: its round, its maker in Phù Lãng (the co-operative is none), how far it came, what each
/// judge gave of a hundred.
struct Product {
    name: &'static str,
    round: usize,
    maker: Option<usize>,
    far: Far,
    points: &'static [[i64; 4]],
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Draft,
    Withdrawn,
    Submitted,
    Returned,
    Eligible,
    Scored,
    Proposed,
    Recognised,
    NotRecognised,
}

const GOOD: &[[i64; 4]] =
    &[[26, 30, 22, 8], [25, 31, 21, 7], [27, 29, 23, 9], [24, 30, 20, 8], [26, 32, 22, 8]];
const FAIR: &[[i64; 4]] =
    &[[20, 24, 18, 5], [21, 22, 16, 6], [19, 25, 17, 5], [22, 23, 15, 5], [20, 24, 17, 6]];

static PRODUCTS: &[Product] = &[
    Product { name: "Lọ hoa men da lươn", round: 0, maker: None, far: Far::Recognised, points: GOOD },
    Product {
        name: "Bộ ấm chén men tro", round: 0, maker: Some(2), far: Far::NotRecognised, points: FAIR
    },
    Product {
        name: "Chum ngâm rượu men nâu", round: 1, maker: Some(3), far: Far::Proposed, points: GOOD
    },
    Product {
        name: "Bình hút lộc chạm nổi", round: 1, maker: Some(4), far: Far::Scored, points: GOOD
    },
    Product {
        name: "Phù điêu gốm làng quê", round: 1, maker: Some(5), far: Far::Eligible, points: FAIR
    },
    Product { name: "Gạch trang trí men lam", round: 2, maker: None, far: Far::Returned, points: &[] },
    Product { name: "Đèn gốm xuyên sáng", round: 2, maker: Some(6), far: Far::Submitted, points: &[] },
    Product { name: "Tượng nghê gốm", round: 2, maker: Some(7), far: Far::Eligible, points: &[] },
    Product {
        name: "Tiểu cảnh gốm để bàn", round: 2, maker: Some(8), far: Far::Draft, points: &[]
    },
    Product { name: "Chậu cảnh cỡ lớn", round: 2, maker: Some(9), far: Far::Withdrawn, points: &[] },
];

/// Who scores: a jury of five.
static JURY: [&Actor; 5] =
    [&accounts::COUNCIL, &accounts::DEPARTMENT, &accounts::LEADER, &accounts::CENTRE, &accounts::PLANNER];

/// Certificates from before this register: product, maker, level, years ago, whether withdrawn.
static OLD: &[(&str, usize, VotingLevel, i64, bool)] = &[
    ("Bình gốm men rạn", 0, VotingLevel::Province, 2, false),
    ("Bình gốm men rạn", 0, VotingLevel::Region, 1, false),
    ("Bình gốm men rạn", 0, VotingLevel::Nation, 0, false),
    ("Ang gốm men da lươn", 1, VotingLevel::Province, 2, false),
    ("Bộ đồ thờ gốm", 2, VotingLevel::Province, 4, false),
    ("Đĩa treo tường", 3, VotingLevel::Province, 1, false),
    ("Lư hương gốm", 4, VotingLevel::Province, 1, true),
    ("Bình rượu nậm", 5, VotingLevel::Province, 2, false),
    ("Bình rượu nậm", 5, VotingLevel::Region, 1, false),
];

/// Tells all of it.
pub fn tell(script: &mut Script, seed: &Dice, facilities: &[Facility], makers: &[&Facility], now: Millis) {
    let mut told = Told { script, dice: seed.fork("products"), today: Day::of(now) };
    let rounds: Vec<RecordId> = ROUNDS.iter().map(|round| told.round(round)).collect();
    let Some(coop) = facilities.iter().find(|facility| facility.name == POTTERY_COOP) else { return };
    for product in PRODUCTS {
        let maker = product.maker.map_or(Some(coop), |at| makers.get(at).copied());
        if let (Some(maker), Some(round)) = (maker, rounds.get(product.round)) {
            told.product(product, maker, *round);
        }
    }
    let mut lower = None;
    for (old, number) in OLD.iter().zip(1..) {
        if let Some(maker) = makers.get(old.1) {
            let below = lower.take_if(|(product, _)| *product == old.0).map(|(_, id)| id);
            lower = Some((old.0, told.old_certificate(old, maker, number, below)));
        }
    }
}

struct Told<'a> {
    script: &'a mut Script,
    dice: Dice,
    today: Day,
}

/// Where and about whom something is written.
#[derive(Clone)]
struct Place {
    scope: ScopeId,
    family: RecordId,
}

impl Told<'_> {
    fn ago(&self, days: i64) -> Day {
        self.today.minus(days).working().min(self.today.minus(1))
    }

    fn add(
        &mut self,
        place: &Place,
        kind: Kind,
        record: RecordId,
        actor: &'static Actor,
        at: Millis,
        deed: Deed,
    ) {
        let Place { scope, family } = place.clone();
        self.script.add(Event { actor, at, scope, kind, record, family, deed });
    }

    fn round(&mut self, round: &Round) -> RecordId {
        let id = self.dice.record();
        let place = Place { scope: ScopeId::reference(), family: id };
        let began = self.ago(round.began);
        let doc = Document::default()
            .with("title", round.title)
            .with("level", round.level.code())
            .with("year", began.year())
            .with("organiser", "Sở Công Thương tỉnh Bắc Ninh")
            .with("opens_on", began.plus(5).iso())
            .with("closes_on", began.plus(55).iso())
            .with("jury_size", round.jury)
            .with("criteria", criteria());
        self.add(&place, Kind::ProductRound, id, &accounts::CENTRE, began.at(9, 0), Deed::Make(doc));
        for (action, stage, days) in round.steps {
            let actor = if *action == "decide" { &accounts::LEADER } else { &accounts::CENTRE };
            let mut fields = Fields::default();
            if *action == "judge" {
                fields = fields.with("judges", seats(round.jury));
            }
            let deed = Deed::Act { action, stage, fields: fields.0 };
            let at = self.ago(*days).at(9, 30);
            self.add(&place, Kind::ProductRound, id, actor, at, deed);
        }
        id
    }

    fn product(&mut self, product: &Product, maker: &Facility, round: RecordId) {
        let id = self.dice.record();
        let place = Place { scope: ScopeId::commune(maker.commune.code), family: maker.id };
        // Days since it was entered: after its round was opened, before the jury began.
        let entered = [165, 95, 45].get(product.round).copied().unwrap_or(45);
        let by = field_worker(maker.commune.code);
        let doc = entry(product, maker, round);
        self.add(&place, Kind::ProductEntry, id, by, self.ago(entered).at(8, 40), Deed::Make(doc));
        if product.far > Far::Withdrawn {
            self.photograph(&place, id, by, self.ago(entered).at(9, 0));
        }
        let act = |told: &mut Self, actor, days, hour, action, stage, fields: Fields| {
            let at = told.ago(days).at(hour, 15);
            told.add(
                &place,
                Kind::ProductEntry,
                id,
                actor,
                at,
                Deed::Act { action, stage, fields: fields.0 },
            );
        };
        match product.far {
            Far::Draft => return,
            Far::Withdrawn => {
                return act(self, by, entered - 1, 10, "withdraw", "draft", Fields::default());
            }
            Far::Submitted
            | Far::Returned
            | Far::Eligible
            | Far::Scored
            | Far::Proposed
            | Far::Recognised
            | Far::NotRecognised => {
                act(self, by, entered - 1, 10, "submit", "draft", Fields::default());
            }
        }
        match product.far {
            Far::Draft | Far::Withdrawn | Far::Submitted => return,
            Far::Returned => {
                let why = Fields::default()
                    .with("stage_note", "Ảnh chụp từ trên xuống bị mờ, thiếu giấy kiểm nghiệm men.");
                return act(self, &accounts::DEPARTMENT, entered - 4, 14, "return", "submitted", why);
            }
            Far::Eligible | Far::Scored | Far::Proposed | Far::Recognised | Far::NotRecognised => {
                act(self, &accounts::DEPARTMENT, entered - 4, 14, "accept", "submitted", Fields::default());
            }
        }
        let began = [130, 50, 0].get(product.round).copied().unwrap_or(0);
        let sheets = if product.far == Far::Eligible { 3 } else { JURY.len() };
        for ((judge, points), nth) in JURY.into_iter().zip(product.points).take(sheets).zip(0..) {
            self.sheet(id, maker, judge, points, self.ago(began).at(9, 0) + nth * 60_000);
        }
        match product.far {
            Far::Draft | Far::Withdrawn | Far::Submitted | Far::Returned | Far::Eligible => {}
            Far::Scored | Far::Proposed | Far::Recognised | Far::NotRecognised => {
                act(self, &accounts::CENTRE, began - 4, 9, "score", "eligible", Fields::default());
            }
        }
        self.decided(product, maker, id);
    }

    /// No camera was there: the photos are drawn when they are sent.
    fn photograph(&mut self, place: &Place, entry: RecordId, by: &'static Actor, at: Millis) {
        for (slot, nth) in PHOTOS.into_iter().zip(0..) {
            let taken = at + nth * 120_000;
            let doc = Document::default()
                .with("about", entry.to_string())
                .with("slot", slot)
                .with("file_name", format!("{slot}.jpg"))
                .with("media_type", "image/jpeg")
                .with("taken_at", taken.0);
            let number = self.dice.between(1, i64::from(u32::MAX)).cast_unsigned();
            let id = self.dice.record();
            self.script.photos.insert(id, (Subject::Product, number));
            self.add(place, Kind::Attachment, id, by, taken, Deed::Make(doc));
        }
    }

    fn sheet(
        &mut self,
        entry: RecordId,
        maker: &Facility,
        judge: &'static Actor,
        points: &[i64; 4],
        at: Millis,
    ) {
        let id = self.dice.record();
        let place = Place { scope: ScopeId::office(), family: maker.id };
        let rows = VotingCriterion::ALL.iter().zip(points).map(|(criterion, points)| {
            row(&[("code", criterion.code().into()), ("points", (*points).into())])
        });
        let doc = Document::default()
            .with("entry", entry.to_string())
            .with("judge_name", judge.name)
            .with("interest", "free")
            .with("points", Value::List(rows.collect()));
        self.add(&place, Kind::JudgeSheet, id, judge, at, Deed::Make(doc));
        let hand_in = Deed::Act { action: "hand_in", stage: "draft", fields: Fields::default().0 };
        self.add(&place, Kind::JudgeSheet, id, judge, at + 20 * 60_000, hand_in);
    }

    fn decided(&mut self, product: &Product, maker: &Facility, id: RecordId) {
        let place = Place { scope: ScopeId::commune(maker.commune.code), family: maker.id };
        let act = |told: &mut Self, actor, day: Day, action, stage, fields: Fields| {
            told.add(
                &place,
                Kind::ProductEntry,
                id,
                actor,
                day.at(10, 0),
                Deed::Act { action, stage, fields: fields.0 },
            );
        };
        let (proposed, decided) = (self.ago(40), self.ago(25));
        match product.far {
            Far::Proposed | Far::Recognised => {
                act(self, &accounts::CENTRE, proposed, "propose", "scored", Fields::default())
            }
            Far::NotRecognised => {
                let why = Fields::default()
                    .with("stage_note", "Điểm trung bình dưới 70.")
                    .with("notified_on", decided.iso());
                act(self, &accounts::LEADER, decided, "not_recognise", "scored", why);
                return self.complaint(maker, id);
            }
            Far::Draft | Far::Withdrawn | Far::Submitted | Far::Returned | Far::Eligible | Far::Scored => {
                return;
            }
        }
        if product.far == Far::Recognised {
            let decision = Fields::default()
                .with("decision_no", "218/QĐ-SCT")
                .with("decision_on", decided.iso())
                .with("notified_on", decided.iso());
            act(self, &accounts::LEADER, decided, "recognise", "proposed", decision);
            let doc = certificate(product.name, maker, VotingLevel::Commune, "01/GCN-CX", decided)
                .with("entry", id.to_string());
            let record = self.dice.record();
            let at = decided.plus(1).working().at(9, 0);
            self.add(&place, Kind::ProductCertificate, record, &accounts::CENTRE, at, Deed::Make(doc));
        }
    }

    fn complaint(&mut self, maker: &Facility, entry: RecordId) {
        let id = self.dice.record();
        let place = Place { scope: ScopeId::commune(maker.commune.code), family: maker.id };
        let by = field_worker(maker.commune.code);
        let on = self.ago(14);
        let doc = Document::default()
            .with("entry", entry.to_string())
            .with("subject", "Đề nghị xem lại điểm văn hóa, thẩm mỹ")
            .with("text", "Bộ ấm chén đã được giải thưởng mẫu mã năm trước, đề nghị hội đồng xem lại điểm tiêu chí này.");
        self.add(&place, Kind::Complaint, id, by, on.at(9, 0), Deed::Make(doc));
        let lodge = Deed::Act { action: "lodge", stage: "draft", fields: Fields::default().0 };
        self.add(&place, Kind::Complaint, id, by, on.at(9, 20), lodge);
    }

    fn old_certificate(
        &mut self,
        old: &(&'static str, usize, VotingLevel, i64, bool),
        maker: &Facility,
        number: i64,
        below: Option<RecordId>,
    ) -> RecordId {
        let (product, _, level, years, is_withdrawn) = *old;
        let issued = self.ago(years * 365 + 12);
        let mut doc = certificate(product, maker, level, &format!("{number:02}/GCN-SCT"), issued)
            .with("old_decision_no", format!("{}/QĐ", 300 + number))
            .with("old_basis", "Bình chọn trước khi có sổ này, theo danh sách kèm quyết định lưu tại Sở.");
        doc.set("lower", below.map(|id| id.to_string().into()));
        let doc = if is_withdrawn {
            doc.with("withdrawn_on", issued.plus(90).iso())
                .with("withdrawn_why", "Cơ sở ngừng sản xuất sản phẩm này.")
        } else {
            doc
        };
        let id = self.dice.record();
        let place = Place { scope: ScopeId::commune(maker.commune.code), family: maker.id };
        let at = self.ago(3).at(14, 0) + number * 60_000;
        self.add(&place, Kind::ProductCertificate, id, &accounts::CENTRE, at, Deed::Make(doc));
        id
    }
}

fn row(fields: &[(&str, Value)]) -> Value {
    Value::Map(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// The judges of the story, and those of other offices who have not scored yet.
fn seats(size: i64) -> Value {
    const OTHERS: [&str; 2] = ["Nguyễn Văn Khuê", "Trịnh Thị Lành"];
    let seed = Dice::new(super::SEED);
    let picked = |judge: &&Actor| {
        row(&[("account", judge.user(&seed).to_string().into()), ("name", judge.name.into())])
    };
    let typed = OTHERS.into_iter().map(|name| row(&[("name", name.into())]));
    let size = usize::try_from(size).unwrap_or_default();
    Value::List(JURY.iter().map(picked).chain(typed).take(size).collect())
}

/// The starter set, with the names of its criteria.
fn criteria() -> Value {
    let set = starter();
    let rows = set.criteria().iter().map(|criterion| {
        let word = words::find(&VotingCriterion::LIST.key(&criterion.code));
        let label = word.map_or(criterion.code.as_ref(), |word| word.text(Lang::Vi));
        row(&[
            ("code", criterion.code.as_ref().into()),
            ("label", label.into()),
            ("max", criterion.max.into()),
        ])
    });
    Value::List(rows.collect::<Vec<_>>())
}

fn entry(product: &Product, maker: &Facility, round: RecordId) -> Document {
    Document::default()
        .with("facility", maker.id.to_string())
        .with("round", round.to_string())
        .with("name", product.name)
        .with("product_group", "craft")
        .with("unit", "single")
        .with(
            "description",
            format!("{}, vuốt tay trên bàn xoay, nung lò ga, làm tại {}.", product.name, maker.village),
        )
        .with("material", "Đất sét Thống Vát, men tro và men đá tự chế")
        .with("yearly_output", 1_200)
        .with("price", 450_000)
        .with("workers", 9)
        .with("own_make", true)
        .with("no_copy", true)
        .with("repeatable", true)
        .with("no_breach", true)
}

fn certificate(product: &str, maker: &Facility, level: VotingLevel, number: &str, issued: Day) -> Document {
    Document::default()
        .with("facility", maker.id.to_string())
        .with("product", product)
        .with("level", level.code())
        .with("number", number)
        .with("issued_on", issued.iso())
}
