//! Scoring one candidate: whether one is tied first, then points beside what the book proposes and why.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::score_sheet::in_effect;
use domain::record::selection_round::result::criteria;
use domain::selection::proposals::propose;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::drafts;
use crate::components::form_pages::{Demand, Plan};
use crate::components::form_state::FormState;
use crate::components::params::id_param;
use crate::components::record_form::{Asked, Moment};
use crate::components::round::{Held, round_of};
use crate::components::score_hint::ScoreHints;
use crate::components::titles::title_of;
use crate::i18n::t;
use crate::pages::facility_form::{SavingForm, Target};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;

/// What the page knows.
const KNOWN: &[&str] = &["candidate", "round", "scorer", "scorer_name", "replaces"];

/// The page.
#[component]
pub fn ScoreForm() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let candidate = id.get().and_then(|id| untrack(|| book.view(id)));
        let round = candidate.as_ref().and_then(|view| untrack(|| round_of(book, &view.doc)));
        match candidate.zip(round) {
            Some((candidate, round)) => view! { <Sheet candidate round/> }.into_any(),
            None => view! { <Missing title=t(word!("score_sheet.round_missing"))/> }.into_any(),
        }
    }
}

#[component]
fn Sheet(candidate: View, round: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let held = untrack(|| Held::of(book, candidate.clone()));
    let mut given = Document::default()
        .with("candidate", candidate.id.to_string())
        .with("round", round.id.to_string())
        .with("scorer", me.user.to_string())
        .with("scorer_name", me.name.clone());
    if let Some(before) = own_before(&held, &me.user.to_string()) {
        given = given.with("replaces", before.to_string());
    }
    let key = drafts::new_record(Kind::ScoreSheet, Some(candidate.id));
    let form = FormState::open(book, Kind::ScoreSheet, key, None, given);
    let plan = Plan {
        kind: Kind::ScoreSheet,
        asked: Asked { role: me.role, moment: Moment::Making, known: KNOWN },
        path: routes::score(candidate.id),
        back: (routes::record(Kind::Candidate, candidate.id), title_of(&candidate)),
        title: title_of(&candidate),
        finish: t(word!("score_sheet.save")).to_owned(),
        demand: Demand::ValidSoFar,
        of: None,
    };
    let target = Target::New(Some(me.scope_of(Kind::ScoreSheet, None)));
    let facts = held.around(now().day()).score_facts();
    let proposals = criteria(&round.doc).map(|set| propose(&set, &facts)).unwrap_or_default();
    provide_context(ScoreHints { round: round.doc, proposals });
    let lead = || view! { <p class="lead">{t(word!("score_sheet.lead"))}</p> };
    view! { <SavingForm plan form target lead/> }
}

/// The own sheet that counts now, which a new one takes the place of.
fn own_before(held: &Held, me: &str) -> Option<RecordId> {
    let counting: Vec<&Document> = in_effect(&held.sheets);
    let own =
        held.sheets.iter().find(|(_, sheet)| sheet.text("scorer") == Some(me) && counting.contains(&sheet));
    own.map(|(id, _)| *id)
}
