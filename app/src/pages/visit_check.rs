//! “Kiểm tra lại” of a visit: everything once more, what is still missing, and the signature that locks
//! it. It can be kept as a draft at any time.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::cautions::Cautions;
use crate::components::page_frame::{Page, StatusLine};
use crate::components::problem_words::objection_words;
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::action_label;
use crate::components::visit::proposed::Proposed;
use crate::components::visit::seen::SeenBefore;
use crate::components::visit::standing::Standing;
use crate::i18n::{count, t};
use crate::pages::visit::Work;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::{Coming, objections};
use crate::state::view::SaveError;
use crate::ui::button::Button;
use crate::ui::dock::Dock;
use crate::ui::error_summary::{ErrorLink, ErrorSummary, Focus};
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;
use crate::ui::toast::Toasts;

/// The step of the address that is this page.
pub const CHECK: &str = "check";
const SIGN: &str = "sign";

const SHOWN: Shown = Shown {
    groups: &["where", "machines", "found", "result", "signing"],
    not: &["facility", "gps_mock", "started_at", "ended_at"],
};

/// What a person pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Finish {
    Save,
    Sign,
}

/// The page.
#[component]
pub fn VisitCheck(
    /// The visit.
    work: Work,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let navigate = use_navigate();
    let view = work.view.get_value();
    let id = view.id;
    let title = title_of(&view);
    let (busy, failed, tries) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(0_u32));
    let finish = Callback::new(move |finish: Finish| {
        work.form.try_submit();
        let is_clear = match finish {
            Finish::Save => work.form.blockers().is_empty(),
            Finish::Sign => work.standing.with_untracked(Standing::is_complete),
        };
        if !is_clear {
            tries.update(|tries| *tries += 1);
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match write(book, work, finish).await {
                Ok(()) => {
                    say(toasts, finish);
                    let to = routes::record(Kind::Visit, id);
                    navigate(&to, NavigateOptions { replace: true, ..Default::default() });
                }
                Err(words) => drop(failed.try_set(Some(words))),
            }
            busy.try_set(false);
        });
    });
    let doc = Signal::derive(move || work.form.document());
    let back = (routes::visit(id), t(word!("visit.parts")).to_owned());
    view! {
        <Page title=title.clone() back line=StatusLine::Draft(work.form)>
            <div class="page page-check">
                <p class="muted">{title}</p>
                <Heading text=t(word!("check.title"))/>
                <p class="lead">{t(word!("visit.check_lead"))}</p>
                {move || lacks(work, id, tries.get())}
                {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                <Cautions form=work.form/>
                <Proposed form=work.form visit=id/>
                <SeenBefore record=id/>
                <RecordFacts kind=Kind::Visit doc shown=SHOWN/>
                <div class="acts">
                    <Button label=t(word!("button.save_to_book")) busy on_press=move |()| finish.run(Finish::Save)/>
                </div>
                <p class="muted small">{t(word!("visit.sign_locks"))}</p>
            </div>
            <Dock label=t(word!("nav.actions"))>
                <p>{move || work.standing.with(Standing::sentence)}</p>
                <Button
                    label=action_label(Kind::Visit, SIGN)
                    look="main"
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    on_press=move |()| finish.run(Finish::Sign)
                />
            </Dock>
        </Page>
    }
}

/// What is missing, each with the way to its part; taken into focus after a try.
fn lacks(work: Work, id: RecordId, tries: u32) -> Option<AnyView> {
    let lines = work.standing.with(Standing::lines);
    if lines.is_empty() {
        return None;
    }
    let title = count(word!("visit.lacks_title"), lines.len());
    let links = lines.into_iter().map(|(part, words)| ErrorLink {
        href: format!("{}#part-{}", routes::visit_part(id, part.code()), part.code()),
        words,
    });
    let links: Vec<ErrorLink> = links.collect();
    let focus = if tries > 0 { Focus::Taken } else { Focus::Left };
    Some(view! { <ErrorSummary title problems=links safe=t(word!("form.errors_kept")) focus/> }.into_any())
}

async fn write(book: Book, work: Work, finish: Finish) -> Result<(), String> {
    let words = |error| save_error_words(Kind::Visit, &error);
    let closed = || words(SaveError::Closed);
    let form = work.form;
    let has_ended = untrack(|| form.document()).get("ended_at").is_some();
    if let (Finish::Sign, false, Some(spec)) = (finish, has_ended, Kind::Visit.spec().field("ended_at")) {
        form.set(spec, Some(Value::Int(now().0)));
    }
    form.flush();
    let id = work.view.with_value(|view| view.id);
    let current = untrack(|| book.view(id)).ok_or_else(closed)?;
    let after = untrack(|| form.document());
    let action = (finish == Finish::Sign).then_some(SIGN);
    let coming = Coming { id: Some(id), kind: Kind::Visit, before: &current.doc, after: &after, action };
    if let Some(words) = objection_words(Kind::Visit, &untrack(|| objections(book, &coming))) {
        return Err(words);
    }
    book.edit(&form.seen(&current), form.changed()).await.map_err(words)?;
    if finish == Finish::Sign {
        let saved = untrack(|| book.view(id)).ok_or_else(closed)?;
        book.act(&saved, SIGN, BTreeMap::new(), None).await.map_err(words)?;
    }
    form.drop_draft().await;
    Ok(())
}

fn say(toasts: Option<Toasts>, finish: Finish) {
    if let Some(toasts) = toasts {
        toasts.say(t(match finish {
            Finish::Save => word!("toast.saved"),
            Finish::Sign => word!("visit.signed"),
        }));
    }
}
