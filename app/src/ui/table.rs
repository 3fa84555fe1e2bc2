//! Tables for the office: sticky head, margin rule after the first column, numbers right.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// So many columns fit on a tablet that is held upright.
const FEW: usize = 8;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Head.
    pub label: String,
    /// Second line of the head.
    pub unit: Option<String>,
    /// Class words: `num`, `col-title`, `col-stage`.
    pub class: &'static str,
    /// Its name when a table can be sorted by it.
    pub sort: Option<&'static str>,
}

impl Column {
    /// A column of words.
    pub fn words(label: impl Into<String>) -> Self {
        Self { label: label.into(), unit: None, class: "", sort: None }
    }

    /// A column of numbers.
    pub fn numbers(label: impl Into<String>) -> Self {
        Self { class: "num", ..Self::words(label) }
    }

    /// The same with class words.
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// The same with a unit in the head.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The same, sortable.
    #[must_use]
    pub fn sortable(mut self, name: &'static str) -> Self {
        self.sort = Some(name);
        self
    }
}

/// The table.
#[component]
pub fn Table(
    /// For screen readers: what is listed.
    #[prop(into)]
    caption: String,
    /// Head.
    columns: Vec<Column>,
    /// Name of the column it is sorted by.
    #[prop(into, optional)]
    sorted: Signal<String>,
    /// A person pressed the head of a sortable column.
    #[prop(into, optional)]
    on_sort: Option<Callback<&'static str>>,
    /// Rows.
    children: Children,
) -> impl IntoView {
    let is_wide = columns.len() > FEW;
    let head = columns.into_iter().map(|column| head_cell(column, sorted, on_sort)).collect_view();
    view! {
        <div class="table-wrap" class:wide=is_wide>
            <table class="table dense stack">
                <caption class="vh">{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

fn head_cell(
    column: Column,
    sorted: Signal<String>,
    on_sort: Option<Callback<&'static str>>,
) -> impl IntoView {
    let Column { label, unit, class, sort } = column;
    let is_sorted = move || sort.is_some_and(|name| sorted.with(|sorted| sorted == name));
    let text = match (sort, on_sort) {
        (Some(name), Some(press)) => view! {
            <button type="button" class="sort" on:click=move |_| press.run(name)>
                {label}
                <Icon name="sort" class="i s"/>
            </button>
        }
        .into_any(),
        (Some(_), None) | (None, _) => label.into_any(),
    };
    view! {
        <th scope="col" class=class aria-sort=move || is_sorted().then_some("descending")>
            {text}
            {unit.map(|unit| view! { <span class="in-unit">{unit}</span> })}
        </th>
    }
}
