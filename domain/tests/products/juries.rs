//! The jury of a round: who sits in it, picked from the directory or typed, and that it is whole.

use domain::id::UserId;
use domain::record::Kind;
use domain::record::product::round::{self, Judge};
use domain::validation::broken;
use domain::value::Value;
use uuid::Uuid;

use crate::{day, province, row, seats};

/// A judge from the directory.
fn picked(account: u128, name: &str) -> Value {
    row(&[("account", account_of(account).to_string().into()), ("name", name.into())])
}

fn account_of(judge: u128) -> UserId {
    UserId(Uuid::from_u128(judge))
}

#[test]
fn who_was_picked_is_known_by_the_account_and_who_was_typed_by_the_name() {
    let round = province()
        .with("judges", Value::List(vec![picked(1, "Lê Thị Thu"), row(&[("name", "Mẫn Bá Đạt".into())])]));
    let sits = |account: u128, name| round::sits(&round, Judge { account: Some(account_of(account)), name });
    assert_eq!(sits(1, "Lê Thị Thu"), Some(true));
    assert_eq!(sits(1, "Lê Thị Thu Hà"), Some(true), "the account shows another name now");
    assert_eq!(sits(2, "Lê Thị Thu"), Some(false), "of the same name, and another");
    assert_eq!(sits(3, "MẪN BÁ ĐẠT"), Some(true));
}

#[test]
fn a_jury_is_whole_and_names_nobody_twice() {
    let trips = |judges: Value| -> Vec<&str> {
        let doc = province().with("judges", judges);
        broken(Kind::ProductRound, &doc, day(11, 24)).map(|rule| rule.code.code()).collect()
    };
    assert_eq!(trips(seats(7)), Vec::<&str>::new());
    assert_eq!(trips(seats(6)), ["problem.jury_not_whole"]);
    assert_eq!(trips(seats(8)), ["problem.jury_not_whole"]);
    let names = ["A", "B", "C", "D", "E", "F", "a"];
    let twice = names.map(|name| row(&[("name", name.into())])).to_vec();
    assert_eq!(trips(Value::List(twice)), ["problem.jury_not_whole"]);
    let with = |seats_of: [Value; 2]| {
        let Value::List(mut all) = seats(5) else { return Value::List(Vec::new()) };
        all.extend(seats_of);
        Value::List(all)
    };
    let whole = with([picked(1, "Lê Thị Thu"), picked(2, "Lê Thị Thu")]);
    assert_eq!(trips(whole), Vec::<&str>::new(), "two people of one name");
    let not_whole = ["problem.jury_not_whole"];
    assert_eq!(trips(with([picked(1, "Lê Thị Thu"), picked(1, "Lê Thị Thu")])), not_whole);
    let typed = row(&[("name", "Lê Thị Thu".into())]);
    assert_eq!(trips(with([picked(1, "Lê Thị Thu"), typed])), not_whole, "it may be the same");
}
