//! The stages a record can be in. What moves it from one to the next is in [`crate::workflow`].

use crate::record::macros::choices;

choices! {
    /// Stages of a need (DOMAIN §3.4).
    NeedStage = "stage.need";
    /// Bản nháp.
    Draft = "draft",
    /// Đã đăng ký.
    Registered = "registered",
    /// Đang khảo sát.
    Surveying = "surveying",
    /// Đã khảo sát.
    Surveyed = "surveyed",
    /// Được chọn lập đề án.
    Shortlisted = "shortlisted",
    /// Đã lập đề án.
    Converted = "converted",
    /// Không chọn.
    Declined = "declined",
    /// Rút.
    Withdrawn = "withdrawn",
}

choices! {
    /// Stages of a project (DOMAIN §3.5), rows 1–19 and the side states.
    ProjectStage = "stage.project";
    /// 1 Lập đề án.
    Draft = "draft",
    /// 2 Đã nộp.
    Submitted = "submitted",
    /// 3 Yêu cầu bổ sung.
    Returned = "returned",
    /// 4 Thẩm định cấp cơ sở.
    BaseAppraisal = "base_appraisal",
    /// 5 Thẩm định cấp tỉnh hoặc cấp Bộ.
    UpperAppraisal = "upper_appraisal",
    /// 6 Đưa vào kế hoạch năm.
    Planned = "planned",
    /// 7 Đã phê duyệt.
    Approved = "approved",
    /// 7a Sở duyệt kế hoạch nhóm.
    GroupPlanReview = "group_plan_review",
    /// 8 Đã ký hợp đồng.
    Contracted = "contracted",
    /// 9 Đang triển khai.
    InProgress = "in_progress",
    /// 10 Đề nghị điều chỉnh.
    Adjusting = "adjusting",
    /// 11 Chờ nghiệm thu.
    AwaitingAcceptance = "awaiting_acceptance",
    /// 12 Tạm dừng.
    Suspended = "suspended",
    /// 13 Ngừng thực hiện.
    Stopped = "stopped",
    /// 14 Đã nghiệm thu.
    Accepted = "accepted",
    /// 15 Đang thanh, quyết toán.
    Settling = "settling",
    /// 16 Đã thanh lý, quyết toán.
    Settled = "settled",
    /// 17 Quyết toán năm.
    YearClosed = "year_closed",
    /// 18 Hậu kiểm.
    PostCheck = "post_check",
    /// 19 Kết thúc, lưu trữ.
    Closed = "closed",
    /// Chưa có kinh phí năm nay.
    Deferred = "deferred",
    /// Đang thu hồi kinh phí.
    Recovering = "recovering",
    /// Bị từ chối.
    Rejected = "rejected",
    /// Đã rút.
    Withdrawn = "withdrawn",
    /// Đã hủy.
    Cancelled = "cancelled",
}

choices! {
    /// Stages of a conflict.
    ConflictStage = "stage.conflict";
    /// Waits for a person.
    Open = "open",
    /// Somebody has chosen.
    Resolved = "resolved",
}
