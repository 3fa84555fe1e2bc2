//! Faults of sheets, councils and juries in words. Scorers are not named: that is for the screen,
//! which has their names.

use alloc::string::{String, ToString};

use super::text_of;
use crate::jury::JuryFault;
use crate::score_sheet::{SetFault, SheetFault, TallyFault};
use crate::word;
use crate::words::{self, Lang};

impl SetFault {
    /// Why criteria are no set.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NotHundred { sum } => {
                word!("rules.set_fault.not_hundred").fill(lang, &[("sum", &sum.to_string())])
            }
            Self::Twice { code } => word!("rules.set_fault.twice").fill(lang, &[("code", code)]),
            Self::Negative { code } => word!("rules.set_fault.negative").fill(lang, &[("code", code)]),
        }
    }
}

impl SheetFault {
    /// What is wrong on a sheet.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Missing { code } => {
                word!("rules.sheet_fault.missing").fill(lang, &[("criterion", &criterion(code, lang))])
            }
            Self::OutOfRange { code, max } => {
                let (criterion, max) = (criterion(code, lang), max.to_string());
                let params = [("criterion", criterion.as_str()), ("max", &max)];
                word!("rules.sheet_fault.out_of_range").fill(lang, &params)
            }
            Self::Unknown { code } => {
                word!("rules.sheet_fault.unknown").fill(lang, &[("criterion", &criterion(code, lang))])
            }
        }
    }
}

impl TallyFault {
    /// Why sheets cannot be counted; one that has faults tells the first.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::TooFew { counted, least } => {
                let (n, least) = (counted.to_string(), least.to_string());
                word!("rules.tally_fault.too_few").fill(lang, &[("n", &n), ("least", &least)])
            }
            Self::Twice { .. } => word!("rules.tally_fault.twice").text(lang).into(),
            Self::Undeclared { .. } => word!("rules.tally_fault.undeclared").text(lang).into(),
            Self::Sheet { faults, .. } => faults.first().map(|fault| fault.message(lang)).unwrap_or_default(),
        }
    }
}

impl JuryFault {
    /// Why a voting does not count.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::CouncilSize { members, allowed: [less, more] } => {
                let (n, less, more) = (members.to_string(), less.to_string(), more.to_string());
                let params = [("n", n.as_str()), ("less", &less), ("more", &more)];
                word!("rules.jury_fault.council_size").fill(lang, &params)
            }
            Self::EvenJury { judges } => {
                word!("rules.jury_fault.even_jury").fill(lang, &[("n", &judges.to_string())])
            }
            Self::JudgeTwice { .. } => word!("rules.jury_fault.judge_twice").text(lang).into(),
            Self::NotInJury { .. } => word!("rules.jury_fault.not_in_jury").text(lang).into(),
            Self::NoSheet { .. } => word!("rules.jury_fault.no_sheet").text(lang).into(),
            Self::Sheets(fault) => fault.message(lang),
        }
    }
}

/// The name of a criterion of the rubric or of a voting; its code when the round made it up.
fn criterion(code: &str, lang: Lang) -> String {
    let keys = ["choice.rubric.", "choice.voting_criterion."].map(|list| [list, code].concat());
    let known = keys.iter().find(|key| words::find(key).is_some());
    text_of(known.map_or("", String::as_str), code, lang)
}
