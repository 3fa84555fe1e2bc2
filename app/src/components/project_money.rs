//! The money of a project: the bar under its ceiling, the amounts in words, what may be paid next and
//! why no more, and every disbursement.

use domain::ledger::{EntryKind, Ledger};
use domain::money;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::disbursement::account::{self, Around};
use domain::record::project::course::stage_of;
use domain::record::rule::number;
use domain::role::Role;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::kinship::RecordRow;
use crate::components::value_text::kind_name;
use crate::i18n::{fill, lang, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::money_bar::{MoneyBar, MoneyShares};
use crate::ui::section_head::Section;

/// The section of a project's page; nothing before it is approved.
#[component]
pub fn Money(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let approved = number(&project.doc, "support_approved")?;
    let entries = book.children(project.id, Kind::Disbursement);
    let total = number(&project.doc, "total_investment")
        .map(|total| fill(word!("project.money_total"), &[("amount", &money::show(total, lang()))]));
    let project = StoredValue::new(project);
    let shown = move || {
        let views: Vec<View> = entries.get().iter().filter_map(|id| book.view(*id)).collect();
        let docs: Vec<_> = views.iter().map(|view| (view.id, view.doc.clone())).collect();
        let ledger = project.with_value(|project| account::ledger(&project.doc, &docs, &InBook(book)));
        view! {
            <Amounts ledger=ledger.clone() approved/>
            <Next project=project.get_value() ledger/>
            {(!views.is_empty()).then(|| view! {
                <h3>{t(word!("money.disbursements"))}</h3>
                <ul class="rows">{views.into_iter().map(|view| view! { <RecordRow view/> }).collect_view()}</ul>
            })}
        }
    };
    Some(view! {
        <Section
            title=t(word!("project.money"))
            aside=move || view! { <span class="muted">{total.clone()}</span> }
            id="money"
        >
            {shown}
        </Section>
    })
}

/// The amounts in one sentence, for the head of the page: on a phone the section lies far below.
pub fn brief(project: &Document) -> Option<String> {
    let show = |field: &str| money::show(number(project, field).unwrap_or(0), lang());
    project.get("support_approved")?;
    let words =
        [("approved", show("support_approved")), ("advanced", show("advanced")), ("paid", show("paid"))];
    Some(fill(word!("project.money_label"), &words.each_ref().map(|(name, sum)| (*name, sum.as_str()))))
}

/// The bar, and its amounts in words.
#[component]
pub fn Amounts(
    /// The ledger.
    ledger: Ledger,
    /// Support approved, đồng.
    approved: i64,
) -> impl IntoView {
    let sums = ledger.sums();
    let show = |amount: i64| money::show(amount, lang());
    let hundredths = |amount: i64| if approved > 0 { amount.saturating_mul(100) / approved } else { 0 };
    let ceiling = ledger.terms.advance_limit_vnd();
    let shares = MoneyShares {
        paid: hundredths(sums.paid_vnd),
        advanced: hundredths(sums.advanced_vnd),
        ceiling: (ceiling > 0).then(|| hundredths(ceiling)),
    };
    let words =
        [("approved", show(approved)), ("advanced", show(sums.advanced_vnd)), ("paid", show(sums.paid_vnd))];
    let params: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let label = fill(word!("project.money_label"), &params);
    let ceiling_label = fill(word!("project.money_ceiling"), &[("amount", &show(ceiling))]);
    let others = [
        (word!("money.pending"), sums.pending_vnd.saturating_add(sums.pending_recovery_vnd)),
        (word!("money.recovered"), sums.recovered_vnd),
    ];
    let others = others.into_iter().filter(|(_, amount)| *amount > 0);
    view! {
        <MoneyBar shares label ceiling_label/>
        <dl class="amts lines">
            <div><dt>{t(word!("project.money_approved"))}</dt><dd>{show(approved)}</dd></div>
            <div><dt><i class="key adv"></i>{t(word!("project.money_advanced"))}</dt><dd>{show(sums.advanced_vnd)}</dd></div>
            <div><dt><i class="key paid"></i>{t(word!("project.money_paid"))}</dt><dd>{show(sums.paid_vnd)}</dd></div>
            {others
                .map(|(label, amount)| view! { <div><dt>{t(label)}</dt><dd>{show(amount)}</dd></div> })
                .collect_view()}
        </dl>
    }
}

/// What may be paid next, for those who ask for it or look after it.
#[component]
fn Next(project: View, ledger: Ledger) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let is_concerned =
        matches!(role, Role::CentreStaff | Role::Finance | Role::DepartmentStaff | Role::DepartmentLeader);
    if !is_concerned || !stage_of(&project.doc).is_some_and(account::is_running) {
        return None;
    }
    let is_accepted = project.doc.get("acceptance_no").is_some();
    let (kind, word) = if is_accepted {
        (EntryKind::Payment, word!("money.may_pay"))
    } else {
        (EntryKind::Advance, word!("money.may_advance"))
    };
    let docs = |kind| {
        let ids = book.children_now(project.id, kind);
        ids.into_iter().filter_map(|id| Some((id, book.view(id)?.doc))).collect::<Vec<_>>()
    };
    let (papers, reports) = (docs(Kind::Paper), docs(Kind::ProgressReport));
    let around = Around { project: &project.doc, papers: &papers, reports: &reports, today: now().day() };
    let allowed = ledger.next_allowed(kind, &account::standing(around, &Document::default()));
    let line = if allowed.at_most_vnd > 0 {
        fill(word, &[("amount", &money::show(allowed.at_most_vnd, lang()))])
    } else {
        allowed.why.iter().map(|limit| limit.message(lang())).collect::<Vec<_>>().join(" · ")
    };
    let may_ask = may(role, Operation::Create, Kind::Disbursement, Relation::OwnScope);
    let label = fill(word!("records.add"), &[("kind", &kind_name(Kind::Disbursement))]);
    Some(view! {
        <p class="small">{line}</p>
        {may_ask.then(|| view! {
            <div class="acts">
                <ButtonLink label href=routes::record_new(Kind::Disbursement, Some(project.id)) look="sm" icon="plus"/>
            </div>
        })}
    })
}
