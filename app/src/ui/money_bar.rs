//! Money of a case: whole width = approved, solid = paid, hatched = advanced, a tick = the ceiling
//! of the advance. Widths are SVG attributes because the policy forbids style attributes.

use leptos::prelude::*;

/// Shares of the approved amount in hundredths.
#[derive(Clone, Copy, Debug)]
pub struct MoneyShares {
    /// Paid.
    pub paid: i64,
    /// Advanced.
    pub advanced: i64,
    /// Ceiling of the advance.
    pub ceiling: Option<i64>,
}

/// The bar.
#[component]
pub fn MoneyBar(
    /// What to draw.
    shares: MoneyShares,
    /// The whole in words.
    #[prop(into)]
    label: String,
    /// Words at the tick.
    #[prop(into)]
    ceiling_label: String,
) -> impl IntoView {
    let percent = |share: i64| format!("{}%", share.clamp(0, 100));
    let paid = shares.paid.clamp(0, 100);
    let advanced = shares.advanced.clamp(0, 100 - paid);
    let tick = shares.ceiling.map(|at| {
        let at = percent(at);
        view! {
            <line class="cap" x1=at.clone() x2=at.clone() y1="28" y2="80"></line>
            <text x=at y="18">{ceiling_label.clone()}</text>
        }
    });
    view! {
        <div class="money-bar">
            <p class="capt">{ceiling_label.clone()}</p>
            <svg class="money" role="img" aria-label=label>
                <g>
                    <rect class="whole" x="0" y="36" width="100%" height="36"></rect>
                    <rect class="paid" x="0" y="36" width=percent(paid) height="36"></rect>
                    <rect class="adv" x=percent(paid) y="36" width=percent(advanced) height="36"></rect>
                    {tick}
                </g>
            </svg>
        </div>
    }
}
