//! Who works with the records of a kind: a few profiles, one of which each description names. What a
//! profile allows whom is said in one match of the permissions, not here.

/// Who works with the records of a kind: each kind names one of these in its description.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Made by the server, read by everybody: communes.
    Fixed,
    /// Kept by the province with four eyes, read by everybody: norms, deadlines, legal texts.
    Reference,
    /// Facilities.
    Facility,
    /// Registered needs.
    Need,
    /// Projects.
    Project,
    /// Conflicts.
    Conflict,
    /// What the centre and the communes write in the course of a case: classes, results, reports.
    CaseFile,
    /// What changes a project that runs: asked for by the centre or the Department.
    Amendment,
    /// What an authority has issued: written down by the Centre or the Department.
    Certificate,
    /// As [`Access::CaseFile`], and the owner too: papers of a dossier, yearly figures, entered products.
    OwnerFile,
    /// Photos and papers of records: who may add one, the record it belongs to says.
    File,
    /// Money that is asked for, confirmed and paid.
    Money,
    /// What one person gives by themselves: score sheets. Only who made it may change it.
    Scoring,
    /// What the offices plan and rank together.
    Office,
    /// Visits, and what was recommended there.
    Visit,
}

impl Access {
    /// Whether only who made a record may change it.
    pub fn is_personal(self) -> bool {
        match self {
            Self::Scoring => true,
            Self::Fixed
            | Self::Reference
            | Self::Facility
            | Self::Need
            | Self::Project
            | Self::Conflict
            | Self::CaseFile
            | Self::Amendment
            | Self::Certificate
            | Self::OwnerFile
            | Self::File
            | Self::Money
            | Self::Office
            | Self::Visit => false,
        }
    }
}
