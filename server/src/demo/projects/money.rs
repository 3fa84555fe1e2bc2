//! The money of a project, within the norms (DOMAIN §2.1, TT 28/2018/TT-BTC).

use domain::money::MILLION;
use domain::record::need::Activity;

use crate::demo::dice::Dice;
use crate::demo::needs::Wish;

/// Amounts of a project, đồng.
#[derive(Clone, Debug)]
pub struct Money {
    pub total: i64,
    pub eligible: i64,
    pub requested: i64,
}

/// The norm of an activity: share of the cost, %, and ceiling, triệu đồng.
pub fn norm(activity: Activity) -> (i64, i64) {
    match activity {
        Activity::DemoModel => (30, 1_000),
        Activity::CleanerProd => (30, 500),
        Activity::TrainSkill | Activity::TrainMgmt => (100, 160),
        Activity::Brand => (50, 35),
        Activity::FairJoin => (80, 40),
        _ => (50, 300),
    }
}

impl Money {
    /// What can be asked for: the share of the norm in whole triệu, never above its ceiling.
    pub fn of(dice: &mut Dice, wish: &Wish) -> Self {
        let (share, ceiling) = norm(wish.activity);
        let eligible = wish.cost / MILLION * MILLION;
        let beside = match wish.activity {
            Activity::Machine | Activity::DemoModel | Activity::CleanerProd => dice.between(5, 40),
            _ => 0,
        };
        let total = (eligible + eligible / 100 * beside) / MILLION * MILLION;
        let requested = (eligible / 100 * share / MILLION * MILLION).min(ceiling * MILLION);
        Self { total, eligible, requested }
    }
}

#[cfg(test)]
mod tests {
    use domain::money::MILLION;
    use domain::record::need::Activity;

    use super::Money;
    use crate::demo::dice::Dice;
    use crate::demo::needs::Wish;

    fn requested(activity: Activity, cost: i64) -> i64 {
        let wish = Wish { activity, text: String::new(), cost: cost * MILLION };
        Money::of(&mut Dice::new(1), &wish).requested / MILLION
    }

    #[test]
    fn the_cases_of_the_norm_table_hold() {
        assert_eq!(requested(Activity::Machine, 900), 300);
        assert_eq!(requested(Activity::Machine, 361), 180);
        assert_eq!(requested(Activity::DemoModel, 2_500), 750);
        assert_eq!(requested(Activity::DemoModel, 9_000), 1_000);
        assert_eq!(requested(Activity::Brand, 90), 35);
    }
}
