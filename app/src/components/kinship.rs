//! What belongs to a record, kind by kind, from the descriptions: links to each, and the way to add one.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::activity::totals::{are_added_up, totals};
use domain::record::field::{Choice, FieldType};
use domain::record::need::Activity;
use domain::value::Value;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::course::{day_of, waits_for};
use crate::components::titles::{capital, title_of};
use crate::components::value_text::{field_label, kind_name, show_field, show_guarded, stage_label};
use crate::i18n::{count, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::icon::Icon;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// The kinds whose records belong to one of this kind, as their descriptions say.
pub fn child_kinds(parent: Kind) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(move |kind| kind.spec().parent_kind() == Some(parent))
}

/// The kinds whose records name one of this kind, without belonging to it: booths their fair, events their project.
fn beside_kinds(named: Kind) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(move |kind| kind.names(named).is_some())
}

/// Whether a kind is written down for a record: of the kinds that only some activities leave, those of its own.
fn is_for(kind: Kind, view: &View) -> bool {
    let activity = view.doc.text("activity").and_then(Activity::from_code);
    match activity {
        Some(activity) if view.kind == Kind::Project && Activity::is_left_by_some(kind) => {
            activity.leaves().contains(&kind)
        }
        _ => true,
    }
}

/// One section for each kind of which something belongs to a record, and the ways to add more. It is drawn
/// anew only when other kinds belong to the record.
#[component]
pub fn Kinship(
    /// The record: always the same one, as it is now.
    #[prop(into)]
    view: Signal<View>,
    /// Kinds that the page shows in its own way.
    #[prop(optional)]
    not: &'static [Kind],
) -> impl IntoView {
    let (id, of) = view.with_untracked(|view| (view.id, view.kind));
    let children = move || child_kinds(of).filter(move |kind| !not.contains(kind));
    let sections: Vec<AnyView> =
        children().map(|kind| view! { <OfKind parent=id kind/> }.into_any()).collect();
    let of_this = move |kinds: &mut dyn Iterator<Item = Kind>| -> Vec<Kind> {
        view.with(|view| kinds.filter(|kind| is_for(*kind, view)).collect())
    };
    let beside = Memo::new(move |_| of_this(&mut beside_kinds(of)));
    let own = Memo::new(move |_| of_this(&mut children()));
    let naming = move || {
        let kinds = beside.get().into_iter();
        kinds.map(|kind| view! { <Naming record=id of kind/> }).collect_view()
    };
    let is_given_up = Memo::new(move |_| view.with(is_given_up));
    let addable = move || {
        let kinds = beside.get().into_iter().chain(own.get()).collect();
        (!is_given_up.get()).then(|| view! { <Addable id of kinds/> })
    };
    view! {
        {sections}
        {naming}
        {addable}
    }
}

/// Whether a project ended before anything was done for it: nobody visits it, it leaves nothing behind.
pub fn is_given_up(view: &View) -> bool {
    view.kind == Kind::Project
        && matches!(view.doc.text("stage"), Some("rejected" | "withdrawn" | "cancelled"))
}

/// The records of one kind that name a record; nothing when there are none.
#[component]
fn Naming(record: RecordId, of: Kind, kind: Kind) -> impl IntoView {
    let book = expect_context::<Book>();
    let field = kind.names(of)?;
    let name = record.to_string();
    let found =
        Memo::new(move |_| book.scan(kind, |view| (view.doc.text(field) == Some(&name)).then_some(view)));
    let views = Signal::derive(move || found.get());
    Some(view! { <Rows kind views of=record is_far=true/> })
}

/// The records of one kind that belong to a record; nothing when there are none.
#[component]
pub fn OfKind(
    /// The record they belong to.
    parent: RecordId,
    /// Their kind.
    kind: Kind,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let children = book.children(parent, kind);
    let views = Signal::derive(move || children.get().iter().filter_map(|id| book.view(*id)).collect());
    view! { <Rows kind views of=parent/> }
}

#[component]
fn Rows(kind: Kind, views: Signal<Vec<View>>, of: RecordId, #[prop(optional)] is_far: bool) -> impl IntoView {
    let row = move |child| view! { <RecordRow view=child is_far on=of/> };
    let rows = move || views.get().into_iter().map(row).collect_view();
    let together = move || {
        let line = views.with(|all| (are_added_up(kind) && all.len() > 1).then(|| totals_line(kind, all)));
        line.map(|line| view! { <p class="muted">{line}</p> })
    };
    view! {
        <Show when=move || views.with(|all| !all.is_empty())>
            <Section title=capital(&kind_name(kind)) id=format!("kin-{}", kind.code())>
                {together}
                <ul class="rows">{rows}</ul>
            </Section>
        </Show>
    }
}

/// What several records of an activity come to: the booths of a fair, what their facilities sold.
fn totals_line(kind: Kind, views: &[View]) -> String {
    let found = totals(kind, views.iter().map(|view| &view.doc));
    let facilities = (found.facilities != 0).then(|| count(word!("list.count_facilities"), found.facilities));
    let sum = |(field, sum): (&str, i64)| {
        let spec = kind.spec().field(field)?;
        Some(format!("{}: {}", field_label(kind, field), show_guarded(spec, &Value::Int(sum))))
    };
    let parts = [Some(count(word!("records.count"), found.records)), facilities].into_iter();
    parts.chain(found.sums.into_iter().map(sum)).flatten().collect::<Vec<_>>().join(" · ")
}

/// What this person may add to a record: what its activity leaves behind stands open, the rest is folded,
/// because it is long and rarely wanted.
#[component]
fn Addable(id: RecordId, of: Kind, kinds: Vec<Kind>) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let open = kinds
        .into_iter()
        .filter(|kind| may(role, Operation::Create, *kind, Relation::OwnScope) && *kind != Kind::Attachment);
    let is_own = |kind: &Kind| match of {
        Kind::Project => Activity::is_left_by_some(*kind),
        of => kind.names(of).is_some(),
    };
    let (own, rest): (Vec<Kind>, Vec<Kind>) = open.partition(is_own);
    let links = |kinds: Vec<Kind>| -> Vec<AnyView> {
        let link = |kind| {
            let label = fill(word!("records.add"), &[("kind", &kind_name(kind))]);
            view! { <ButtonLink label href=routes::record_new(kind, Some(id)) look="sm" icon="plus"/> }
                .into_any()
        };
        kinds.into_iter().map(link).collect()
    };
    let (own, rest) = (links(own), links(rest));
    let own = (!own.is_empty()).then(|| view! { <div class="acts gap-before">{own}</div> });
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="groups">
                <summary>
                    <b>{t(word!("records.add_more"))}</b>
                    <span class="chev">
                        <Icon name="down"/>
                    </span>
                </summary>
                <div class="acts">{rest}</div>
            </details>
        }
    });
    view! {
        {own}
        {rest}
    }
}

/// A record in a list: its title, what the description lists, its stage.
#[component]
pub fn RecordRow(
    /// The record.
    view: View,
    /// Whether it stands away from the record it belongs to, which it then names.
    #[prop(optional)]
    is_far: bool,
    /// The record on whose page it stands: its name is not repeated.
    #[prop(optional)]
    on: Option<RecordId>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let kind = view.kind;
    let role = book.me().get_untracked().role;
    let line = list_line(book, &view, on);
    let title = title_of(&view);
    let parent = domain::record::parent(kind, &view.doc).filter(|_| is_far);
    let of = parent.and_then(|id| untrack(|| book.view(id))).map(|parent| title_of(&parent));
    let of = of.filter(|of| *of != title && !line.contains(of.as_str()));
    let stage = workflow::stage(kind, &view.doc);
    let look = match (stage, workflow::is_over(kind, &view.doc), waits_for(&view, role)) {
        (Some("in_force"), ..) => MarkLook::DONE,
        (Some("ended" | "withdrawn" | "cancelled" | "refused" | "not_recognised"), ..) => MarkLook::BLOCKED,
        (_, true, _) => MarkLook::DONE,
        (_, false, true) => MarkLook::TODO,
        (_, false, false) => MarkLook::DOING,
    };
    view! {
        <ListRow
            href=routes::record(kind, view.id)
            title=move || title.clone()
            state=move || stage.map(|stage| view! { <Mark look word=stage_label(kind, stage)/> })
        >
            {of.map(|of| view! { <span class="line">{of}</span> })}
            <span class="line muted">{line}</span>
        </ListRow>
    }
}

/// The listed fields of a record in one line; another record by its title, but for the one on whose page it stands.
pub fn list_line(book: Book, view: &View, on: Option<RecordId>) -> String {
    let spec = view.kind.spec();
    // A bare number or day does not say what it is of.
    let labelled = |name: &str, value: String| format!("{}: {value}", field_label(view.kind, name));
    let cells = spec.list.iter().filter_map(|name| match spec.field(name).map(|field| field.ty) {
        Some(FieldType::Ref(_)) => {
            let id = view.doc.text(name)?.parse().ok().filter(|id| Some(*id) != on)?;
            untrack(|| book.view(id)).map(|named| title_of(&named))
        }
        Some(FieldType::Day { .. }) => {
            day_of(&view.doc, name).map(|day| labelled(name, domain::formats::date::show(day)))
        }
        Some(FieldType::Money | FieldType::Whole { .. } | FieldType::Fixed { .. } | FieldType::Year) => {
            show_field(view.kind, &view.doc, name).map(|value| labelled(name, value))
        }
        _ => show_field(view.kind, &view.doc, name),
    });
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
}
