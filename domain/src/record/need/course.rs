//! The course of a need (DOMAIN §3.4): who registers, who surveys, who decides.

use alloc::borrow::ToOwned;

use crate::record::Kind;
use crate::record::course::{Carries, Demand, Direction, Duty, Machine, Sets, Step, today};
use crate::record::macros::choices;
use crate::record::need::is_committed;
use crate::record::stage::NeedStage;
use crate::role::Role;
use crate::value::Document;

choices! {
    /// What can be done with a need.
    NeedAction = "action.need";
    /// Hand it in.
    Register = "register",
    /// Go and look.
    StartSurvey = "start_survey",
    /// Hand in the survey sheet.
    FinishSurvey = "finish_survey",
    /// Look again.
    SurveyAgain = "survey_again",
    /// Choose it for a project.
    Shortlist = "shortlist",
    /// Choose it against the ranking, or without one: a leader, with a reason.
    ChooseAnyway = "choose_anyway",
    /// Not choose it, with a reason.
    Decline = "decline",
    /// Make it a project.
    Convert = "convert",
    /// Take it back.
    Withdraw = "withdraw",
}

/// The course of a need.
#[derive(Debug)]
pub struct NeedCourse;

const FIELD: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];
const CENTRE: &[Role] = &[Role::CentreStaff];
const LEADERS: &[Role] = &[Role::DepartmentLeader];
const APPLICANT: &[Role] = &[Role::FacilityOwner, Role::CommuneOfficer, Role::CentreStaff];

impl Machine for NeedCourse {
    type Stage = NeedStage;
    type Action = NeedAction;
    const KIND: Kind = Kind::Need;
    const INITIAL: NeedStage = NeedStage::Draft;
    const EPISODIC: &'static [&'static str] = &["stage_note", "decline_reason"];

    fn exits(stage: NeedStage) -> &'static [(NeedAction, NeedStage)] {
        use NeedAction as Do;
        use NeedStage as To;
        match stage {
            NeedStage::Draft => &[(Do::Register, To::Registered)],
            NeedStage::Registered => &[(Do::StartSurvey, To::Surveying), (Do::Withdraw, To::Withdrawn)],
            NeedStage::Surveying => &[(Do::FinishSurvey, To::Surveyed), (Do::Withdraw, To::Withdrawn)],
            NeedStage::Surveyed => &[
                (Do::Shortlist, To::Shortlisted),
                (Do::SurveyAgain, To::Surveying),
                (Do::ChooseAnyway, To::Shortlisted),
                (Do::Decline, To::Declined),
            ],
            NeedStage::Shortlisted => &[(Do::Convert, To::Converted), (Do::Decline, To::Declined)],
            NeedStage::Converted | NeedStage::Declined | NeedStage::Withdrawn => &[],
        }
    }

    fn roles(action: NeedAction) -> &'static [Role] {
        match action {
            NeedAction::Register | NeedAction::Withdraw => APPLICANT,
            NeedAction::StartSurvey | NeedAction::FinishSurvey => FIELD,
            NeedAction::SurveyAgain | NeedAction::Shortlist | NeedAction::Decline | NeedAction::Convert => {
                CENTRE
            }
            NeedAction::ChooseAnyway => LEADERS,
        }
    }

    fn direction(_stage: NeedStage, action: NeedAction) -> Direction {
        match action {
            NeedAction::Register
            | NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::Shortlist
            | NeedAction::Convert => Direction::Forward,
            NeedAction::SurveyAgain
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Withdraw => Direction::Aside,
        }
    }

    fn carries(action: NeedAction) -> Carries {
        match action {
            NeedAction::Register | NeedAction::StartSurvey => Carries { needs: &[], may: &[] },
            NeedAction::FinishSurvey => Carries {
                needs: &["surveyed_on", "recommended"],
                may: &["survey_note", "surveyed_cost", "stage_note"],
            },
            NeedAction::SurveyAgain | NeedAction::ChooseAnyway => {
                Carries { needs: &["stage_note"], may: &[] }
            }
            NeedAction::Shortlist | NeedAction::Withdraw => Carries { needs: &[], may: &["stage_note"] },
            NeedAction::Decline => Carries { needs: &["decline_reason"], may: &["stage_note"] },
            NeedAction::Convert => Carries { needs: &["project"], may: &["stage_note"] },
        }
    }

    /// What the centre decides from the sheet is told to others at once; the rest is done on the spot.
    fn is_online_only(_stage: NeedStage, action: NeedAction) -> bool {
        match action {
            NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Convert => true,
            NeedAction::Register
            | NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::Withdraw => false,
        }
    }

    /// Choosing a need gives nobody money: the project it becomes is decided by others.
    fn duty(action: NeedAction) -> Duty {
        match action {
            NeedAction::Register
            | NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Convert
            | NeedAction::Withdraw => Duty::Anyone,
        }
    }

    fn demand(action: NeedAction) -> Demand {
        match action {
            NeedAction::Register => Demand::Whole,
            NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Convert
            | NeedAction::Withdraw => Demand::Carried,
        }
    }

    /// Nobody registers without the two commitments.
    fn guard(_stage: NeedStage, action: NeedAction, after: &Document) -> Result<(), &'static str> {
        match action {
            NeedAction::Register if !is_committed(after) => Err("refusal.no_commitment"),
            NeedAction::Register
            | NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Convert
            | NeedAction::Withdraw => Ok(()),
        }
    }

    fn writes(step: Step<'_, NeedStage, NeedAction>, sets: &mut Sets) {
        sets.insert("stage_since".to_owned(), today(step.context));
        match step.action {
            NeedAction::Register => {
                sets.insert("registered_on".to_owned(), today(step.context));
            }
            NeedAction::StartSurvey
            | NeedAction::FinishSurvey
            | NeedAction::SurveyAgain
            | NeedAction::Shortlist
            | NeedAction::ChooseAnyway
            | NeedAction::Decline
            | NeedAction::Convert
            | NeedAction::Withdraw => {}
        }
    }

    /// Until the survey is judged, wish and survey sheet may be put right.
    fn is_editable(stage: NeedStage) -> bool {
        match stage {
            NeedStage::Draft | NeedStage::Registered | NeedStage::Surveying | NeedStage::Surveyed => true,
            NeedStage::Shortlisted | NeedStage::Converted | NeedStage::Declined | NeedStage::Withdrawn => {
                false
            }
        }
    }
}
