//! How far a visit has come: its six parts, and what each still lacks before it can be signed.

use domain::record::Kind;
use domain::record::rule::{Problem, ProblemCode};
use domain::record::visit::family::lacks;
use domain::value::Document;
use domain::word;
use domain::words::Word;

use crate::components::form_state::FormState;
use crate::components::problem_words::{problem_field, problem_line};
use crate::components::value_text::group_label;
use crate::i18n::{count, fill, lang, t};
use crate::ui::mark::MarkLook;

/// A part of a visit, in the order of the minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Place and time.
    Where,
    /// Photos.
    Photos,
    /// Machines and production.
    Machines,
    /// Findings and recommendations.
    Found,
    /// Conclusion.
    Result,
    /// Signatures.
    Signing,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 6] =
        [Self::Where, Self::Photos, Self::Machines, Self::Found, Self::Result, Self::Signing];

    /// Its code, in addresses and as the group of its fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Where => "where",
            Self::Photos => "photos",
            Self::Machines => "machines",
            Self::Found => "found",
            Self::Result => "result",
            Self::Signing => "signing",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// What it is called.
    pub fn title(self) -> String {
        match self {
            Self::Photos => t(word!("photo.title")).to_owned(),
            Self::Where | Self::Machines | Self::Found | Self::Result | Self::Signing => {
                group_label(Kind::Visit, self.code())
            }
        }
    }

    /// With its number: “2. Ảnh”.
    pub fn numbered(self) -> String {
        let at = Self::ALL.iter().position(|part| *part == self).map_or(0, |at| at + 1);
        format!("{at}. {}", self.title())
    }

    /// What is counted as missing in it.
    fn missing(self) -> Word {
        match self {
            Self::Where => word!("visit.left_where"),
            Self::Photos => word!("visit.left_photos"),
            Self::Machines => word!("visit.left_machines"),
            Self::Found => word!("visit.left_found"),
            Self::Result => word!("visit.left_result"),
            Self::Signing => word!("visit.left_signing"),
        }
    }
}

/// What keeps a visit from being signed.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    doc: Document,
    problems: Vec<(Part, Problem)>,
}

impl Standing {
    /// Of a form, with the slots of the photos and signatures that are there.
    pub fn of(form: FormState, slots: &[String]) -> Self {
        let doc = form.document();
        let fields = form.problems().into_iter().filter(|problem| !is_said_by_signature(problem));
        let kin = lacks(&doc, slots);
        let problems = fields.chain(kin).map(|problem| (part_of(&problem), problem)).collect();
        Self { doc, problems }
    }

    /// How many things a part lacks.
    pub fn left(&self, part: Part) -> usize {
        let counted = self.problems.iter().filter(|(of, _)| *of == part).map(|(_, problem)| weight(problem));
        counted.sum()
    }

    /// Whether it can be signed.
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty()
    }

    /// How a part is marked.
    pub fn mark(&self, part: Part) -> (MarkLook, &'static str) {
        let is_begun = Kind::Visit.spec().group(part.code()).any(|spec| self.doc.get(spec.name).is_some());
        match (self.left(part), is_begun) {
            (0, _) => (MarkLook::DONE, t(word!("work.done"))),
            (_, true) => (MarkLook::DOING, t(word!("work.doing"))),
            (_, false) => (MarkLook::TODO, t(word!("work.todo"))),
        }
    }

    /// “Còn 1 chữ ký, 1 mục máy”.
    pub fn sentence(&self) -> String {
        let parts = Part::ALL.into_iter().filter_map(|part| match self.left(part) {
            0 => None,
            n => Some(count(part.missing(), n)),
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            return t(word!("visit.complete")).to_owned();
        }
        fill(word!("visit.left"), &[("what", &parts.join(", "))])
    }

    /// Everything that is missing or wrong, in words, with the part it stands in.
    pub fn lines(&self) -> Vec<(Part, String)> {
        let said = self.problems.iter().map(|(part, problem)| {
            let words = match problem.field.as_str() {
                "" => problem.message(lang()),
                _ => problem_line(Kind::Visit, problem),
            };
            (*part, words)
        });
        said.collect()
    }
}

fn weight(problem: &Problem) -> usize {
    let counted = problem.params.iter().find_map(|(name, param)| match (name, param) {
        (&"n", domain::record::rule::Param::Text(n)) => n.parse().ok(),
        _ => None,
    });
    counted.unwrap_or(1)
}

/// That the name of a signer is missing says the same as that the signature is.
fn is_said_by_signature(problem: &Problem) -> bool {
    problem.field == "inspector_signed" && problem.code == ProblemCode::Required
}

fn part_of(problem: &Problem) -> Part {
    if problem.code == ProblemCode::PhotosMissing {
        return Part::Photos;
    }
    let group = Kind::Visit.spec().field(problem_field(problem)).map_or("", |spec| spec.group);
    Part::from_code(group).unwrap_or(Part::Where)
}
