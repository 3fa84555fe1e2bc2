//! What the Centre does beside the projects of facilities: advice and partner programmes, journeys, meetings, news,
//! clusters, points of sale, and the places that come first (DOMAIN §1.3, §2). Each is planned, carried out, reported
//! and confirmed, as far as it has come.

use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::commune::PlacePriority;
use domain::value::{Document, Value};

use super::accounts::{self, Actor, field_worker};
use super::calendar::Day;
use super::facility::Facility;
use super::script::{Deed, Event, Fields, Script};

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Planned,
    Running,
    Reported,
    Accepted,
}

/// One of the offices' own doings: when it began and ended, in days before today; ahead is negative.
struct Own {
    kind: Kind,
    began: i64,
    ended: i64,
    far: Far,
    tell: fn(Day, Day) -> Document,
}

const OWN: &[Own] = &[
    Own {
        kind: Kind::StudyTour,
        began: 172,
        ended: 170,
        far: Far::Accepted,
        tell: |from, to| {
            Document::default()
                .with("name", "Đoàn học tập xử lý nước thải làng nghề tại Bát Tràng, Vạn Phúc")
                .with("destination", "Hà Nội: gốm Bát Tràng, lụa Vạn Phúc")
                .with("purpose", "Xem khu xử lý nước thải dùng chung và cách các hộ góp tiền vận hành.")
                .with("starts_on", from.iso())
                .with("ends_on", to.iso())
                .with("plan_no", "18/KH-TTKC")
                .with("leader", accounts::CENTRE.name)
                .with("people_centre", 4)
                .with("people_facilities", 26)
                .with("learned", "Các hộ góp theo đồng hồ nước; bể chung trả vốn trong 6 năm.")
                .with("cost", 84 * MILLION)
        },
    },
    Own {
        kind: Kind::Seminar,
        began: 131,
        ended: 131,
        far: Far::Accepted,
        tell: |from, _| {
            Document::default()
                .with("form", "workshop")
                .with("topic", "Giảm khói bụi ở làng nghề đúc đồng, tái chế giấy")
                .with("place", "Hội trường UBND phường Vũ Ninh")
                .with("held_on", from.iso())
                .with("delegates", 92)
                .with("materials", "Kỷ yếu 14 bài")
                .with(
                    "conclusion",
                    "Ưu tiên hỗ trợ lò nung gas, lọc bụi túi vải; khảo sát 30 hộ trong quý sau.",
                )
                .with("cost", 46 * MILLION)
        },
    },
    Own {
        kind: Kind::Seminar,
        began: -19,
        ended: -19,
        far: Far::Planned,
        tell: |from, _| {
            Document::default()
                .with("form", "conference")
                .with("topic", "Tổng kết công tác khuyến công năm, bàn kế hoạch năm sau")
                .with("place", "Sở Công Thương")
                .with("held_on", from.iso())
        },
    },
    Own {
        kind: Kind::Comms,
        began: 64,
        ended: 64,
        far: Far::Accepted,
        tell: |from, _| {
            Document::default()
                .with("medium", "television")
                .with("outlet", "Đài Phát thanh và Truyền hình Bắc Ninh")
                .with("headline", "Gốm Phù Lãng đổi lò: bớt khói, thêm đơn hàng")
                .with("issue", "Chuyên mục Công Thương, kỳ 9")
                .with("published_on", from.iso())
                .with("items", 1)
                .with("contract_no", "07/HĐ-TT")
                .with("cost", 18 * MILLION)
        },
    },
    Own {
        kind: Kind::Comms,
        began: 9,
        ended: 9,
        far: Far::Reported,
        tell: |from, _| {
            Document::default()
                .with("medium", "bulletin")
                .with("outlet", "Bản tin Khuyến công Bắc Ninh")
                .with("headline", "Hỏi đáp: máy nào được hỗ trợ, tiền về khi nào")
                .with("issue", "Số 4")
                .with("published_on", from.iso())
                .with("items", 12)
        },
    },
    Own {
        kind: Kind::Capacity,
        began: 88,
        ended: 88,
        far: Far::Accepted,
        tell: |from, _| {
            Document::default()
                .with("name", "Tập huấn cán bộ khuyến công xã, phường: ghi sổ ngoại tuyến")
                .with("held_on", from.iso())
                .with("people", 118)
                .with("collaborators", 41)
                .with("communes", 99)
                .with("result", "Mỗi xã một người dùng được sổ; 7 xã cần kèm thêm.")
                .with("cost", 62 * MILLION)
        },
    },
    Own {
        kind: Kind::Exchange,
        began: 40,
        ended: 36,
        far: Far::Running,
        tell: |from, to| {
            Document::default()
                .with("name", "Trao đổi về khuyến khích doanh nghiệp nhỏ với tỉnh Gyeonggi")
                .with("country", "Hàn Quốc")
                .with("partner", "Cơ quan hỗ trợ doanh nghiệp tỉnh Gyeonggi")
                .with("starts_on", from.iso())
                .with("ends_on", to.iso())
                .with("content", "Tư vấn cải tiến tại xưởng; đưa hàng thủ công vào chuỗi bán lẻ.")
        },
    },
    Own {
        kind: Kind::Cluster,
        began: 150,
        ended: 150,
        far: Far::Accepted,
        tell: |from, _| {
            Document::default()
                .with("form", "infrastructure")
                .with("name", "Cụm công nghiệp làng nghề Phù Khê")
                .with("commune", "09379")
                .with("area_ha", 1_270)
                .with("investor", "Công ty CP Đầu tư hạ tầng Phù Khê")
                .with("members", 34)
                .with("decision_no", "412/QĐ-UBND")
                .with("decision_date", from.iso())
                .with("value", 6_000 * MILLION)
                .with("done_pct", 55)
        },
    },
    Own {
        kind: Kind::Cluster,
        began: 58,
        ended: 58,
        far: Far::Running,
        tell: |from, _| {
            Document::default()
                .with("form", "association")
                .with("name", "Hội gốm Phù Lãng")
                .with("commune", super::places::PHU_LANG)
                .with("members", 47)
                .with("decision_no", "96/QĐ-SNV")
                .with("decision_date", from.iso())
                .with("charter", "Điều lệ thông qua tại đại hội thành lập")
        },
    },
];

/// Communes that come first, and why (NĐ 45/2012 Đ.6).
const PLACES: &[(&str, PlacePriority)] = &[
    ("07615", PlacePriority::Highland),
    ("07616", PlacePriority::Highland),
    ("07627", PlacePriority::Highland),
    ("07654", PlacePriority::Difficult),
    ("07534", PlacePriority::Difficult),
    ("07531", PlacePriority::Difficult),
    ("09292", PlacePriority::NewRural),
    ("09454", PlacePriority::NewRural),
    ("09238", PlacePriority::NewRural),
];

/// Tells them.
pub fn tell(script: &mut Script, facilities: &[(Day, Facility)], today: Day) {
    places(script, today);
    for (at, own) in OWN.iter().enumerate() {
        let (from, to) = (today.minus(own.began), today.minus(own.ended));
        let id = RecordId::named("demo activity", &at.to_string());
        let teller = Teller { by: &accounts::PLANNER, scope: ScopeId::office(), family: id };
        teller.carried_out(script, (own.kind, id), (own.tell)(from, to), (from, to, today), own.far);
    }
    let programme = partner_programme(script, today);
    at_facilities(script, facilities, programme, today);
}

/// Who tells of something, and where it lies.
struct Teller {
    by: &'static Actor,
    scope: ScopeId,
    family: RecordId,
}

impl Teller {
    fn event(
        &self,
        script: &mut Script,
        (kind, record): (Kind, RecordId),
        actor: &'static Actor,
        at: i64,
        on: Day,
        deed: Deed,
    ) {
        let (scope, family) = (self.scope.clone(), self.family);
        let at = on.at(8 + at / 60, at % 60);
        script.add(Event { actor, at, scope, kind, record, family, deed });
    }

    /// Written down ten days before it begins, reported four days after it ended.
    fn carried_out(
        &self,
        script: &mut Script,
        of: (Kind, RecordId),
        doc: Document,
        (from, to, today): (Day, Day, Day),
        far: Far,
    ) {
        let written = from.minus(10).working().min(today.minus(4).working());
        self.event(script, of, self.by, 40, written, Deed::Make(doc));
        let steps = [
            (Far::Running, self.by, from.working(), "start", "planned"),
            (Far::Reported, self.by, to.plus(4).working(), "report", "running"),
            (Far::Accepted, &accounts::DEPARTMENT, to.plus(11).working(), "accept", "reported"),
        ];
        for (reached, actor, on, action, stage) in steps {
            if reached <= far && on < today {
                let deed = Deed::Act { action, stage, fields: Fields::default().0 };
                self.event(script, of, actor, 130, on, deed);
            }
        }
    }
}

/// The Department confirms what the Centre proposes.
fn places(script: &mut Script, today: Day) {
    for (commune, priority) in PLACES {
        let id = RecordId::named("demo place", commune);
        let teller = Teller { by: &accounts::PLANNER, scope: ScopeId::reference(), family: id };
        let of = (Kind::PlaceClass, id);
        let on = today.minus(310).working();
        let doc = Document::default()
            .with("commune", *commune)
            .with("eligible", true)
            .with("priority", priority.code())
            .with("valid_from", on.plus(5).iso())
            .with("legal_ref", "NĐ 45/2012/NĐ-CP Đ.6; danh sách của tỉnh, cần đối chiếu")
            .with("certainty", "unverified");
        teller.event(script, of, &accounts::PLANNER, 15, on, Deed::Make(doc));
        let act = |action, stage| Deed::Act { action, stage, fields: Fields::default().0 };
        teller.event(script, of, &accounts::PLANNER, 30, on, act("propose", "draft"));
        teller.event(script, of, &accounts::DEPARTMENT, 90, on.plus(2).working(), act("confirm", "proposed"));
    }
}

/// The seed's programme with Samsung: it is held with a partner, not paid from khuyến công.
fn partner_programme(script: &mut Script, today: Day) -> RecordId {
    let id = RecordId::named("demo activity", "samsung");
    let (from, to) = (today.minus(240), today.minus(120));
    let doc = Document::default()
        .with("name", "Tư vấn cải tiến tại xưởng cùng Samsung, khóa 2")
        .with("partner", "Samsung Việt Nam")
        .with("goal", "Bớt lỗi, bớt hàng chờ, sắp lại mặt bằng xưởng.")
        .with("started_on", from.iso())
        .with("ended_on", to.iso())
        .with("places", 7)
        .with("minutes_no", "03/BB-TT");
    let teller = Teller { by: &accounts::PLANNER, scope: ScopeId::reference(), family: id };
    teller.carried_out(script, (Kind::PartnerProgramme, id), doc, (from, to, today), Far::Accepted);
    id
}

fn at_facilities(script: &mut Script, facilities: &[(Day, Facility)], programme: RecordId, today: Day) {
    // In the register before the programme began.
    let known = facilities.iter().filter(|(made, _)| *made < today.minus(260)).map(|(_, firm)| firm);
    let firms: Vec<&Facility> =
        known.filter(|firm| firm.name.starts_with("Công ty") && firm.doc.get("tax_code").is_some()).collect();
    for (at, firm) in firms.iter().copied().take(4).enumerate() {
        let at = i64::try_from(at).unwrap_or(0);
        let (from, to) = (today.minus(230 - 20 * at), today.minus(140 - 20 * at));
        let before = 70 + 9 * at;
        let gain = Fields::default()
            .with("figure", "faults")
            .with("unit", "%")
            .with("before", before)
            .with("after", before / 2);
        let doc = about(firm)
            .with("programme", programme.to_string())
            .with("subject", "Sắp lại mặt bằng xưởng, giảm hàng lỗi")
            .with("consultant", "Chuyên gia Samsung Việt Nam")
            .with("started_on", from.iso())
            .with("ended_on", to.iso())
            .with("weeks_on_site", 12)
            .with("gains", Value::List(vec![Value::Map(gain.0)]))
            .with("result", "Bớt một nửa hàng lỗi, rút ngắn thời gian chờ giữa hai công đoạn.");
        let far = if at < 3 { Far::Accepted } else { Far::Reported };
        told(script, Kind::Consulting, firm, doc, (from, to, today), far);
    }
    let mut others = firms.into_iter().skip(4);
    if let Some(firm) = others.next() {
        let on = today.minus(75);
        let doc = about(firm)
            .with("name", "Cửa hàng giới thiệu sản phẩm làng nghề")
            .with("form", "room")
            .with("address", "Đường Trần Hưng Đạo, phường Kinh Bắc")
            .with("area_m2", 64)
            .with("opened_on", on.minus(20).iso())
            .with("products", "Gốm, gỗ mỹ nghệ, mỳ gạo")
            .with("contract_no", "11/HĐ-TD");
        told(script, Kind::Showroom, firm, doc, (on, on, today), Far::Accepted);
    }
    if let Some(firm) = others.next() {
        let on = today.minus(52);
        let doc = about(firm)
            .with("enterprise", firm.name.as_str())
            .with("tax_code", firm.doc.text("tax_code").unwrap_or_default())
            .with("certificate_no", "0201/GCN-ĐKDN")
            .with("registered_on", on.minus(40).iso())
            .with("workers", 9);
        told(script, Kind::Startup, firm, doc, (on, on, today), Far::Reported);
    }
    if let Some(firm) = others.next() {
        let on = today.minus(190);
        let doc = about(firm)
            .with("cluster", "Cụm công nghiệp làng nghề Phù Khê")
            .with("old_place", "Trong khu dân cư")
            .with("moved_on", on.minus(30).iso())
            .with("bank", "Agribank Bắc Ninh")
            .with("contract_no", "88/HĐTD")
            .with("contract_date", on.minus(60).iso())
            .with("loan", 1_200 * MILLION);
        told(script, Kind::Relocation, firm, doc, (on, on, today), Far::Running);
    }
}

fn about(facility: &Facility) -> Document {
    Document::default().with("facility", facility.id.to_string())
}

/// Something carried out at a facility, by who works in its commune.
fn told(
    script: &mut Script,
    kind: Kind,
    facility: &Facility,
    doc: Document,
    days: (Day, Day, Day),
    far: Far,
) {
    let id = RecordId::named("demo activity", &format!("{} {}", kind.code(), facility.id));
    let code = facility.commune.code;
    let teller = Teller { by: field_worker(code), scope: ScopeId::commune(code), family: facility.id };
    teller.carried_out(script, (kind, id), doc, days, far);
}
