//! What the page of a class shows besides its facts: figures, the ways to roster, list, jobs and papers,
//! and the trainees.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::trainee::attendance::{Mark, class_days, days_of};
use domain::record::training_class::family::lacks;
use domain::record::training_class::{ClassStage, is_skill};
use domain::training::figures::Figures;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::certificates::IssueCertificates;
use crate::components::paper::PaperLinks;
use crate::components::problem_words::objection_words;
use crate::components::trainees::{about, name_of, trainees_of};
use crate::i18n::{count, fill, number, t};
use crate::pages::class_print::paper_word;
use crate::platform::clock::now;
use crate::routes::{self, ClassPaper};
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::facts::{Fact, Facts};
use crate::ui::list_row::ListRow;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// The part of the page of a class.
pub fn section(class: View) -> AnyView {
    view! { <ClassSection class/> }.into_any()
}

/// Where a class stands.
pub fn stage_of(class: &View) -> Option<ClassStage> {
    workflow::stage(class.kind, &class.doc).and_then(ClassStage::from_code)
}

#[component]
fn ClassSection(class: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = class.id;
    let people = Memo::new(move |_| trainees_of(book, id));
    let days = class_days(&class.doc);
    let total = days.len();
    let come = days.iter().filter(|day| **day <= now().day()).count();
    let figures = move || people.with(|people| Figures::of(people.iter().map(|view| &view.doc)));
    let held = fill(word!("training.days_held"), &[("n", &number(come)), ("total", &number(total))]);
    let rows = move || {
        let people = people.get();
        people.into_iter().map(|view| view! { <Person view total/> }).collect_view()
    };
    let listed =
        move || view! { <span class="muted">{count(word!("training.people"), figures().listed)}</span> };
    view! {
        <Section title=t(word!("training.figures")) id="figures">
            <Facts>
                <Fact label=t(word!("training.days"))>{held}</Fact>
                <Fact label=t(word!("training.trained"))>{move || of_women(figures().listed, figures().women)}</Fact>
                <Fact label=t(word!("training.certified"))>
                    {move || of_women(figures().certified, figures().certified_women)}
                </Fact>
                <Fact label=t(word!("training.employed"))>{move || employed(figures())}</Fact>
            </Facts>
        </Section>
        <Ways class=class.clone()/>
        <ToEnd class=class.clone()/>
        <IssueCertificates class/>
        <Section title=t(word!("training.list")) aside=listed id="trainees">
            <ul class="rows">{rows}</ul>
        </Section>
    }
}

/// “28 người, trong đó 17 nữ”.
fn of_women(all: usize, women: usize) -> String {
    fill(word!("training.of_women"), &[("n", &number(all)), ("women", &number(women))])
}

fn employed(figures: Figures) -> String {
    match figures.employed_pct() {
        Some(pct) => {
            fill(word!("training.employed_of"), &[("n", &number(figures.employed)), ("pct", &number(pct))])
        }
        None => t(word!("training.employed_none")).to_owned(),
    }
}

/// What a class that meets still lacks before it can end, by the rule that ends it.
#[component]
fn ToEnd(class: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let is_running = stage_of(&class) == Some(ClassStage::Running);
    let lacking = Memo::new(move |_| match is_running {
        true => objection_words(class.kind, &lacks(class.id, &class.doc, &InBook(book))),
        false => None,
    });
    move || {
        lacking
            .get()
            .map(|words| view! { <Note look=NoteLook::Info>{fill(word!("training.to_end"), &[("what", &words)])}</Note> })
    }
}

#[component]
fn Ways(class: View) -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    let id = class.id;
    let may_add = may(role, Operation::Create, Kind::Trainee, Relation::OwnScope);
    let (is_listing, is_after) = match stage_of(&class) {
        Some(ClassStage::Draft | ClassStage::Open | ClassStage::Running) => (true, false),
        Some(ClassStage::Finished) => (false, true),
        Some(ClassStage::Closed | ClassStage::Cancelled) | None => (false, false),
    };
    // A class that meets today is marked today: that goes before its end.
    let is_today =
        stage_of(&class) == Some(ClassStage::Running) && class_days(&class.doc).contains(&now().day());
    let (roll, look) =
        if is_today { (word!("training.roll_today"), "main") } else { (word!("roster.title"), "sm") };
    let papers =
        ClassPaper::ALL.map(|paper| (routes::class_print(id, paper), t(paper_word(paper)).to_owned()));
    view! {
        <div class="acts">
            <ButtonLink label=t(roll) href=routes::roster(id) look icon="check-square"/>
            {(may_add && is_listing).then(|| view! {
                <ButtonLink label=t(word!("training.add_people")) href=routes::class_people(id) look="sm" icon="people"/>
                <ButtonLink
                    label=t(word!("training.add_person"))
                    href=routes::record_new(Kind::Trainee, Some(id))
                    look="sm"
                    icon="plus"
                />
            })}
            {(may_add && is_after && is_skill(&class.doc)).then(|| view! {
                <ButtonLink label=t(word!("training.record_jobs")) href=routes::class_jobs(id) look="sm" icon="pen"/>
            })}
        </div>
        <PaperLinks papers=papers.to_vec()/>
    }
}

#[component]
fn Person(view: View, total: usize) -> impl IntoView {
    let doc = &view.doc;
    let name = name_of(doc).to_owned();
    let there = days_of(doc, Mark::Present.field()).len();
    let there = fill(word!("training.was_there"), &[("n", &number(there)), ("total", &number(total))]);
    let certificate = doc.text("certificate_no").map(str::to_owned);
    let line = [about(doc), there].join(" · ");
    view! {
        <ListRow
            href=routes::record(Kind::Trainee, view.id)
            title=move || name.clone()
            state=move || certificate.clone()
        >
            <span class="line muted">{line}</span>
        </ListRow>
    }
}
