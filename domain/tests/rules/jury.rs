//! Voting on products: councils, sheets, certificates and the way upward.

use std::collections::BTreeMap;

use chrono::Days;
use domain::id::UserId;
use domain::jury::{
    Certificate, CertificateState, JuryFault, LowerRound, VotingCriterion, VotingLevel, council_fault,
    lacks_certificate, starter, vote,
};
use domain::score_sheet::{CriterionSet, Interest, Sheet, TallyFault};
use proptest::prelude::*;

use super::{day, user};

fn sheet(scorer: u128, points: [i64; 4]) -> Sheet {
    let codes = VotingCriterion::ALL.iter().map(|criterion| criterion.code().to_owned());
    let points: BTreeMap<String, i64> = codes.zip(points).collect();
    Sheet { scorer: user(scorer), interest: Interest::Free, points }
}

fn jury(size: u128) -> Vec<UserId> {
    (1..=size).map(user).collect()
}

fn certificate(level: VotingLevel, issued: &str) -> Certificate {
    Certificate { level, issued_on: day(issued), withdrawn_on: None }
}

#[test]
fn a_council_has_the_size_of_its_level() {
    use VotingLevel::{Commune, Nation, Province, Region};
    let table = [(Commune, [5, 7]), (Province, [7, 9]), (Region, [9, 11]), (Nation, [11, 13])];
    for (level, allowed) in table {
        for members in 0..20 {
            let expected =
                (!allowed.contains(&members)).then_some(JuryFault::CouncilSize { members, allowed });
            assert_eq!(council_fault(level, members), expected, "{level:?} {members}");
        }
    }
}

#[test]
fn seventy_is_enough_and_a_third_of_a_point_less_is_not() {
    let set = starter();
    let of = |third: [i64; 4]| {
        let sheets = [sheet(1, [20, 30, 10, 10]), sheet(2, [20, 30, 10, 10]), sheet(3, third)];
        vote(&set, &jury(3), &sheets).unwrap().is_certifiable
    };
    assert!(of([20, 30, 10, 10]));
    assert!(!of([20, 30, 10, 9]));
}

#[test]
fn a_judge_tied_to_the_maker_is_left_out() {
    let mut tied = sheet(3, [30, 35, 25, 10]);
    tied.interest = Interest::Conflict;
    let vote = vote(&starter(), &jury(3), &[sheet(1, [20, 30, 10, 9]), sheet(2, [20, 30, 10, 9]), tied]);
    let vote = vote.unwrap();
    assert!(!vote.is_certifiable, "a full sheet of the maker's friend would have lifted it to 79");
    assert_eq!(vote.tally.excluded, [user(3)]);
}

#[test]
fn a_vote_that_does_not_count_tells_everything() {
    let members = [user(1), user(2), user(2), user(4)];
    let sheets = [sheet(1, [20, 30, 10, 10]), sheet(1, [20, 30, 10, 10]), sheet(9, [20, 30, 10, 10])];
    assert_eq!(
        vote(&starter(), &members, &sheets).unwrap_err(),
        [
            JuryFault::EvenJury { judges: 4 },
            JuryFault::JudgeTwice { judge: user(2) },
            JuryFault::NotInJury { scorer: user(9) },
            JuryFault::NoSheet { judge: user(2) },
            JuryFault::NoSheet { judge: user(4) },
            JuryFault::Sheets(TallyFault::Twice { scorer: user(1) }),
        ]
    );
    let nobody = vote(&starter(), &[], &[]).unwrap_err();
    let none = JuryFault::Sheets(TallyFault::TooFew { counted: 0, least: 1 });
    assert_eq!(nobody, [JuryFault::EvenJury { judges: 0 }, none]);
}

#[test]
fn the_starter_is_a_set() {
    assert!(CriterionSet::new(starter().criteria().to_vec()).is_ok());
}

#[test]
fn a_certificate_lives_through_the_third_year() {
    let issued = certificate(VotingLevel::Province, "20/9/2025");
    let table = [
        ("19/9/2025", CertificateState::Future),
        ("20/9/2025", CertificateState::Valid),
        ("1/10/2027", CertificateState::Valid),
        ("2/10/2027", CertificateState::Expiring),
        ("31/12/2027", CertificateState::Expiring),
        ("1/1/2028", CertificateState::Expired),
    ];
    for (on, expected) in table {
        assert_eq!(issued.state(day(on)), expected, "{on}");
    }
    let withdrawn = Certificate { withdrawn_on: Some(day("1/6/2026")), ..issued };
    assert_eq!(withdrawn.state(day("31/5/2026")), CertificateState::Valid);
    assert_eq!(withdrawn.state(day("1/6/2026")), CertificateState::Withdrawn);
}

#[test]
fn the_way_up_leads_through_every_level() {
    use VotingLevel::{Commune, Nation, Province, Region};
    let on = day("1/3/2026");
    let province = certificate(Province, "20/9/2025");
    let lacks = |level, own: &[Certificate]| lacks_certificate(level, LowerRound::Held, own, on);
    assert_eq!(lacks(Commune, &[]), None);
    assert_eq!(lacks(Province, &[]), Some(Commune));
    assert_eq!(lacks_certificate(Province, LowerRound::NotHeld, &[], on), None);
    assert_eq!(lacks(Region, &[]), Some(Province));
    assert_eq!(lacks(Region, &[province]), None);
    assert_eq!(lacks(Nation, &[province]), Some(Region), "no level is left out");
    assert_eq!(lacks(Nation, &[province, certificate(Region, "1/1/2026")]), None);
    // Of 50 provincial products 9 went up: a certificate that is over or withdrawn takes nobody along.
    assert_eq!(lacks(Region, &[certificate(Province, "1/1/2023")]), Some(Province));
    let withdrawn = Certificate { withdrawn_on: Some(on), ..province };
    assert_eq!(lacks(Region, &[withdrawn]), Some(Province));
    assert_eq!(lacks_certificate(Region, LowerRound::NotHeld, &[], on), Some(Province));
}

proptest! {
    #[test]
    fn a_certificate_is_valid_between_two_and_three_years(days in 0_u64..4_000) {
        let issued_on = day("1/1/2014") + Days::new(days);
        let own = Certificate { level: VotingLevel::Province, issued_on, withdrawn_on: None };
        let last = own.valid_to().unwrap();
        let lasts = last.signed_duration_since(issued_on).num_days();
        prop_assert!((730..=1_096).contains(&lasts), "{lasts}");
        prop_assert_eq!(own.state(last), CertificateState::Expiring);
        prop_assert_eq!(own.state(last + Days::new(1)), CertificateState::Expired);
    }
}
