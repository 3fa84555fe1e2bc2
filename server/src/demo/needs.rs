//! Support needs: what owners wish for, from the first call to the choice of the centre.

use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::course::Machine;
use domain::record::need::course::{NeedAction, NeedCourse};
use domain::record::need::{Activity, ContactTime, DeclineReason};
use domain::record::stage::NeedStage;
use domain::value::Document;

use super::accounts::{self, Actor, Reach, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::script::{Deed, Event, Fields, Script};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub activity: Activity,
    pub text: String,
    pub cost: i64,
}

/// A need and where it ended.
#[derive(Clone, Debug)]
pub struct Need {
    pub id: RecordId,
    pub wish: Wish,
    /// Its fields as far as they were told.
    pub doc: Document,
}

/// How far a need comes, and how many do.
pub static COURSES: &[(&[NeedAction], usize)] = &[
    (&[], 12),
    (&[NeedAction::Register], 24),
    (&[NeedAction::Register, NeedAction::StartSurvey], 16),
    (&[NeedAction::Register, NeedAction::StartSurvey, NeedAction::FinishSurvey], 16),
    (TO_SHORTLIST, 12),
    (&[NeedAction::Register, NeedAction::StartSurvey, NeedAction::FinishSurvey, NeedAction::Decline], 10),
    (
        &[
            NeedAction::Register,
            NeedAction::StartSurvey,
            NeedAction::FinishSurvey,
            NeedAction::Shortlist,
            NeedAction::Decline,
        ],
        3,
    ),
    (&[NeedAction::Register, NeedAction::Withdraw], 6),
    (&[NeedAction::Register, NeedAction::StartSurvey, NeedAction::Withdraw], 3),
];

/// The way of a need that becomes a project.
pub const TO_SHORTLIST: &[NeedAction] =
    &[NeedAction::Register, NeedAction::StartSurvey, NeedAction::FinishSurvey, NeedAction::Shortlist];
/// Days it takes at most, from the first call on.
pub const LEAD_DAYS: i64 = 40;

/// Throws a wish that fits the trade.
pub fn wish(dice: &mut Dice, facility: &Facility) -> Wish {
    let &(tool, _, _, price) = dice.pick(facility.trade.tools);
    let &(goods, _, _) = dice.pick(facility.trade.goods);
    let goods = goods.to_lowercase();
    let machine = tool.to_lowercase();
    let price = price * dice.between(90, 120) / 100 / 5 * 5 * MILLION;
    match dice.between(1, 100) {
        1..=52 => Wish {
            activity: Activity::Machine,
            text: format!("Mua {machine}, thay máy cũ hay hỏng, để nhận thêm đơn hàng"),
            cost: price,
        },
        53..=68 => Wish {
            activity: Activity::DemoModel,
            text: format!("Xây dựng mô hình trình diễn kỹ thuật dùng {machine}"),
            cost: price * 3 + 600 * MILLION,
        },
        69..=76 => Wish {
            activity: Activity::TrainSkill,
            text: format!("Mở lớp truyền nghề làm {goods} cho 30 lao động của {}", facility.village),
            cost: dice.between(90, 160) * MILLION,
        },
        77..=84 => Wish {
            activity: Activity::Brand,
            text: format!("Xây dựng thương hiệu, bao bì và đăng ký nhãn hiệu cho {goods}"),
            cost: dice.between(50, 90) * MILLION,
        },
        85..=92 => Wish {
            activity: Activity::FairJoin,
            text: format!("Thuê gian hàng giới thiệu {goods} tại hội chợ hàng công nghiệp nông thôn"),
            cost: dice.between(22, 40) * MILLION,
        },
        _ => Wish {
            activity: Activity::CleanerProd,
            text: format!("Áp dụng sản xuất sạch hơn, giảm tiêu hao điện và nguyên liệu khi làm {goods}"),
            cost: price + 200 * MILLION,
        },
    }
}

/// Tells a need from its registration by `path`; `began` is the day of the first call.
pub fn tell(
    script: &mut Script,
    dice: &mut Dice,
    facility: &Facility,
    wish: Wish,
    by: &'static Actor,
    began: Day,
    path: &[NeedAction],
) -> Need {
    let id = dice.record();
    let scope = ScopeId::commune(facility.commune.code);
    let own_scope = accounts::scope_of(by).filter(|_| matches!(by.reach, Reach::Own(_)));
    let mut at = began.working().in_office_hours(dice);
    let event = |actor, at, scope: &ScopeId, deed| Event {
        actor,
        at,
        scope: scope.clone(),
        kind: Kind::Need,
        record: id,
        family: facility.id,
        deed,
    };
    let first = own_scope.as_ref().unwrap_or(&scope);
    let mut doc = document(dice, facility, &wish, began);
    script.add(event(by, at, first, Deed::Make(doc.clone())));
    let mut stage = NeedStage::Draft;
    let mut day = began;
    for action in path {
        let Some(next) = NeedCourse::next(stage, *action) else { break };
        let (actor, scope) = match action {
            NeedAction::Register => (by, first),
            NeedAction::StartSurvey | NeedAction::FinishSurvey => {
                (field_worker(facility.commune.code), &scope)
            }
            NeedAction::Withdraw
            | NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::Decline
            | NeedAction::Convert => (&accounts::CENTRE, &scope),
            NeedAction::ChooseAnyway => (&accounts::LEADER, &scope),
        };
        if *action == NeedAction::Register {
            at = at + 15 * 60_000;
        } else {
            day = day.plus(dice.between(5, 9));
            at = day.working().in_office_hours(dice);
        }
        let fields = carried(*action, dice, &wish, Day::of(at));
        for (name, value) in &fields.0 {
            doc.set(name, Some(value.clone()));
        }
        let deed = Deed::Act { action: action.code(), stage: stage.code(), fields: fields.0 };
        script.add(event(actor, at, scope, deed));
        stage = next;
    }
    Need { id, wish, doc }
}

/// The plan a need is for: that of the next year for who registers after the summer.
pub fn plan_year(registered: Day) -> i64 {
    registered.plus(150).year()
}

fn document(dice: &mut Dice, facility: &Facility, wish: &Wish, on: Day) -> Document {
    let own_share = match wish.activity {
        Activity::TrainSkill => 0,
        Activity::DemoModel | Activity::CleanerProd => 70,
        _ => 50,
    };
    let times = [ContactTime::Any, ContactTime::Morning, ContactTime::Evening, ContactTime::Weekend];
    Document::default()
        .with("facility", facility.id.to_string())
        .with("activity", wish.activity.code())
        .with("wish", wish.text.as_str())
        .with("year", plan_year(on))
        .with("estimated_cost", wish.cost)
        .with("counterpart", wish.cost / 100 * own_share)
        .with("knows_paid_after", true)
        .with("no_double_support", true)
        .with("contact_name", facility.owner.name.as_str())
        .with("contact_time", dice.pick(&times).code())
}

fn carried(action: NeedAction, dice: &mut Dice, wish: &Wish, today: Day) -> Fields {
    let fields = Fields::default();
    match action {
        NeedAction::FinishSurvey => {
            let notes = [
                "Nhà xưởng đủ chỗ đặt máy, điện ba pha đã có. Chủ cơ sở có sẵn vốn đối ứng.",
                "Cơ sở làm ăn ổn định, có đơn hàng thường xuyên. Cần thêm báo giá của hai nhà cung cấp.",
                "Máy đang dùng đã cũ, hỏng vặt nhiều. Lao động trong thôn đủ tay nghề.",
                "Xưởng hẹp, cần sắp xếp lại mặt bằng trước khi lắp đặt.",
            ];
            fields
                .with("surveyed_on", today.iso())
                .with("recommended", dice.percent(85))
                .with("survey_note", *dice.pick(&notes))
                .with("surveyed_cost", wish.cost / 100 * dice.between(92, 104) / MILLION * MILLION)
        }
        NeedAction::Decline => {
            let reasons = [
                DeclineReason::Budget,
                DeclineReason::Counterpart,
                DeclineReason::NotRipe,
                DeclineReason::Unfinished,
                DeclineReason::Place,
            ];
            fields
                .with("decline_reason", dice.pick(&reasons).code())
                .with("stage_note", "Đã gọi điện báo cho chủ cơ sở; mời đăng ký lại vào kế hoạch năm sau.")
        }
        NeedAction::Withdraw => {
            fields.with("stage_note", "Chủ cơ sở báo đã tự mua máy, không xin hỗ trợ nữa.")
        }
        NeedAction::Shortlist => fields
            .with("stage_note", "Ngoài đợt xét chọn: chương trình năm còn kinh phí, cơ sở đủ điều kiện."),
        NeedAction::ChooseAnyway => {
            fields.with("stage_note", "Làng nghề cần một mô hình để các hộ học theo.")
        }
        NeedAction::SurveyAgain => fields.with("stage_note", "Khảo sát lại sau khi cơ sở mở rộng xưởng."),
        NeedAction::Register | NeedAction::StartSurvey | NeedAction::Convert => fields,
    }
}
