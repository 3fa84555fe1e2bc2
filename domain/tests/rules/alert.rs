//! The automatic alerts at their edges.

use domain::alert::{
    Alert, AlertCode, AlertRules, Photo, Place, ProjectPace, Reused, Tied, Ties, far_place, metres_between,
    no_report, no_result, no_visit, project_alerts, repeated, reused_photos, settlement_late, tied,
};
use domain::record::Kind;
use domain::record::project::pace::{advanced_on, pace};
use domain::value::{Document, Value};
use proptest::prelude::*;

use super::{day, record};

const RULES: AlertRules = AlertRules::USUAL;

/// Since 10/03/2026, to the end of the year.
fn running() -> ProjectPace {
    ProjectPace {
        started_on: Some(day("10/3/2026")),
        planned_end: Some(day("31/12/2026")),
        ..ProjectPace::default()
    }
}

#[test]
fn a_month_without_a_report_is_told_from_the_25th_until_a_report_comes() {
    let alert = |reported: Option<&str>, today: &str| {
        no_report(&ProjectPace { reported_on: reported.map(day), ..running() }, day(today), &RULES)
    };
    let missing = |month: &str| Some(Alert::NoReport { month: day(month) });
    assert_eq!(alert(None, "24/4/2026"), None, "the first report is due in April");
    assert_eq!(alert(None, "25/4/2026"), missing("1/4/2026"));
    assert_eq!(alert(Some("31/3/2026"), "25/4/2026"), missing("1/4/2026"));
    assert_eq!(alert(Some("1/4/2026"), "25/4/2026"), None);
    assert_eq!(alert(None, "10/5/2026"), missing("1/4/2026"), "it does not vanish with the month");
    assert_eq!(alert(Some("3/5/2026"), "10/5/2026"), None, "a late report is one");
    assert_eq!(alert(Some("24/12/2026"), "10/1/2027"), None);
    assert_eq!(alert(Some("24/11/2026"), "10/1/2027"), missing("1/12/2026"), "over the turn of the year");
}

#[test]
fn sixty_days_after_an_advance_somebody_has_been_there() {
    let alert = |visited: Option<&str>, today: &str| {
        let pace =
            ProjectPace { advanced_on: Some(day("1/6/2026")), visited_on: visited.map(day), ..running() };
        no_visit(&pace, day(today), &RULES)
    };
    assert_eq!(alert(None, "31/7/2026"), None, "the sixtieth day");
    assert_eq!(alert(None, "1/8/2026"), Some(Alert::NoVisit { days: 61 }));
    assert_eq!(alert(Some("20/5/2026"), "1/8/2026"), Some(Alert::NoVisit { days: 61 }), "that was before");
    assert_eq!(alert(Some("1/7/2026"), "1/8/2026"), None);
    assert_eq!(alert(Some("1/7/2026"), "31/8/2026"), Some(Alert::NoVisit { days: 61 }));
    assert_eq!(no_visit(&running(), day("1/12/2026"), &RULES), None, "no advance, no alert");
}

#[test]
fn the_latest_paid_advance_is_found_among_the_disbursements() {
    let money = |entry: &str, stage: &str, paid_on: Option<&str>| {
        let mut doc = Document::default().with("entry", entry).with("stage", stage);
        doc.set("paid_on", paid_on.map(Value::text));
        doc
    };
    let project = Document::default().with("stage", "in_progress").with("started_on", "2026-03-10");
    let alert = |disbursements: &[Document]| {
        let pace = ProjectPace { advanced_on: advanced_on(disbursements), ..pace(&project, &[]) };
        no_visit(&pace, day("1/8/2026"), &RULES)
    };
    let first = money("advance", "paid", Some("2026-04-02"));
    let second = money("advance", "paid", Some("2026-06-01"));
    assert_eq!(alert(&[]), None);
    assert_eq!(alert(&[money("advance", "approved", None)]), None, "nothing is paid yet");
    assert_eq!(alert(&[money("payment", "paid", Some("2026-06-01"))]), None, "a payment is no advance");
    assert_eq!(alert(std::slice::from_ref(&first)), Some(Alert::NoVisit { days: 121 }));
    assert_eq!(alert(&[second, first]), Some(Alert::NoVisit { days: 61 }), "the latest counts");
    assert_eq!(alert(&[money("advance", "paid", Some("2026-06-15"))]), None, "47 days");
    for (doc, kind) in [("paid_on", Kind::Disbursement), ("started_on", Kind::Project)] {
        assert!(kind.spec().field(doc).is_some(), "{doc}");
    }
}

#[test]
fn a_late_settlement_is_told_until_it_comes() {
    let due = ProjectPace { settlement_due: Some(day("25/11/2026")), ..running() };
    assert_eq!(settlement_late(&due, day("25/11/2026")), None);
    assert_eq!(settlement_late(&due, day("28/11/2026")), Some(Alert::SettlementLate { days: 3 }));
    let came = ProjectPace { settlement_on: Some(day("27/11/2026")), ..due };
    assert_eq!(settlement_late(&came, day("28/11/2026")), None);
}

#[test]
fn nothing_done_at_eighty_per_cent_of_the_time() {
    let hundred_days = ProjectPace { planned_end: Some(day("18/6/2026")), ..running() };
    let alert =
        |done_pct, today: &str| no_result(&ProjectPace { done_pct, ..hundred_days }, day(today), &RULES);
    assert_eq!(alert(None, "28/5/2026"), None, "79 of 100 days");
    assert_eq!(alert(None, "29/5/2026"), Some(Alert::NoResult { elapsed_pct: 80 }));
    assert_eq!(alert(Some(0), "29/5/2026"), Some(Alert::NoResult { elapsed_pct: 80 }));
    assert_eq!(alert(Some(1), "29/5/2026"), None);
    assert_eq!(alert(None, "1/1/2026"), None, "before it began");
    let no_time = ProjectPace { planned_end: Some(day("10/3/2026")), ..running() };
    assert_eq!(no_result(&no_time, day("29/5/2026"), &RULES), None);
}

#[test]
fn what_is_accepted_is_watched_for_its_settlement_only() {
    let late = ProjectPace {
        advanced_on: Some(day("1/4/2026")),
        settlement_due: Some(day("25/11/2026")),
        ..running()
    };
    let codes = |pace: &ProjectPace| {
        let alerts = project_alerts(pace, day("28/11/2026"), &RULES);
        alerts.into_iter().map(Alert::code).collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&late),
        [AlertCode::NoReport, AlertCode::NoVisit, AlertCode::SettlementLate, AlertCode::NoResult]
    );
    let accepted = ProjectPace { accepted_on: Some(day("10/11/2026")), ..late };
    assert_eq!(codes(&accepted), [AlertCode::SettlementLate]);
    assert_eq!(codes(&ProjectPace::default()), []);
}

#[test]
fn two_supports_in_three_years() {
    let today = day("15/7/2026");
    let alert = |days: &[&str]| {
        let days: Vec<_> = days.iter().map(|text| day(text)).collect();
        repeated(&days, today, &RULES)
    };
    assert_eq!(alert(&["16/7/2023", "15/7/2026"]), Some(Alert::Repeated { times: 2 }));
    assert_eq!(alert(&["15/7/2023", "15/7/2026"]), None, "three years ago to the day is over");
    assert_eq!(alert(&["1/1/2025"]), None);
    assert_eq!(alert(&["1/1/2025", "1/1/2027"]), None, "what is approved later is not yet");
}

#[test]
fn facilities_of_one_owner_phone_or_account_are_shown_together() {
    let ties = |id, owner: Option<&str>, phones: &[&str], account: Option<&str>| Ties {
        facility: record(id),
        owner: owner.map(str::to_owned),
        phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
        account: account.map(str::to_owned),
    };
    let facilities = [
        ties(3, Some("027085000123"), &["0912000300", "0912000300"], None),
        ties(1, Some("027085000123"), &["0222000111"], Some("43210001")),
        ties(2, None, &["0912000300", ""], Some("43210001")),
        ties(4, Some(""), &[""], Some("")),
        ties(5, None, &[], None),
    ];
    let group = |code, ids: &[u128]| Tied { code, facilities: ids.iter().map(|id| record(*id)).collect() };
    assert_eq!(
        tied(&facilities),
        [
            group(AlertCode::SameOwner, &[1, 3]),
            group(AlertCode::SamePhone, &[2, 3]),
            group(AlertCode::SameAccount, &[1, 2]),
        ]
    );
}

#[test]
fn a_photo_of_another_visit_is_found() {
    let photo =
        |id, visit, hash: &str| Photo { photo: record(id), visit: record(visit), hash: hash.to_owned() };
    let photos = [
        photo(1, 10, "aa"),
        photo(2, 10, "aa"),
        photo(3, 11, "bb"),
        photo(4, 11, "aa"),
        photo(5, 12, ""),
        photo(6, 13, ""),
    ];
    assert_eq!(reused_photos(&photos), [Reused { photo: record(4), repeats: record(1) }]);
}

#[test]
fn half_a_kilometre_from_the_place_on_record() {
    let place = Place { lat_e7: 211_350_000, lng_e7: 1_062_580_000 };
    let north = |metres: i64| Place { lat_e7: place.lat_e7 + metres * 10_000_000 / 111_200 + 1, ..place };
    assert_eq!(far_place(north(500), place, &RULES), None);
    assert_eq!(far_place(north(501), place, &RULES), Some(Alert::FarPlace { metres: 501 }));
    // Hồ Gươm is 44,6 km away on the map.
    let hanoi = Place { lat_e7: 210_287_000, lng_e7: 1_058_523_000 };
    let metres = metres_between(place, hanoi);
    assert!((43_000..45_000).contains(&metres), "{metres}");
}

fn any_place() -> impl Strategy<Value = Place> {
    (209_600_000..216_300_000_i64, 1_058_800_000..1_070_400_000_i64)
        .prop_map(|(lat_e7, lng_e7)| Place { lat_e7, lng_e7 })
}

proptest! {
    #[test]
    fn a_distance_is_mutual_and_no_detour_is_shorter(a in any_place(), b in any_place(), c in any_place()) {
        prop_assert_eq!(metres_between(a, a), 0);
        prop_assert_eq!(metres_between(a, b), metres_between(b, a));
        prop_assert!(metres_between(a, c) <= metres_between(a, b) + metres_between(b, c) + 2);
    }

    #[test]
    fn more_supports_never_end_an_alert(days in proptest::collection::vec(0_u64..2_000, 0..6), more in 0_u64..2_000) {
        let today = day("15/7/2026");
        let before: Vec<_> = days.iter().map(|back| today - chrono::Days::new(*back)).collect();
        let mut after = before.clone();
        after.push(today - chrono::Days::new(more));
        let is_told = |days: &[chrono::NaiveDate]| repeated(days, today, &RULES).is_some();
        prop_assert!(!is_told(&before) || is_told(&after));
    }
}
