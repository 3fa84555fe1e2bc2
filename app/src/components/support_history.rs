//! What a facility was supported with, year by year, whichever record tells of it.

use domain::id::RecordId;
use domain::money;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::reference::threshold::alert_rules;
use domain::support::{Support, kinds, repeated, support_for, supported};
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::person::is_owner;
use crate::components::titles::{capital, title_of};
use crate::components::value_text::{kind_name, show_field, stage_label};
use crate::i18n::{fill, lang, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::list_row::ListRow;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

fn history(book: Book, facility: RecordId) -> Vec<(View, Support)> {
    let mut found = Vec::new();
    for kind in kinds() {
        let ids = book.children(facility, kind).get();
        found.extend(ids.iter().filter_map(|id| book.view(*id)));
    }
    // A group project is filed under none of its beneficiaries, or under the first.
    found.extend(book.scan(Kind::Project, |project| {
        let is_filed = domain::record::parent(Kind::Project, &project.doc) == Some(facility);
        (!is_filed && supported(Kind::Project, &project.doc).contains(&facility)).then_some(project)
    }));
    let told = found.into_iter().filter_map(|view| {
        let support = support_for(facility, view.kind, &view.doc)?;
        Some((view, support))
    });
    let mut found: Vec<(View, Support)> = told.collect();
    domain::ordering::sort_by_key(&mut found, |(_, support)| std::cmp::Reverse(support.year));
    found
}

/// The history, its sum, and the alert of repeated support.
#[component]
pub fn SupportHistory(
    /// The facility.
    facility: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let all = Memo::new(move |_| history(book, facility));
    let body = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="muted gap-before">{t(word!("support.none"))}</p> }.into_any();
        }
        let rows = all.into_iter().map(|(view, support)| view! { <Row view support/> }).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    // An alert is for those who choose, not for the owner.
    let warns = !is_owner(&me);
    let alert = move || {
        let supports: Vec<Support> = all.get().into_iter().map(|(_, support)| support).collect();
        let alert =
            repeated(&supports, now().day(), &alert_rules(now().day(), &InBook(book))).filter(|_| warns)?;
        Some(view! { <Note look=NoteLook::Warn>{alert.message(lang())}</Note> })
    };
    let total = move || {
        let sum: i64 = all.with(|all| all.iter().filter_map(|(_, support)| support.approved_vnd).sum());
        let n = all.with(Vec::len);
        (n > 0).then(|| {
            fill(word!("support.total"), &[("n", &n.to_string()), ("amount", &money::show(sum, lang()))])
        })
    };
    let may_add = may(me.role, Operation::Create, Kind::OldSupport, Relation::OwnScope);
    let label = fill(word!("records.add"), &[("kind", &kind_name(Kind::OldSupport))]);
    view! {
        <Section title=t(word!("support.title")) id="support" aside=move || view! { <span class="muted">{total}</span> }>
            {alert}
            {body}
            {may_add.then(|| view! {
                <div class="acts">
                    <ButtonLink label href=routes::record_new(Kind::OldSupport, Some(facility)) look="sm" icon="plus"/>
                </div>
            })}
        </Section>
    }
}

#[component]
fn Row(view: View, support: Support) -> impl IntoView {
    let kind = view.kind;
    let what = show_field(kind, &view.doc, "activity").unwrap_or_else(|| capital(&kind_name(kind)));
    let amount =
        |word, amount: Option<i64>| amount.map(|vnd| fill(word, &[("amount", &money::show(vnd, lang()))]));
    let line = [
        Some(title_of(&view)).filter(|title| *title != what),
        amount(word!("support.approved"), support.approved_vnd),
        amount(word!("support.paid"), support.paid_vnd),
    ];
    let line: Vec<String> = line.into_iter().flatten().collect();
    let stage = workflow::stage(kind, &view.doc).map(|stage| stage_label(kind, stage));
    let year = support.year.map(|year| year.to_string()).unwrap_or_default();
    view! {
        <ListRow
            href=routes::record(kind, view.id)
            margin=(year, String::new())
            title=move || what.clone()
            state=move || stage.clone()
        >
            {line.join(" · ")}
        </ListRow>
    }
}
