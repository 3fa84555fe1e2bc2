//! Projects that help nobody's own place: a fair, a class for managers, a journey. They belong to the
//! offices and have no facility.

use domain::id::ScopeId;
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::need::Activity;
use domain::record::paper::list::paper_id;
use domain::value::Document;

use super::accounts;
use super::calendar::Day;
use super::dice::Dice;
use super::projects::dossier::lists_of;
use super::script::{Deed, Event, Fields, Script};

struct Own {
    activity: Activity,
    title: &'static str,
    goal: &'static str,
    support: i64,
    /// Days since it was written.
    age: i64,
    is_sent: bool,
}

const ALL: &[Own] = &[
    Own {
        activity: Activity::FairOrg,
        title: "Hội chợ hàng công nghiệp nông thôn tiêu biểu tỉnh Bắc Ninh",
        goal: "120 gian hàng, 60 cơ sở của tỉnh bán và ký được hợp đồng tại hội chợ.",
        support: 1_800,
        age: 38,
        is_sent: true,
    },
    Own {
        activity: Activity::TrainMgmt,
        title: "Tập huấn khởi sự doanh nghiệp cho hộ làng nghề",
        goal: "Hai lớp, 80 người; sau lớp ít nhất 10 hộ lập phương án kinh doanh.",
        support: 120,
        age: 21,
        is_sent: true,
    },
    Own {
        activity: Activity::StudyTour,
        title: "Tham quan mô hình cụm làng nghề tại Hà Nội",
        goal: "Một đoàn 30 người học cách làm chung khu xử lý nước thải.",
        support: 90,
        age: 6,
        is_sent: false,
    },
];

/// Tells them; each is its own family.
pub fn tell(script: &mut Script, seed: &Dice, today: Day) {
    let mut dice = seed.fork("office projects");
    for own in ALL {
        let id = dice.record();
        let on = today.minus(own.age).working();
        let mut event = |kind, record, at, deed| {
            script.add(Event {
                actor: &accounts::PLANNER,
                at,
                scope: ScopeId::office(),
                kind,
                record,
                family: id,
                deed,
            });
        };
        let (made, project) = (on.at(9, 5), document(own, on));
        event(Kind::Project, id, made, Deed::Make(project.clone()));
        if !own.is_sent {
            continue;
        }
        for (paper, doc) in lists_of(id, &project, made) {
            event(Kind::Paper, paper, on.at(9, 25), Deed::Make(doc));
        }
        let sent = on.plus(3).working();
        for code in ["reg01", "reg02"] {
            let handed =
                Fields::default().with("handed_to", accounts::DEPARTMENT.name).with("handed_on", sent.iso());
            let deed = Deed::Act { action: "provide", stage: "missing", fields: handed.0 };
            event(Kind::Paper, paper_id(id, code), sent.at(9, 40), deed);
        }
        let deed = Deed::Act { action: "submit", stage: "draft", fields: Fields::default().0 };
        event(Kind::Project, id, sent.at(10, 30), deed);
    }
}

fn document(own: &Own, on: Day) -> Document {
    let amount = own.support * MILLION;
    Document::default()
        .with("title", own.title)
        .with("activity", own.activity.code())
        .with("funding", "local")
        .with("project_kind", "named")
        .with("method", if own.activity == Activity::FairOrg { "tender" } else { "selection" })
        .with("implementing_unit", "centre")
        .with("total_investment", amount)
        .with("eligible_cost", amount)
        .with("support_requested", amount)
        .with("counterpart", 0)
        .with("no_double_support", true)
        .with("plan_year", on.year() + 1)
        .with("planned_start", on.plus(110).iso())
        .with("planned_end", on.plus(190).iso())
        .with("request_on", on.iso())
        .with("units_place", "Trung tâm Khuyến công thực hiện trên địa bàn tỉnh.")
        .with("goal", own.goal)
}
