//! The points of a candidate by criterion, for its owner after the publication, and why it ended where it did.

use domain::record::Kind;
use domain::record::candidate::{Candidate, CandidateStage};
use domain::record::field::Choice;
use domain::record::rule::number;
use domain::record::stage::NeedStage;
use domain::selection::ranking::Standing;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::person::is_owner;
use crate::components::round::points;
use crate::components::titles::capital;
use crate::components::value_text::show_field;
use crate::i18n::{by_key, fill, t};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::table::{Column, Table};

/// The candidate of a need whose result was sent, the latest one.
pub fn published(book: Book, need: &View) -> Option<View> {
    let mut all = book.children_now(need.id, Kind::Candidate).into_iter().filter_map(|id| book.view(id));
    all.rfind(|view| view.doc.text("stage") == Some(CandidateStage::Published.code()))
}

/// Why a need was chosen or not, with rank and points where there are any.
pub fn why(need: &Document, candidate: &Document) -> Option<String> {
    let read = Candidate::read(candidate);
    let year = number(need, "year").map(|year| year.to_string()).unwrap_or_default();
    let text = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (place, of, line) = (text(read.place), text(read.of), text(read.money_place));
    let mean = read.mean.map(points).unwrap_or_default();
    let said = match read.standing? {
        Standing::BelowMoney | Standing::BelowMark | Standing::GateOpen | Standing::GateFailed
            if is_chosen(need) =>
        {
            fill(word!("candidate.why_chosen_anyway"), &[("year", &year)])
        }
        Standing::Proposed => fill(
            word!("candidate.why_proposed"),
            &[("place", &place), ("of", &of), ("mean", &mean), ("line", &line)],
        ),
        Standing::BelowMoney if read.money_place == Some(0) => {
            fill(word!("candidate.why_no_money"), &[("year", &year), ("place", &place)])
        }
        Standing::BelowMoney => {
            fill(word!("candidate.why_below_money"), &[("year", &year), ("line", &line), ("place", &place)])
        }
        Standing::BelowMark => fill(word!("candidate.why_below_mark"), &[("year", &year), ("mean", &mean)]),
        Standing::GateOpen | Standing::GateFailed => {
            let reason = show_field(Kind::Need, need, "decline_reason").unwrap_or_default();
            fill(word!("candidate.why_gate"), &[("year", &year), ("reason", &reason)])
        }
    };
    Some(said)
}

/// Whether a need was chosen, by the ranking or by a leader.
fn is_chosen(need: &Document) -> bool {
    matches!(
        need.text("stage").and_then(NeedStage::from_code),
        Some(NeedStage::Shortlisted | NeedStage::Converted)
    )
}

/// Reason and points.
#[component]
pub fn Explanation(
    /// The need.
    need: Document,
    /// Its published candidate.
    candidate: Document,
) -> impl IntoView {
    let read = Candidate::read(&candidate);
    let is_staff = !is_owner(&expect_context::<Book>().me().get_untracked());
    let told_to = is_staff.then(|| view! { <p class="muted">{t(word!("candidate.owner_reads"))}</p> });
    let look = match read.standing {
        Some(Standing::Proposed) => NoteLook::Good,
        Some(_) if is_chosen(&need) => NoteLook::Good,
        Some(Standing::BelowMoney | Standing::BelowMark | Standing::GateOpen | Standing::GateFailed)
        | None => NoteLook::Warn,
    };
    let scores = read.scores.clone().unwrap_or_default();
    let rows: Vec<AnyView> = scores
        .into_iter()
        .filter_map(|score| {
            let name = by_key(&format!("field.selection_round.{}", score.criterion?.code()));
            Some(line(name, points(score.mean?), score.max?.to_string()))
        })
        .collect();
    let total =
        read.mean.map(|mean| line(t(word!("candidate.total")).to_owned(), points(mean), "100".to_owned()));
    let columns = vec![
        Column::words(t(word!("candidate.column_criterion"))),
        Column::numbers(t(word!("candidate.column_points"))),
        Column::numbers(t(word!("candidate.column_max"))),
    ];
    let table = (!rows.is_empty()).then(|| {
        view! {
            <Table caption=t(word!("candidate.sheet_caption")) columns>{rows}{total}</Table>
        }
    });
    view! {
        <Section title=t(word!("need.in_round")) id="selection-result">
            {told_to}
            {why(&need, &candidate).map(|words| view! { <Note look>{words}</Note> })}
            {read.result_note.map(|words| view! { <p>{words}</p> })}
            {table}
        </Section>
    }
}

fn line(name: String, points: String, max: String) -> AnyView {
    view! {
        <tr>
            <td class="le-col" data-l=t(word!("candidate.column_criterion"))>{capital(&name)}</td>
            <td class="num" data-l=t(word!("candidate.column_points"))>{points}</td>
            <td class="num" data-l=t(word!("candidate.column_max"))>{max}</td>
        </tr>
    }
    .into_any()
}
