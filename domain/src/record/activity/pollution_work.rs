//! Treatment of pollution at a facility or a cluster (DOMAIN §2 POLLUTION).
//! Papers: acceptance of the works, proof that the output meets the standard; audit when the owner of the cluster is an enterprise (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{FROZEN_WITH_PROJECT, Gain};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{DocumentNumber, Flag, Money, One, PastDay, ProjectRef, Rows, Text};
use crate::record::{Home, Kind};

choices! {
    /// What is treated.
    Medium = "treated_medium";
    /// Waste water.
    Water = "water",
    /// Dust, smoke, gas.
    Air = "air",
    /// Solid waste.
    Solid = "solid",
    /// Noise.
    Noise = "noise",
}

record! {
    /// Treatment of pollution at a facility or a cluster (DOMAIN §2 POLLUTION).
    PollutionWork = Kind::PollutionWork, "pollution_work";
    title: system;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    family: &FROZEN_WITH_PROJECT;
    files: Files::ALL;
    list: &["medium", "standard", "meets_standard"];
    retention_years: 10;
    groups: &["what", "proof"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// The system.
    system: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// What is treated.
    medium: One<Medium> = required().purpose(Purpose::Statistics).group("what");
    /// Capacity, in its unit.
    capacity: Text<1, 80> = purpose(Purpose::Statistics).group("what");
    /// Value of the works.
    value: Money = required().purpose(Purpose::Statistics).group("what");
    /// Whether it serves a whole cluster.
    for_cluster: Flag = purpose(Purpose::Casework).group("what");
    /// Minutes of acceptance of the works.
    accepted_no: DocumentNumber = together("accepted").purpose(Purpose::Casework).group("proof");
    /// Their date.
    accepted_on: PastDay = together("accepted").purpose(Purpose::Casework).group("proof");
    /// Standard the output is held against.
    standard: DocumentNumber = required().purpose(Purpose::Casework).group("proof");
    /// Day of the measurement.
    measured_on: PastDay = together("measured").purpose(Purpose::Casework).group("proof");
    /// Who measured.
    measured_by: Text<2, 160> = together("measured").purpose(Purpose::Casework).group("proof");
    /// Whether the output meets it.
    meets_standard: Flag = together("measured").purpose(Purpose::Statistics).group("proof");
    /// Audit.
    audit_no: DocumentNumber = purpose(Purpose::Casework).group("proof");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("proof");
}
