//! What a round gives for a criterion, and what the book proposes and why, below where the points are typed.

use domain::record::Kind;
use domain::record::candidate::facts::merit_of;
use domain::record::field::Choice;
use domain::record::rule::number;
use domain::selection::proposals::{Ground, Proposal};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::value_text::field_label;
use crate::i18n::{by_key, fill};

/// What the page that scores knows.
#[derive(Clone)]
pub struct ScoreHints {
    /// The round, with what it gives for each criterion.
    pub round: Document,
    /// What the book proposes.
    pub proposals: Vec<Proposal>,
}

/// The lines of one criterion; nothing for another question, or where no round is known.
pub fn score_hint(criterion: &str) -> Option<AnyView> {
    let hints = use_context::<ScoreHints>()?;
    let max = number(&hints.round, criterion)?;
    let proposal = hints.proposals.iter().find(|proposal| proposal.criterion.code() == criterion);
    let proposed = proposal.and_then(|proposal| {
        let points = proposal.points?.to_string();
        Some(fill(word!("score_sheet.proposed"), &[("points", &points), ("grounds", &grounds(proposal))]))
    });
    let missing = proposal.and_then(missing);
    let lines = proposed.into_iter().chain(missing).map(|line| view! { <p class="small">{line}</p> });
    Some(
        view! {
            <p class="small">{fill(word!("score_sheet.most"), &[("max", &max.to_string())])}</p>
            {lines.collect_view()}
        }
        .into_any(),
    )
}

fn grounds(proposal: &Proposal) -> String {
    proposal.grounds.iter().map(|ground| ground_words(*ground)).collect::<Vec<_>>().join(", ")
}

fn missing(proposal: &Proposal) -> Option<String> {
    let mut asked: Vec<String> = proposal.missing.iter().map(|ground| question(*ground)).collect();
    asked.dedup();
    (!asked.is_empty()).then(|| fill(word!("score_sheet.missing"), &[("what", &asked.join(", "))]))
}

fn ground_words(ground: Ground) -> String {
    by_key(&Ground::LIST.key(ground.code()))
}

fn question(ground: Ground) -> String {
    merit_of(ground).map_or_else(|| ground_words(ground), |field| field_label(Kind::Candidate, field))
}
