//! What is written until a project is agreed on: the request of the beneficiary, the submission of the Centre, the
//! decision that approves it, the contract. Drafts from what the book holds, to be numbered and signed; no circular
//! gives them a form.

use domain::formats::date;
use domain::money;
use domain::record::Kind;
use domain::record::project::forms::Form;
use domain::record::rule::{day, number};
use domain::value::Document;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use super::title;
use crate::components::form_sheet::dated;
use crate::components::paper::{HeadSigner, Letterhead, Nation, OtherSide, Signers};
use crate::components::titles::{place_line, title_of};
use crate::components::value_text::show_field;
use crate::i18n::{fill, lang, t, upper};
use crate::pages::need_form::facility_of;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// One of the drafts.
#[component]
pub fn AgreementDraft(
    /// The project.
    project: View,
    /// Which.
    form: Form,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let facility = untrack(|| facility_of(&project).and_then(|id| book.view(id)));
    let said = Said::of(&project, facility.as_ref());
    let lines = match form {
        Form::Request => said.request(),
        Form::Submission => said.submission(),
        Form::Approval => said.approval(),
        _ => said.contract(),
    };
    let owner = facility.as_ref().and_then(|view| view.doc.text("owner_name").map(str::to_owned));
    let other = facility.as_ref().map(|view| OtherSide { name: title_of(view), signer: owner });
    let (head, sign) = match (form, other) {
        // It comes from the beneficiary, not from an office.
        (Form::Request, Some(other)) => {
            let name = upper(&other.name);
            let from = view! {
                <div class="agency-row">
                    <div class="agency"><p><b>{name}</b></p> <hr/></div>
                    <div class="nation"><Nation/></div>
                </div>
            };
            (from.into_any(), view! { <Signers other=Some(other)/> }.into_any())
        }
        (Form::Contract, other) => {
            (view! { <Letterhead/> }.into_any(), view! { <Signers other/> }.into_any())
        }
        _ => {
            let sign = view! { <div class="signatures"><div></div> <HeadSigner/></div> };
            (view! { <Letterhead/> }.into_any(), sign.into_any())
        }
    };
    let lines = lines.into_iter().map(|line| view! { <p class="para">{line}</p> }).collect_view();
    view! {
        <article class="a4">
            {head}
            <h1>{upper(t(title(form)))}</h1>
            <p class="about">{fill(word!("forms.project"), &[("title", &title_of(&project))])}</p>
            {lines}
            {sign}
            <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p>
        </article>
    }
}

/// What the drafts say of a project.
struct Said {
    doc: Document,
    who: String,
    place: String,
    activity: String,
    money: String,
    time: Option<String>,
}

/// What nobody has written yet is a dotted line.
fn or_dots(text: Option<String>) -> String {
    text.unwrap_or_else(|| "……………".to_owned())
}

fn amount(doc: &Document, field: &str) -> String {
    or_dots(number(doc, field).map(|amount| money::show(amount, lang())))
}

impl Said {
    fn of(project: &View, facility: Option<&View>) -> Self {
        let doc = project.doc.clone();
        let shown = |field: &str| day(&doc, field).map(date::show);
        let time = shown("planned_start").zip(shown("planned_end"));
        let time = time.map(|(from, to)| fill(word!("drafts.time"), &[("from", &from), ("to", &to)]));
        let support =
            if doc.get("support_approved").is_some() { "support_approved" } else { "support_requested" };
        let money = [
            ("total", amount(&doc, "total_investment")),
            ("support", amount(&doc, support)),
            ("counterpart", amount(&doc, "counterpart")),
        ];
        let money = fill(word!("drafts.money"), &money.each_ref().map(|(name, sum)| (*name, sum.as_str())));
        Self {
            who: or_dots(facility.map(title_of)),
            place: or_dots(facility.map(|view| place_line(&view.doc))),
            activity: or_dots(show_field(Kind::Project, &doc, "activity")),
            money,
            time,
            doc,
        }
    }

    fn line(&self, word: Word) -> String {
        let params = [("name", &self.who), ("place", &self.place), ("activity", &self.activity)];
        fill(word, &params.map(|(name, value)| (name, value.as_str())))
    }

    /// What is to be done, its money and its time.
    fn matter(&self) -> Vec<String> {
        let goal = self.doc.text("goal").map(|goal| fill(word!("drafts.goal"), &[("goal", goal)]));
        let lines =
            [Some(self.line(word!("drafts.matter"))), goal, Some(self.money.clone()), self.time.clone()];
        lines.into_iter().flatten().collect()
    }

    fn request(&self) -> Vec<String> {
        let mut lines = vec![t(word!("drafts.to_centre")).to_owned(), self.line(word!("drafts.who"))];
        lines.extend(self.matter());
        lines.extend([t(word!("drafts.promise_money")), t(word!("drafts.promise_other"))].map(str::to_owned));
        lines
    }

    fn submission(&self) -> Vec<String> {
        let mut lines = vec![t(word!("drafts.to_department")).to_owned()];
        lines.extend(self.matter());
        lines.push(t(word!("drafts.submit")).to_owned());
        lines
    }

    fn approval(&self) -> Vec<String> {
        let minutes = [
            dated(word!("forms.base_minutes"), &self.doc, ("base_minutes_no", "base_minutes_on")),
            dated(word!("drafts.upper_minutes"), &self.doc, ("upper_minutes_no", "upper_minutes_on")),
        ];
        let grounds = minutes.into_iter().flatten();
        let grounds = grounds.map(|law| fill(word!("forms.halt_grounds"), &[("law", &law)]));
        let mut lines = vec![t(word!("drafts.law")).to_owned()];
        lines.extend(grounds);
        lines.push(t(word!("forms.halt_decides")).to_owned());
        lines.push(self.line(word!("drafts.article_1")));
        lines.push(format!("{} {}", t(word!("drafts.article_2")), self.money));
        lines.push(t(word!("forms.halt_article_3")).to_owned());
        lines
    }

    fn contract(&self) -> Vec<String> {
        let decision = dated(word!("forms.decision"), &self.doc, ("decision_no", "decision_date"));
        let grounds = decision.map(|law| fill(word!("forms.halt_grounds"), &[("law", &law)]));
        let mut lines: Vec<String> = grounds.into_iter().collect();
        lines.push(self.line(word!("drafts.parties")));
        lines.extend(self.matter());
        let terms = [
            word!("drafts.term_pay"),
            word!("drafts.term_use"),
            word!("drafts.term_report"),
            word!("drafts.term_back"),
        ];
        lines.extend(terms.map(|term| t(term).to_owned()));
        lines
    }
}
