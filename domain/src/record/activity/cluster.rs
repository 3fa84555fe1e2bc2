//! A cluster that is planned or built, a link of enterprises, an association of a trade (CLUSTER, ASSOC).
//! Papers: decision of approval, all vouchers (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE};
use crate::record::field::{Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{
    CommuneCode, Count, DocumentNumber, Fixed, Money, One, PastDay, Percent, ProjectRef, Text,
};
use crate::record::{Home, Kind};

choices! {
    /// What is supported.
    ClusterForm = "cluster_form";
    /// Lập quy hoạch chi tiết cụm công nghiệp.
    Plan = "plan",
    /// Đầu tư hạ tầng cụm công nghiệp.
    Infrastructure = "infrastructure",
    /// Cụm liên kết doanh nghiệp.
    Link = "link",
    /// Hội, hiệp hội nghề.
    Association = "association",
}

record! {
    /// A cluster that is planned or built, a link of enterprises, an association of a trade (CLUSTER, ASSOC).
    Cluster = Kind::Cluster, "cluster";
    title: name;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    files: Files::ALL;
    list: &["form", "decision_no", "decision_date"];
    retention_years: 10;
    groups: &["what", "papers", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// What is supported.
    form: One<ClusterForm> = required().purpose(Purpose::Statistics).group("what");
    /// Name.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Where.
    commune: CommuneCode = purpose(Purpose::Statistics).group("what");
    /// Area, 0.01 ha.
    area_ha: Fixed<2, 10_000_000> = purpose(Purpose::Statistics).unit("ha").group("what");
    /// Investor, or who leads.
    investor: Text<2, 200> = purpose(Purpose::Casework).group("what");
    /// Enterprises or members.
    members: Count = purpose(Purpose::Statistics).group("what");
    /// Decision of approval.
    decision_no: DocumentNumber = required().together("decision").purpose(Purpose::Casework).group("papers");
    /// Its date.
    decision_date: PastDay = required().together("decision").purpose(Purpose::Casework).group("papers");
    /// Value of the works or the plan.
    value: Money = purpose(Purpose::Statistics).group("papers");
    /// Done: 50 % before the first advance (TT 36/2013 Đ.13).
    done_pct: Percent = purpose(Purpose::Statistics).unit("percent").group("papers").law("36/2013/TT-BCT Đ.13");
    /// Charter of an association.
    charter: Text<2, 200> = purpose(Purpose::Casework).group("papers");
}
