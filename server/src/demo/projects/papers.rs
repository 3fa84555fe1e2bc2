//! What each step brings: numbers of decisions, days, amounts, reasons in words.

use domain::record::need::Activity;
use domain::record::project::course::ProjectAction;
use domain::record::project::lists::{Conclusion, Funding, ProjectReason};
use domain::settlement::checks::Billing;

use super::money::Money;
use crate::demo::calendar::Day;
use crate::demo::dice::Dice;
use crate::demo::script::Fields;

/// The papers of one project so far.
pub struct Papers {
    pub number: i64,
    pub funding: Funding,
    pub money: Money,
    pub activity: Activity,
    pub advanced: i64,
    pub paid: i64,
}

fn because(reason: ProjectReason, note: &str) -> Fields {
    Fields::default().with("stage_reason", reason.code()).with("stage_note", note)
}

/// Who buys machines hands in the invoice; who holds classes and fairs lists vouchers.
pub fn billing(activity: Activity) -> Billing {
    match activity {
        Activity::Machine | Activity::DemoModel | Activity::CleanerProd | Activity::Brand => Billing::Invoice,
        _ => Billing::VoucherList,
    }
}

impl Papers {
    /// The fields of a step taken on this day. Papers are dated on the day or shortly before.
    pub fn carried(&mut self, action: ProjectAction, dice: &mut Dice, on: Day) -> Fields {
        let number = self.number;
        let paper = |kind: &str, base: i64| format!("{}/{kind}", base + number);
        let fields = Fields::default();
        let today = on.iso();
        match action {
            // Taken by an adjustment.
            ProjectAction::RequestAdjustment
            | ProjectAction::ApproveAdjustment
            | ProjectAction::RefuseAdjustment
            | ProjectAction::Stop
            | ProjectAction::ConfirmRatio
            | ProjectAction::Submit
            | ProjectAction::StartAppraisal
            | ProjectAction::ResubmitSettlement
            | ProjectAction::Close
            | ProjectAction::ResumeNextYear => fields,
            ProjectAction::Withdraw => {
                because(ProjectReason::OwnerRequest, "Chủ cơ sở xin dừng để đầu tư việc khác.")
            }
            ProjectAction::Return => because(
                ProjectReason::PaperMissing,
                "Thiếu báo giá của hai nhà cung cấp; dự toán chưa tách phần vốn đối ứng.",
            )
            .with("due_on", on.plus(15).iso()),
            ProjectAction::Reject => because(
                ProjectReason::NotEligible,
                "Máy đề nghị hỗ trợ không mới hơn máy đang dùng tại cơ sở.",
            ),
            ProjectAction::SendUp => fields
                .with("base_minutes_no", paper("BB-TĐCS", 10))
                .with("base_minutes_on", today)
                .with("stage_note", "Hội đồng cơ sở nhất trí trình cấp trên."),
            ProjectAction::Plan => {
                fields.with("upper_minutes_no", paper("BB-TĐ", 30)).with("upper_minutes_on", today)
            }
            ProjectAction::Defer => because(ProjectReason::NoBudget, "Kinh phí năm nay đã phân bổ hết."),
            ProjectAction::Approve => {
                let (kind, issuer) = match self.funding {
                    Funding::National => ("QĐ-BCT", "Bộ Công Thương"),
                    Funding::Local | Funding::External => ("QĐ-UBND", "UBND tỉnh Bắc Ninh"),
                };
                fields
                    .with("decision_no", paper(kind, 410))
                    .with("decision_date", today)
                    .with("decision_issuer", issuer)
                    .with("support_approved", self.money.requested)
            }
            ProjectAction::Cancel => {
                because(ProjectReason::Counterpart, "Cơ sở không thu xếp được vốn đối ứng.")
            }
            ProjectAction::ReviewGroupPlan => fields.with("group_plan_on", today),
            ProjectAction::SignContract => {
                let fields = fields
                    .with("contract_no", paper("HĐ-KC", 26))
                    .with("contract_date", today)
                    .with("billing", billing(self.activity).code());
                // No text says how much of a pilot may be advanced: the agency decided it.
                match self.activity {
                    Activity::CleanerProd => {
                        fields.with("advance_ratio", 50).with("advance_ratio_no", paper("CV-CTĐP", 70))
                    }
                    _ => fields,
                }
            }
            ProjectAction::Start => fields.with("started_on", today).with("due_on", on.plus(150).iso()),
            ProjectAction::ReportDone => {
                fields.with("volume_report_on", today).with("volume_pct", dice.between(96, 100))
            }
            ProjectAction::NotReady => because(ProjectReason::NotFinished, "Máy chưa chạy thử có tải."),
            ProjectAction::Accept => fields
                .with("acceptance_no", paper("BB-NT", 15))
                .with("acceptance_date", today)
                .with("acceptance_conclusion", Conclusion::Pass.code())
                .with("stage_note", "Máy chạy đúng công suất; đề nghị bổ sung bảng nội quy an toàn."),
            ProjectAction::Remedy => {
                because(ProjectReason::NotAsContracted, "Lắp thêm bộ lọc bụi như hợp đồng.")
                    .with("due_on", on.plus(30).iso())
            }
            ProjectAction::Suspend => {
                because(ProjectReason::ForceMajeure, "Xưởng ngập sau mưa lũ, tạm dừng lắp đặt.")
                    .with("halt_no", paper("QĐ-SCT", 60))
                    .with("halt_date", today)
            }
            ProjectAction::Resume => fields.with("stage_note", "Xưởng đã khô, tiếp tục lắp đặt."),
            ProjectAction::Recover => because(ProjectReason::Misused, "Thu hồi toàn bộ kinh phí đã tạm ứng.")
                .with("recovery_amount", self.advanced + self.paid)
                .with("due_on", on.plus(60).iso()),
            ProjectAction::StartSettlement => fields
                .with("settlement_dossier_on", today)
                .with("due_on", on.plus(15).iso())
                .with("stage_note", "Chứng từ vốn đối ứng chủ cơ sở giữ bản gốc, đã đối chiếu tại xưởng."),
            ProjectAction::ReturnSettlement => {
                because(ProjectReason::PaperWrong, "Tên trên hóa đơn khác tên đơn vị thụ hưởng.")
                    .with("due_on", on.plus(10).iso())
            }
            ProjectAction::Settle => fields
                .with("liquidation_no", paper("BB-TLHĐ", 26))
                .with("liquidation_date", today)
                .with("settlement_amount", self.money.requested),
            ProjectAction::Reopen => because(ProjectReason::Mistake, "Cộng sai một chứng từ."),
            ProjectAction::CloseYear => {
                fields.with("year_settlement_no", paper("TB-STC", 80)).with("year_settlement_date", today)
            }
            ProjectAction::PostCheck => fields
                .with("post_check_on", today)
                .with("stage_note", "Máy còn tại xưởng, chạy đều, đúng số máy trong hợp đồng."),
        }
    }
}
