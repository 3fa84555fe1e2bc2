//! A round of selection: its stage and what may be done, the ranking with its two lines, who cannot be ranked
//! yet, and the surveyed needs that may still enter.

use domain::id::RecordId;
use domain::money;
use domain::ordering;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::need::Need;
use domain::record::rule::number;
use domain::record::score_sheet::in_effect;
use domain::record::selection_round::RoundStage;
use domain::record::selection_round::result::{Standings, declined_for};
use domain::role::Role;
use domain::selection::gates::Outcome;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

use crate::components::action_panel::ActionPanel;
use crate::components::course::day_of;
use crate::components::history::History;
use crate::components::norms::{in_use, proposed};
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::ranking_table::{RankingTable, activity_of, sheets_words};
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::round::{Held, Round};
use crate::components::save_error::save_error_words;
use crate::components::stage_bar::state_sentence;
use crate::components::sync_mark::RecordMark;
use crate::components::titles::{title, title_of};
use crate::components::value_text::{commune_name, show_field, stage_label};
use crate::i18n::{count, fill, lang, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::deeds::making;
use crate::state::view::{SaveError, View};
use crate::ui::button::{Button, ButtonLink};
use crate::ui::disclosure::Disclosure;
use crate::ui::filter_button::FilterSelect;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::next_action::NextAction;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

const SHOWN: Shown = Shown { groups: &["frame", "weights", "result"], not: &["title"] };

/// The page.
#[component]
pub fn RankingPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let today = now().day();
    let round = Memo::new(move |_| {
        let view = id.get().and_then(|id| book.view(id)).filter(|view| view.kind == Kind::SelectionRound)?;
        Some(Round::of(book, view, today))
    });
    let is_here = Memo::new(move |_| round.with(Option::is_some));
    move || {
        if !is_here.get() {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        }
        let Some(first) = round.get_untracked() else { return ().into_any() };
        // The form of a step stays open while news of the round arrive.
        let shown = Signal::derive(move || round.with(|round| round.as_ref().unwrap_or(&first).view.clone()));
        let commune = RwSignal::new(String::new());
        let facts = Signal::derive(move || shown.with(|view| view.doc.clone()));
        let id = shown.with_untracked(|view| view.id);
        let back = (routes::register(Kind::SelectionRound), t(word!("nav.selection")).to_owned());
        view! {
            <Page title=t(word!("ranking.title")) here=routes::SELECTION back>
                <div class="page page-wide">
                    {move || shown.with(|view| view! { <p class="muted">{frame(&view.doc)}</p> })}
                    <Heading text=t(word!("ranking.title"))/>
                    {move || round.get().map(|round| view! { <Standing round/> })}
                    <div class="no-print"><ActionPanel view=shown/></div>
                    {move || round.get().map(|round| view! { <Detail round commune/> })}
                    <Disclosure summary=move || t(word!("group.selection_round.weights"))>
                        <RecordFacts kind=Kind::SelectionRound doc=facts shown=SHOWN/>
                    </Disclosure>
                    <History record=id/>
                </div>
            </Page>
        }
        .into_any()
    }
}

/// Where it stands, what of it is still to be handed in.
#[component]
fn Standing(round: Round) -> impl IntoView {
    let view = round.view.clone();
    let stage = domain::workflow::stage(Kind::SelectionRound, &view.doc).unwrap_or_default();
    let state = state_sentence(Kind::SelectionRound, stage, day_of(&view.doc, "stage_since"));
    view! {
        <p class="state">{state}</p>
        <p><RecordMark mark=view.sync/></p>
        <div class="no-print"><Deliver round/></div>
    }
}

/// What may be changed, the ranking, who is not in it.
#[component]
fn Detail(round: Round, commune: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let view = round.view.clone();
    let role = book.me().get_untracked().role;
    let may_edit = may(role, Operation::Edit, Kind::SelectionRound, Relation::OwnScope)
        && domain::workflow::is_editable(Kind::SelectionRound, &view.doc);
    let edit = routes::record_edit(Kind::SelectionRound, view.id);
    let print = routes::record_print(Kind::SelectionRound, view.id);
    view! {
        <div class="acts no-print">
            {may_edit.then(|| view! { <ButtonLink label=t(word!("button.edit")) href=edit look="sm" icon="pen"/> })}
            <ButtonLink label=t(word!("records.print")) href=print look="sm" icon="print"/>
        </div>
        <Ranked round=round.clone() commune/>
        <Others round=round.clone()/>
        <Enter round/>
    }
}

/// “Đợt 1/2027 · kinh phí địa phương 1.300 triệu đồng · …”.
pub fn frame(doc: &Document) -> String {
    let funding = show_field(Kind::SelectionRound, doc, "funding").unwrap_or_default().to_lowercase();
    let budget = money::show_millions(number(doc, "budget").unwrap_or(0), lang());
    let title = title(Kind::SelectionRound, doc);
    fill(word!("ranking.frame"), &[("title", &title), ("funding", &funding), ("budget", &budget)])
}

/// The counts above the table, the filter and the table; sealed while this person may not see marks.
#[component]
fn Ranked(round: Round, commune: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let Some(standings) = round.standings.clone() else {
        return view! { <Note look=NoteLook::Bad>{t(word!("ranking.broken_weights"))}</Note> }.into_any();
    };
    if round.held.is_empty() {
        return view! { <p class="lead">{t(word!("ranking.empty"))}</p> }.into_any();
    }
    let (done, all) = own_sheets(&round, &me.user.to_string());
    let is_over = round.stage().is_some_and(|stage| {
        matches!(stage, RoundStage::Ranked | RoundStage::Published | RoundStage::Closed)
    });
    let is_empty = standings.rows.is_empty();
    let counts = view! { <Counts standings/> };
    if !is_over && (done < all || all == 0) {
        if !may(me.role, Operation::Create, Kind::ScoreSheet, Relation::OwnScope) {
            let later = t(word!("ranking.sealed_until_ranked"));
            return view! { {counts} <Note look=NoteLook::Info>{later}</Note> }.into_any();
        }
        let mine =
            fill(word!("ranking.my_sheets"), &[("done", &done.to_string()), ("all", &all.to_string())]);
        return view! {
            {counts}
            <p><b>{mine}</b></p>
            <Note look=NoteLook::Info>{t(word!("ranking.sealed"))}</Note>
        }
        .into_any();
    }
    if is_empty {
        // A table of heads says nothing; who is not in it follows below.
        return counts.into_any();
    }
    let options = communes(&round);
    let shown = StoredValue::new(round);
    view! {
        {counts}
        <div class="tools no-print">
            <FilterSelect
                label=t(word!("ranking.filter_commune"))
                options
                chosen=commune
                on_pick=move |picked| commune.set(picked)
            />
        </div>
        {move || view! { <RankingTable round=shown.get_value() commune=commune.get()/> }}
        <p class="muted">{t(word!("ranking.order"))}</p>
    }
    .into_any()
}

/// Sheets this person handed in, of the candidates that are scored.
fn own_sheets(round: &Round, me: &str) -> (usize, usize) {
    let scored: Vec<&Held> =
        round.held.iter().filter(|held| held.view.doc.text("stage") == Some("admitted")).collect();
    let is_done =
        |held: &&&Held| in_effect(&held.sheets).iter().any(|sheet| sheet.text("scorer") == Some(me));
    (scored.iter().filter(is_done).count(), scored.len())
}

fn communes(round: &Round) -> Vec<(String, String)> {
    let codes = ordering::set(round.held.iter().filter_map(|held| held.view.doc.text("commune_code")));
    let all = std::iter::once((String::new(), t(word!("ranking.filter_all")).to_owned()));
    all.chain(codes.into_iter().map(|code| (code.to_owned(), commune_name(code)))).collect()
}

#[component]
fn Counts(standings: Standings) -> impl IntoView {
    let passes = |id: &RecordId| standings.judged.get(id).is_some_and(|one| one.verdict == Outcome::Pass);
    let (stopped, disputed) = (standings.stopped.len(), standings.disputed());
    let unscored = standings.unscored.iter().filter(|id| passes(id)).count();
    let passed = count(word!("ranking.passed"), standings.judged.keys().filter(|id| passes(id)).count());
    let stopped = (stopped > 0).then(|| {
        view! { <li><a class="hit" href="#not-ranked">{count(word!("ranking.stopped"), stopped)}</a></li> }
    });
    let unscored = (unscored > 0).then(|| view! { <li>{count(word!("ranking.waiting"), unscored)}</li> });
    let disputed = (disputed > 0).then(|| {
        view! { <li><Mark look=MarkLook::MISSING word=count(word!("ranking.disputed"), disputed)/></li> }
    });
    view! {
        <ul class="counts">
            <li>{passed}</li>
            {stopped}
            {unscored}
            {disputed}
        </ul>
    }
}

/// Candidates the table does not hold: stopped at a gate, or without enough sheets.
#[component]
fn Others(round: Round) -> impl IntoView {
    let standings = round.standings.clone()?;
    let book = expect_context::<Book>();
    let me = book.me().get_untracked().user.to_string();
    let is_scoring = round.stage() == Some(RoundStage::Scoring);
    let row = |id: &RecordId| {
        let held = round.candidate(*id)?;
        let name = title(Kind::Facility, &held.facility);
        let stage = held.view.doc.text("stage").unwrap_or_default().to_owned();
        let is_mine = in_effect(&held.sheets).iter().any(|sheet| sheet.text("scorer") == Some(me.as_str()));
        let look = if is_mine || !is_scoring { MarkLook::DOING } else { MarkLook::TODO };
        let sheets = sheets_words(in_effect(&held.sheets).len());
        let wish = title(Kind::Need, &held.need);
        Some(
            view! {
                <ListRow
                    href=routes::record(Kind::Candidate, *id)
                    title=move || name.clone()
                    state=move || view! { <Mark look word=stage_label(Kind::Candidate, &stage)/> }
                >
                    <span class="line">{wish}</span>
                    <span class="line muted">{sheets}</span>
                </ListRow>
            }
            .into_any(),
        )
    };
    let stopped: Vec<AnyView> = standings.stopped.iter().filter_map(row).collect();
    let waiting: Vec<AnyView> = standings.unscored.iter().filter_map(row).collect();
    let section = |title: &'static str, rows: Vec<AnyView>, id: &'static str| {
        (!rows.is_empty())
            .then(|| view! { <Section title=title id=id><ul class="rows">{rows}</ul></Section> })
    };
    Some(view! {
        {section(t(word!("ranking.waiting_title")), waiting, "not-scored")}
        {section(t(word!("ranking.stopped_title")), stopped, "not-ranked")}
    })
}

/// Surveyed needs that are in no round of the year, while the round takes some.
#[component]
fn Enter(round: Round) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let takes = round.stage().is_none_or(|stage| matches!(stage, RoundStage::Draft | RoundStage::Open));
    if !takes || me.role != Role::CentreStaff {
        return None;
    }
    let year = number(&round.view.doc, "year");
    let free = book.scan(Kind::Need, |need| {
        let is_surveyed = domain::workflow::stage(Kind::Need, &need.doc) == Some("surveyed");
        let is_in = book
            .children_now(need.id, Kind::Candidate)
            .into_iter()
            .filter_map(|id| book.view(id))
            .any(|candidate| !matches!(candidate.doc.text("stage"), Some("removed" | "published")));
        (is_surveyed && !is_in && number(&need.doc, "year") == year).then_some(need)
    });
    if free.is_empty() {
        return None;
    }
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let all = StoredValue::new(free.clone());
    let view = StoredValue::new(round.view.clone());
    let take = move |needs: Vec<View>| {
        busy.set(true);
        spawn_local(async move {
            let candidate = |need| {
                let (scope, doc) = untrack(|| entry(book, &view.get_value(), need));
                making(Kind::Candidate, Book::new_id(), scope, doc)
            };
            let written = book.perform(needs.iter().map(candidate).collect()).await;
            failed.try_set(written.err().map(|error| save_error_words(Kind::Candidate, &error)));
            busy.try_set(false);
        });
    };
    let rows: Vec<AnyView> =
        free.iter().map(|need| view! { <Free need=need.clone() on_take=take/> }.into_any()).collect();
    let label = count(word!("ranking.add_all"), free.len());
    Some(view! {
        <Section title=t(word!("ranking.add_title")) id="enter">
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <div class="acts">
                <Button label look="main" icon="plus" busy busy_label=saving() on_press=move |()| take(all.get_value())/>
            </div>
            <ul class="rows">{rows}</ul>
        </Section>
    })
}

#[component]
fn Free(need: View, #[prop(into)] on_take: Callback<Vec<View>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let facility = need.doc.text("facility").and_then(|id| id.parse().ok());
    let facility = facility.and_then(|id| untrack(|| book.view(id)));
    let name = facility.map(|facility| title_of(&facility)).unwrap_or_default();
    let wish = title_of(&need);
    let place = need.doc.text("commune_code").map(commune_name);
    let view = StoredValue::new(need.clone());
    view! {
        <li>
            <div class="row">
                <span class="bd">
                    <a class="t hit" href=routes::need(need.id)>{name}</a>
                    <span class="line">{wish}</span>
                    <span class="line muted">{place}</span>
                </span>
                <span class="st">
                    <Button
                        label=t(word!("ranking.add_one"))
                        look="sm"
                        on_press=move |()| on_take.run(vec![view.get_value()])
                    />
                </span>
            </div>
        </li>
    }
}

/// A candidate as it enters: support by the norm in force, the counterpart of the need.
fn entry(book: Book, round: &View, need: &View) -> (domain::id::ScopeId, Document) {
    let read = Need::read(&need.doc);
    let cost = read.surveyed_cost.or(read.estimated_cost).unwrap_or(0);
    let funding = round.doc.text("funding").unwrap_or_default();
    let support = proposed(&in_use(book), read.activity, funding, cost, now().day());
    let facility = need.doc.text("facility").and_then(|id| id.parse().ok()).and_then(|id| book.view(id));
    let who = facility.map(|facility| title_of(&facility)).unwrap_or_default();
    let named: String = format!("{who}: {}", title_of(need)).chars().take(300).collect();
    let mut doc = Document::default()
        .with("need", need.id.to_string())
        .with("round", round.id.to_string())
        .with("round_title", title_of(round))
        .with("title", named)
        .with("support", support);
    doc.set("counterpart", read.counterpart.map(Value::Int));
    (book.me().get_untracked().scope_of(Kind::Candidate, Some(need)), doc)
}

/// After the publication: each owner gets the result, each need its next stage.
#[component]
fn Deliver(round: Round) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let is_published = matches!(round.stage(), Some(RoundStage::Published));
    let open: Vec<Held> = round
        .held
        .iter()
        .filter(|held| matches!(held.view.doc.text("stage"), Some("admitted" | "barred")))
        // The publication writes the results; until they have come there is nothing to send.
        .filter(|held| held.view.doc.get("standing").is_some())
        .cloned()
        .collect();
    if !is_published || open.is_empty() || me.role != Role::CentreStaff {
        return None;
    }
    let label = count(word!("ranking.send"), open.len());
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let all = StoredValue::new((round, open));
    let why_not =
        Signal::derive(move || (!book.online().get()).then(|| t(word!("sync.online_only")).to_owned()));
    let send = move |()| {
        busy.set(true);
        spawn_local(async move {
            let (round, open) = all.get_value();
            for held in open {
                if let Err(error) = deliver(book, &round, &held).await {
                    failed.try_set(Some(save_error_words(Kind::Candidate, &error)));
                    break;
                }
            }
            busy.try_set(false);
        });
    };
    Some(view! {
        <NextAction kicker=t(word!("project.next_action")) title=label.clone()>
            <p>{t(word!("ranking.send_detail"))}</p>
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <div class="acts"><Button label=label.clone() look="main" busy busy_label=saving() why_not on_press=send/></div>
        </NextAction>
    })
}

fn saving() -> String {
    t(word!("button.saving")).to_owned()
}

/// The need first, its candidate last: what was cut off half-way is still on the list and goes on from there.
async fn deliver(book: Book, round: &Round, held: &Held) -> Result<(), SaveError> {
    let Some(standings) = &round.standings else { return Ok(()) };
    let need = held.view.doc.text("need").and_then(|id| id.parse().ok());
    let need = need.and_then(|id| untrack(|| book.view(id)));
    let need = need.filter(|need| domain::workflow::stage(Kind::Need, &need.doc) == Some("surveyed"));
    if let Some((need, activity)) = need.zip(activity_of(held)) {
        match declined_for(standings, (held.view.id, &held.view.doc), activity) {
            None => book.act(&need, "shortlist", BTreeMap::new(), None).await?,
            Some(reason) => {
                let fields = BTreeMap::from([("decline_reason".to_owned(), Value::text(reason))]);
                book.act(&need, "decline", fields, None).await?;
            }
        }
    }
    book.act(&held.view, "publish", BTreeMap::new(), None).await
}
