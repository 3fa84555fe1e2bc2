//! The monthly report of an implementing unit (forms 3a, 3b): volume, money, difficulties. It is
//! written on the spot, offline, and due before the 25th of the month (TT 36/2013 Đ.23.3a).

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, LongText, Money, One, PastDay, Percent, ProjectRef};
use crate::record::{Home, Kind};
use crate::role::Role;

choices! {
    /// Which form it is.
    ReportForm = "report_form";
    /// 3a: progress of a month.
    Progress = "3a",
    /// 3b: volume that is finished, and its cost.
    Volume = "3b",
}

choices! {
    /// Stages of a progress report.
    ReportStage = "stage.progress_report";
    /// Being written.
    Draft = "draft",
    /// With the Department.
    Sent = "sent",
    /// Read by the Department.
    Noted = "noted",
}

choices! {
    /// What can be done with a progress report.
    ReportAction = "action.progress_report";
    /// Send it.
    Send = "send",
    /// Take note of it.
    Note = "note",
    /// Send it back to be put right.
    Return = "return",
}

const UNIT: &[Role] = &[Role::CentreStaff, Role::CommuneOfficer];
const DEPARTMENT: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];

/// The course.
pub const COURSE: Table = Table {
    stages: &ReportStage::LIST,
    actions: &ReportAction::LIST,
    editable: &["draft"],
    steps: &[
        Step::new("send", &[("draft", "sent")], UNIT).law("36/2013/TT-BCT Đ.23").whole(),
        Step::new("note", &[("sent", "noted")], DEPARTMENT),
        Step::new("return", &[("sent", "draft")], DEPARTMENT).needs(&["stage_note"]).may(&[]).aside(),
    ],
};

record! {
    /// A progress report.
    ProgressReport = Kind::ProgressReport, "progress_report";
    title: period;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ReportStage, &COURSE;
    files: Files::ALL;
    list: &["form", "volume_pct", "value_done"];
    retention_years: 10;
    groups: &["report", "volume", "words", "course"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("report");
    /// The month, by any of its days.
    period: Day = required().purpose(Purpose::Statistics).group("report");
    /// Which form.
    form: One<ReportForm> = required().purpose(Purpose::Casework).group("report");
    /// Day it was drawn up.
    reported_on: PastDay = required().purpose(Purpose::Casework).group("report");
    /// Share of the investment that is done, %.
    volume_pct: Percent = required().together("volume").purpose(Purpose::Statistics).unit("percent").group("volume");
    /// Value of what is done.
    value_done: Money = required().together("volume").purpose(Purpose::Statistics).group("volume");
    /// Support that was spent so far.
    support_spent: Money = purpose(Purpose::Statistics).group("volume");
    /// Counterpart that was spent so far.
    counterpart_spent: Money = purpose(Purpose::Statistics).group("volume");
    /// What was done.
    work_done: LongText<4_000> = required().purpose(Purpose::Casework).search(Weight::Weak).group("words");
    /// What stands in the way.
    difficulties: LongText<4_000> = purpose(Purpose::Casework).group("words");
    /// What is proposed.
    proposal: LongText<4_000> = purpose(Purpose::Casework).group("words");
}
