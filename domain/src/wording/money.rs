//! Ceilings and limits in words.

use alloc::string::{String, ToString};

use super::label;
use crate::formats::date;
use crate::ledger::Limit;
use crate::ledger::advance::Need;
use crate::money;
use crate::norm::Ceiling;
use crate::word;
use crate::words::Lang;

impl Ceiling<'_> {
    /// The amount with the norm and its date.
    pub fn message(&self, lang: Lang) -> String {
        let (amount, from) = (money::show(self.amount_vnd, lang), date::show(self.norm.valid_from));
        let norm = self.norm.source.legal_ref.as_ref();
        word!("rules.ceiling").fill(lang, &[("amount", &amount), ("norm", norm), ("from", &from)])
    }
}

impl Limit {
    /// What stands in the way.
    pub fn message(self, lang: Lang) -> String {
        match self {
            Self::Phase(phase) => word!("rules.limit.phase").fill(lang, &[("phase", &label(phase, lang))]),
            Self::NoRule => word!("rules.limit.no_rule").text(lang).into(),
            Self::Need(Need::Paper(paper)) => {
                word!("rules.limit.need_paper").fill(lang, &[("paper", &label(paper, lang))])
            }
            Self::Need(Need::DoneOver(percent)) => {
                word!("rules.limit.need_done").fill(lang, &[("percent", &percent.to_string())])
            }
            Self::AdvancePart { percent, most_vnd } => {
                let (percent, amount) = (percent.to_string(), money::show(most_vnd, lang));
                word!("rules.limit.advance_part").fill(lang, &[("percent", &percent), ("amount", &amount)])
            }
            Self::Total { most_vnd } => {
                word!("rules.limit.total").fill(lang, &[("amount", &money::show(most_vnd, lang))])
            }
            Self::Held { most_vnd } => {
                word!("rules.limit.held").fill(lang, &[("amount", &money::show(most_vnd, lang))])
            }
            Self::Amount => word!("rules.limit.amount").text(lang).into(),
            Self::NotPending => word!("rules.limit.not_pending").text(lang).into(),
        }
    }
}
