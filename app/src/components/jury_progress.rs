//! How far the scoring of a round is: who judges, how many sheets each has handed in, what each product has
//! so far, and where the judges are far apart.

use domain::record::Kind;
use domain::record::product::entry::EntryStage;
use domain::record::product::round::{criteria, judges, size};
use domain::role::Role;
use domain::score_sheet::Mean;
use domain::search::fold_vi;
use domain::selection::rubric::DISPUTED_SPREAD;
use domain::word;
use leptos::prelude::*;

use crate::components::entry_section::stage_of;
use crate::components::jury_table::{Given, given_for, sum};
use crate::components::round::points;
use crate::components::titles::title_of;
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// The part of the page of a round; sheets are a matter of the offices, and of judges only the own ones.
pub fn section(round: View) -> AnyView {
    let role = expect_context::<Book>().me().get_untracked().role;
    match role {
        Role::CentreStaff | Role::DepartmentStaff | Role::DepartmentLeader | Role::Inspector => {
            view! { <Progress round/> }.into_any()
        }
        Role::CommuneOfficer | Role::FacilityOwner | Role::CouncilMember | Role::Finance | Role::Admin => {
            ().into_any()
        }
    }
}

#[component]
fn Progress(round: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = round.id.to_string();
    let scored = Memo::new(move |_| {
        book.track(Kind::JudgeSheet);
        let entries = book.scan(Kind::ProductEntry, |view| {
            let is_own = view.doc.text("round") == Some(id.as_str());
            (is_own && stage_of(&view).is_some_and(EntryStage::has_met_jury)).then_some(view)
        });
        entries.into_iter().map(|entry| (given_for(book, &entry), entry)).collect::<Vec<_>>()
    });
    let round = StoredValue::new(round);
    let seats = move || {
        let products = scored.with(Vec::len);
        let seats = round.with_value(|round| judges(&round.doc));
        let rows = seats.into_iter().filter_map(|seat| {
            let name = seat.name?;
            let is_own = |given: &Given| fold_vi(&given.judge) == fold_vi(&name);
            let done = scored.with(|all| all.iter().filter(|(given, _)| given.iter().any(is_own)).count());
            let counted = fill(
                word!("jury.progress"),
                &[("done", &done.to_string()), ("total", &products.to_string())],
            );
            Some(view! {
                <li>
                    <b>{name}</b>
                    <span class="line muted">{seat.post} " " {counted}</span>
                </li>
            })
        });
        rows.collect_view()
    };
    let entries = move || {
        scored.with(|all| {
            all.iter().map(|(given, entry)| round.with_value(|round| row(round, given, entry))).collect_view()
        })
    };
    view! {
        <Section title=t(word!("jury.title")) id="jury">
            <ul class="lines">{seats}</ul>
            <ul class="lines">{entries}</ul>
        </Section>
    }
}

/// A product: sheets that are there, their mean, and a flag where highest and lowest are far apart.
fn row(round: &View, given: &[Given], entry: &View) -> AnyView {
    let sums: Vec<i64> = criteria(&round.doc)
        .map(|set| given.iter().filter_map(|one| sum(&set, one)).collect())
        .unwrap_or_default();
    let counted = fill(
        word!("jury.progress"),
        &[("done", &given.len().to_string()), ("total", &size(&round.doc).to_string())],
    );
    let mean = Mean::new(sums.iter().sum(), sums.len())
        .map(|mean| fill(word!("jury.mean"), &[("mean", &points(mean.hundredths()))]));
    let spread = sums.iter().max().zip(sums.iter().min()).map(|(most, least)| most - least);
    let disputed = spread.filter(|spread| *spread > DISPUTED_SPREAD).map(|spread| {
        view! { <Mark look=MarkLook::DUE word=fill(word!("ranking.spread"), &[("n", &spread.to_string())])/> }
    });
    view! {
        <li>
            <a class="hit" href=routes::record(entry.kind, entry.id)>{title_of(entry)}</a>
            <span class="line muted">{counted} " · " {mean}</span>
            {disputed}
        </li>
    }
    .into_any()
}
