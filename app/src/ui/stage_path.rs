//! The seven nodes of a case: passed, now, to come. One list; CSS lays it down or stands it up.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Name of the step.
    pub label: String,
    /// Day, or day and length of stay.
    pub when: Option<String>,
}

/// Words of the path.
#[derive(Clone, Debug)]
pub struct PathWords {
    /// The whole in one sentence, for screen readers.
    pub whole: String,
    /// Read out at each passed node.
    pub passed: String,
    /// Stands at the present node.
    pub here: String,
}

/// The path; `now` is the index of the present node, the number of nodes when all are passed.
#[component]
pub fn StagePath(
    /// Nodes in order.
    nodes: Vec<Node>,
    /// Present node.
    now: usize,
    /// Words.
    words: PathWords,
) -> impl IntoView {
    let PathWords { whole, passed, here } = words;
    let items = nodes
        .into_iter()
        .enumerate()
        .map(|(at, node)| {
            let (class, dot, here) = match at.cmp(&now) {
                std::cmp::Ordering::Less => ("done", passed_dot(passed.clone()), None),
                std::cmp::Ordering::Equal => ("now", number_dot(at), Some(here.clone())),
                std::cmp::Ordering::Greater => ("todo", number_dot(at), None),
            };
            view! {
                <li class=class aria-current=(at == now).then_some("step")>
                    <span class="dot">{dot}</span>
                    <b>{node.label}</b>
                    {node.when}
                    {here.map(|here| view! { <span class="here">{here}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="path-box">
            <ol class="path" aria-label=whole>{items}</ol>
        </div>
    }
}

fn passed_dot(word: String) -> AnyView {
    view! { <Icon name="check" class="i s"/> <span class="vh">{word}</span> }.into_any()
}

fn number_dot(at: usize) -> AnyView {
    (at + 1).into_any()
}

/// The same steps as small bars in a table cell.
#[component]
pub fn StageBars(
    /// How many steps there are.
    count: usize,
    /// Present step.
    now: usize,
    /// The whole in words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let bars = (0..count)
        .map(|at| {
            let class = match at.cmp(&now) {
                std::cmp::Ordering::Less => "d",
                std::cmp::Ordering::Equal => "at",
                std::cmp::Ordering::Greater => "",
            };
            view! { <i class=class></i> }
        })
        .collect_view();
    view! { <span class="stg" role="img" aria-label=label>{bars}</span> }
}
