//! A certificate on a half sheet (A5, lying): who, what, number, and a code that shows when one of them
//! was changed.

use domain::formats::date;
use domain::record::Kind;
use domain::training::certificate::check_of;
use domain::value::Document;
use domain::verification::address;
use domain::word;
use leptos::prelude::*;

use crate::components::paper::{HeadSigner, Nation, agency};
use crate::components::qr::QrCode;
use crate::components::titles::title_of;
use crate::components::trainees::name_of;
use crate::components::value_text::{commune_name, show_field};
use crate::i18n::{fill, number, t};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::empty_state::EmptyState;

/// The paper of one trainee: the certificate, once it has a number.
pub fn of_trainee(trainee: View) -> AnyView {
    let book = expect_context::<Book>();
    let class = trainee.doc.text("training_class").and_then(|id| id.parse().ok());
    let class = class.and_then(|id| untrack(|| book.view(id)));
    match class.filter(|_| trainee.doc.get("certificate_no").is_some()) {
        Some(class) => view! { {heading()} <CertificatePaper class trainee/> }.into_any(),
        None => no_certificate(),
    }
}

/// What the page of certificates is called, for who hears it: on paper each certificate says so itself.
pub fn heading() -> AnyView {
    view! { <h1 class="vh" tabindex="-1">{t(word!("certificate.title"))}</h1> }.into_any()
}

/// What stands in the place of a certificate that has no number.
pub fn no_certificate() -> AnyView {
    view! {
        {heading()}
        <EmptyState icon="file" title=t(word!("training.no_certificates")) words=t(word!("training.no_certificates_help"))/>
    }
    .into_any()
}

/// One certificate.
#[component]
pub fn CertificatePaper(
    /// The class.
    class: View,
    /// Who gets it.
    trainee: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = &trainee.doc;
    let name = name_of(doc).to_owned();
    let no = doc.text("certificate_no").unwrap_or_default().to_owned();
    let on = doc.text("certificate_on").and_then(|day| date::parse_iso(day).ok()).map(date::show);
    let decision = class.doc.text("certificates_no").unwrap_or_default().to_owned();
    let born = show_field(Kind::Trainee, doc, "birth_year").unwrap_or_default();
    let title = title_of(&class);
    let days = domain::record::trainee::attendance::class_days(&class.doc);
    let period = |day: Option<&chrono::NaiveDate>| day.map(|day| date::show(*day)).unwrap_or_default();
    let (first, last) = (period(days.first()), period(days.last()));
    let hours = domain::record::rule::number(&class.doc, "hours_per_day").unwrap_or(0);
    let hours = usize::try_from(hours).unwrap_or(0) * days.len();
    let taught = fill(
        word!("certificate.taught"),
        &[("class", &title), ("first", &first), ("last", &last), ("hours", &number(hours))],
    );
    let person = fill(word!("certificate.person"), &[("year", &born), ("place", &home_of(doc))]);
    let numbered = fill(
        word!("certificate.numbered"),
        &[("no", &no), ("decision", &decision), ("day", &on.unwrap_or_default())],
    );
    let code = check_of(class.id, doc);
    let link = address(&book.origin(), trainee.id, &code);
    let check = fill(word!("certificate.check"), &[("check", &code)]);
    view! {
        <article class="certificate">
            <Nation/>
            <p class="agency">{agency(book)}</p>
            <h2>{t(word!("certificate.title"))}</h2>
            <p class="name">{name}</p>
            <p>{person}</p>
            <p>{taught}</p>
            <div class="below">
                <div>
                    <QrCode text=link label=t(word!("certificate.qr"))/>
                    <p class="small-print">{numbered}</p>
                    <p class="small-print">{check}</p>
                </div>
                <HeadSigner/>
            </div>
        </article>
    }
}

/// Village and commune of a trainee.
fn home_of(doc: &Document) -> String {
    let commune = doc.text("home_commune").or_else(|| doc.text("commune_code")).map(commune_name);
    doc.text("village").map(str::to_owned).into_iter().chain(commune).collect::<Vec<_>>().join(", ")
}
