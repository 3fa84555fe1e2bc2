//! Records from a table: pasted or from a file, looked at row by row, then written to the book.

use std::collections::BTreeSet;

use domain::record::Kind;
use domain::sheet::{heading, imported};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::page_frame::Page;
use crate::components::params::kind_param;
use crate::components::problem_words::problem_line;
use crate::components::save_error::save_error_words;
use crate::components::titles::{capital, title, title_of};
use crate::components::value_text::kind_name;
use crate::i18n::{count, fill, lang, t};
use crate::pages::not_found::Missing;
use crate::platform::file_picker::{Wanted, pick};
use crate::platform::files;
use crate::routes;
use crate::state::book::Book;
use crate::state::export;
use crate::state::import::{MOST, Parsed, Row, parse, write};
use crate::ui::button::Button;
use crate::ui::disclosure::Disclosure;
use crate::ui::field::{About, Shape, TextField};
use crate::ui::list_row::PlainRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// Rows shown at once; those with faults come first.
const SHOWN: usize = 60;

/// The page.
#[component]
pub fn RecordImport() -> impl IntoView {
    let kind = kind_param();
    move || match kind.get() {
        Some(kind) => view! { <Import kind/> }.into_any(),
        None => view! { <Missing title=t(word!("records.missing"))/> }.into_any(),
    }
}

/// Where the import stands.
#[derive(Clone, Copy)]
struct Import {
    book: Book,
    kind: Kind,
    parsed: RwSignal<Option<Parsed>>,
    /// Rows to be written in this run, and of them written.
    progress: RwSignal<Option<(usize, usize)>>,
    written: RwSignal<usize>,
    trouble: RwSignal<Option<String>>,
}

impl Import {
    fn take(self, text: &str) {
        self.written.set(0);
        self.trouble.set(None);
        let is_empty = text.trim().is_empty();
        self.parsed.set((!is_empty).then(|| parse(self.book, self.kind, text)));
    }

    /// Writes what is without fault. What is on the disk leaves the list when the run ends: drawing it anew
    /// for each of a thousand rows would take longer than writing them.
    async fn write(self) {
        let good = |row: &&Row| row.problems.is_empty();
        let rows: Vec<Row> = self.parsed.with_untracked(|parsed| {
            parsed.iter().flat_map(|parsed| parsed.rows.iter().filter(good).cloned()).collect()
        });
        let total = rows.len();
        self.trouble.set(None);
        let mut on_disk = BTreeSet::new();
        for (done, row) in rows.into_iter().enumerate() {
            self.progress.set(Some((done, total)));
            match write(self.book, self.kind, row.doc).await {
                Ok(_) => drop(on_disk.insert(row.number)),
                Err(error) => {
                    let why = save_error_words(self.kind, &error);
                    let n = done.to_string();
                    self.trouble.set(Some(fill(word!("sheet.stopped"), &[("n", &n), ("why", &why)])));
                    break;
                }
            }
        }
        self.written.update(|written| *written += on_disk.len());
        self.parsed.update(|parsed| {
            if let Some(parsed) = parsed {
                parsed.rows.retain(|row| !on_disk.contains(&row.number));
            }
        });
        self.progress.set(None);
    }
}

#[component]
fn Import(kind: Kind) -> impl IntoView {
    let book = expect_context::<Book>();
    let import = Import {
        book,
        kind,
        parsed: RwSignal::new(None),
        progress: RwSignal::new(None),
        written: RwSignal::new(0),
        trouble: RwSignal::new(None),
    };
    let title = fill(word!("sheet.import_title"), &[("kind", &kind_name(kind))]);
    let back = (routes::register(kind), capital(&kind_name(kind)));
    view! {
        <Page title=title.clone() here=routes::RECORDS back>
            <div class="page">
                <Heading text=title/>
                <p class="lead">{t(word!("sheet.import_lead"))}</p>
                <Source import/>
                {move || import.trouble.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                {move || (import.written.get() > 0 && import.progress.get().is_none()).then(|| view! {
                    <Note look=NoteLook::Good>{count(word!("sheet.written"), import.written.get())}</Note>
                })}
                {move || import.parsed.get().map(|parsed| view! { <Preview import parsed/> })}
            </div>
        </Page>
    }
}

/// Where the table comes from.
#[component]
fn Source(import: Import) -> impl IntoView {
    let Import { book, kind, trouble, .. } = import;
    let role = book.me().get_untracked().role;
    let columns: Vec<String> =
        imported(kind, role).into_iter().map(|field| heading(kind, field, lang())).collect();
    let template = move |()| {
        let text = export::template(kind, role, lang());
        files::save(&format!("{}.csv", kind.code()), "text/csv;charset=utf-8", &text);
    };
    let choose = move |()| {
        spawn_local(async move {
            let Some(file) = pick(Wanted::Tables).await.into_iter().next() else { return };
            match file.read().await.and_then(|bytes| String::from_utf8(bytes).ok()) {
                Some(text) => import.take(&text),
                None => trouble.set(Some(t(word!("sheet.unreadable")).to_owned())),
            }
        });
    };
    let about = About { id: "table".to_owned(), label: t(word!("sheet.paste")).to_owned(), help: None };
    view! {
        <Disclosure class="groups" summary=|| view! { <b>{t(word!("sheet.columns"))}</b> }>
            <p>{columns.join(" · ")}</p>
        </Disclosure>
        <div class="acts">
            <Button label=t(word!("sheet.choose")) look="main" on_press=choose/>
            <Button label=t(word!("sheet.template")) on_press=template/>
        </div>
        <TextField
            about
            shape=Shape::LINES
            on_text=move |text: String| import.take(&text)
        />
    }
}

/// What was read, and the button that writes it.
#[component]
fn Preview(import: Import, parsed: Parsed) -> impl IntoView {
    let Import { kind, progress, .. } = import;
    if !parsed.has_columns {
        return view! { <Note look=NoteLook::Bad>{t(word!("sheet.no_columns"))}</Note> }.into_any();
    }
    let bad = parsed.rows.iter().filter(|row| !row.problems.is_empty()).count();
    let good = parsed.rows.len() - bad;
    let numbers = [("good", good.to_string()), ("bad", bad.to_string())];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(name, n)| (*name, n.as_str())).collect();
    let unknown = (!parsed.unknown.is_empty()).then(|| {
        let columns = parsed.unknown.join(", ");
        view! { <Note look=NoteLook::Warn>{fill(word!("sheet.unknown"), &[("columns", &columns)])}</Note> }
    });
    let cut = (parsed.total > MOST).then(|| {
        let (n, most) = (parsed.total.to_string(), MOST.to_string());
        let words = fill(word!("sheet.too_many"), &[("n", &n), ("most", &most)]);
        view! { <Note look=NoteLook::Warn>{words}</Note> }
    });
    let mut rows = parsed.rows;
    domain::ordering::sort_by_key(&mut rows, |row| (row.problems.is_empty(), row.twin.is_none(), row.number));
    let hidden = rows.len().saturating_sub(SHOWN);
    let shown = rows.into_iter().take(SHOWN).map(|row| view! { <Line kind row/> }).collect_view();
    let busy = Signal::derive(move || progress.get().is_some());
    let at_work = move || {
        progress.get().map(|(done, total)| {
            fill(word!("sheet.writing"), &[("done", &done.to_string()), ("total", &total.to_string())])
        })
    };
    let press = move |()| spawn_local(import.write());
    view! {
        {unknown}
        {cut}
        <Section title=fill(word!("sheet.preview"), &numbers)>
            {(good > 0).then(|| view! {
                <div class="acts">
                    <Button label=count(word!("sheet.write"), good) look="main" busy on_press=press/>
                </div>
            })}
            <p class="meta" role="status">{at_work}</p>
            <ul class="rows">{shown}</ul>
            {(hidden > 0).then(|| view! { <p class="muted">{count(word!("sheet.more"), hidden)}</p> })}
        </Section>
    }
    .into_any()
}

/// One row of the table.
#[component]
fn Line(kind: Kind, row: Row) -> impl IntoView {
    let book = expect_context::<Book>();
    let name = title(kind, &row.doc);
    let twin = row.twin.and_then(|id| untrack(|| book.view(id))).map(|view| {
        let words = fill(word!("sheet.is_double"), &[("name", &title_of(&view))]);
        view! { <span class="line">{words}</span> }
    });
    let faults = row.problems.iter().map(|problem| problem_line(kind, problem));
    let faults = faults.map(|words| view! { <span class="line">{words}</span> }).collect_view();
    let (look, mark) = match (row.problems.is_empty(), row.twin.is_some()) {
        (false, _) => (MarkLook::BLOCKED, word!("sheet.faulty")),
        (true, true) => (MarkLook::DUE, word!("duplicate.warn_title")),
        (true, false) => (MarkLook::DONE, word!("sheet.ready")),
    };
    view! {
        <PlainRow
            margin=(row.number.to_string(), String::new())
            title=name
            state=move || view! { <Mark look word=t(mark)/> }
        >
            {faults}
            {twin}
        </PlainRow>
    }
}
