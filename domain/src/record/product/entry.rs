//! A product, or a set of products, that its maker enters into a round.

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::{Files, Slot};
use crate::record::macros::{choices, record};
use crate::record::marker::{
    Count, DocumentNumber, FacilityRef, Fixed, Flag, LongText, Money, One, PastDay, ProductCertificateRef,
    ProductRoundRef, Text, Whole,
};
use crate::record::product::{APPLICANTS, DECIDERS, OFFICES, entry_family};
use crate::record::{Home, Kind};
use crate::value::{Document, Value};

choices! {
    /// Groups of products (TT 26/2014 Đ.5).
    ProductGroup = "product_group";
    /// Handicraft.
    Craft = "craft",
    /// From farm, forest and water; food.
    Food = "food",
    /// Machines, tools, spare parts.
    Machinery = "machinery",
    /// Other.
    Other = "other",
}

choices! {
    /// One product or several that belong together (TT 26/2014 Đ.3.2).
    ProductUnit = "product_unit";
    /// One.
    Single = "single",
    /// A set.
    Set = "set",
}

choices! {
    /// Where a product is on its way.
    EntryStage = "stage.product_entry";
    /// Being written.
    Draft = "draft",
    /// Handed in.
    Submitted = "submitted",
    /// Sent back.
    Returned = "returned",
    /// Fit to be scored.
    Eligible = "eligible",
    /// Scored by the jury.
    Scored = "scored",
    /// Proposed for a certificate.
    Proposed = "proposed",
    /// Recognised.
    Recognised = "recognised",
    /// Not recognised.
    NotRecognised = "not_recognised",
    /// Taken back.
    Withdrawn = "withdrawn",
}

choices! {
    /// What can be done with a product.
    EntryAction = "action.product_entry";
    /// Hand it in.
    Submit = "submit",
    /// Send it back.
    Return = "return",
    /// Take it as fit.
    Accept = "accept",
    /// Close the scoring.
    Score = "score",
    /// Propose it.
    Propose = "propose",
    /// Recognise it.
    Recognise = "recognise",
    /// Not recognise it.
    NotRecognise = "not_recognise",
    /// Take it back.
    Withdraw = "withdraw",
}

/// The three colour photos of a product (TT 26/2014 PL2): the slots of its attachments.
pub const PHOTOS: [&str; 3] = ["front", "side", "top"];

impl EntryStage {
    /// Whether the jury has to do with it, or had.
    pub const fn has_met_jury(self) -> bool {
        match self {
            Self::Eligible | Self::Scored | Self::Proposed | Self::Recognised | Self::NotRecognised => true,
            Self::Draft | Self::Submitted | Self::Returned | Self::Withdrawn => false,
        }
    }
}

const DECISION: &[&str] = &["decision_no", "decision_on", "notified_on"];

/// The course.
pub const COURSE: Table = Table {
    stages: &EntryStage::LIST,
    actions: &EntryAction::LIST,
    editable: &["draft", "returned"],
    steps: &[
        Step::new("submit", &[("draft", "submitted"), ("returned", "submitted")], APPLICANTS)
            .law("26/2014/TT-BCT Đ.12")
            .whole()
            .guard(conditions_hold),
        Step::new("return", &[("submitted", "returned")], OFFICES).aside().needs(&["stage_note"]).may(&[]),
        Step::new("accept", &[("submitted", "eligible")], OFFICES)
            .law("26/2014/TT-BCT Đ.12")
            .not_by_creator(),
        Step::new("score", &[("eligible", "scored")], OFFICES).online(),
        Step::new("propose", &[("scored", "proposed")], OFFICES).online(),
        Step::new("recognise", &[("proposed", "recognised")], DECIDERS)
            .law("26/2014/TT-BCT")
            .online()
            .not_by_creator()
            .needs(DECISION),
        Step::new("not_recognise", &[("scored", "not_recognised"), ("proposed", "not_recognised")], DECIDERS)
            .online()
            .aside()
            .needs(&["stage_note", "notified_on"])
            .may(&[]),
        Step::new(
            "withdraw",
            &[
                ("draft", "withdrawn"),
                ("submitted", "withdrawn"),
                ("returned", "withdrawn"),
                ("eligible", "withdrawn"),
            ],
            APPLICANTS,
        )
        .aside(),
    ],
};

/// The conditions of TT 26/2014 Đ.6, each said by the maker.
const CONDITIONS: &[&str] = &["own_make", "no_copy", "repeatable", "no_breach"];

fn conditions_hold(doc: &Document) -> Result<(), &'static str> {
    let hold = CONDITIONS.iter().all(|field| doc.get(field) == Some(&Value::Bool(true)));
    if hold { Ok(()) } else { Err("refusal.product_conditions") }
}

fn is_set(doc: &Document) -> bool {
    match doc.text("unit").and_then(ProductUnit::from_code) {
        Some(ProductUnit::Set) => true,
        Some(ProductUnit::Single) | None => false,
    }
}

/// Three colour photos (TT 26/2014 PL2), and its papers.
const FILES: Files =
    Files::ALL.photos(&[Slot::required(PHOTOS[0]), Slot::required(PHOTOS[1]), Slot::required(PHOTOS[2])]);

record! {
    /// A product in a round.
    ProductEntry = Kind::ProductEntry, "product_entry";
    title: name;
    parent: facility;
    home: Home::Parent;
    access: Access::OwnerFile;
    course: EntryStage, &COURSE;
    family: &entry_family::FAMILY;
    files: FILES;
    list: &["round", "product_group", "mean"];
    retention_years: 10;
    groups: &["product", "making", "conditions", "result", "course"];

    /// Who makes it.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("product");
    /// The round.
    round: ProductRoundRef = required().writers(Writers::WithOwner).purpose(Purpose::Casework).group("product");
    /// What it is called.
    name: Text<2, 200> = required().writers(Writers::WithOwner).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("product");
    /// Its group.
    product_group: One<ProductGroup> = required().writers(Writers::WithOwner).privacy(Privacy::Public).purpose(Purpose::Statistics).group("product");
    /// One or a set.
    unit: One<ProductUnit> = required().writers(Writers::WithOwner).privacy(Privacy::Public).purpose(Purpose::Casework).group("product");
    /// What the set consists of.
    set_of: LongText<1_000> = only_if(is_set).writers(Writers::WithOwner).purpose(Purpose::Casework).group("product");
    /// What it is, how it is made and used (PL2).
    description: LongText<6_000> = required().writers(Writers::WithOwner).privacy(Privacy::Public).purpose(Purpose::Casework).group("product").law("26/2014/TT-BCT Đ.12");

    /// Material.
    material: Text<2, 300> = required().writers(Writers::WithOwner).purpose(Purpose::Casework).group("making");
    /// Pieces or units made in a year.
    yearly_output: Whole<0, 1_000_000_000> = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("making");
    /// Price of one.
    price: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("making");
    /// Sales of a year.
    sales: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("making");
    /// Workers who make it.
    workers: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("making");
    /// Papers of quality, food safety, awards.
    papers: LongText<2_000> = writers(Writers::WithOwner).purpose(Purpose::Casework).group("making");
    /// Stars of the other programme, OCOP.
    ocop_stars: Whole<1, 5> = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("making");
    /// Valid certificate of the level below.
    lower_certificate: ProductCertificateRef = writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("making").law("26/2014/TT-BCT Đ.12");

    /// The facility makes it itself.
    own_make: Flag = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("conditions").law("26/2014/TT-BCT");
    /// It copies nobody.
    no_copy: Flag = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("conditions");
    /// It can be made in numbers.
    repeatable: Flag = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("conditions");
    /// It breaks no rule of property, quality, safety, food, environment.
    no_breach: Flag = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("conditions");

    /// Mean of the sheets, 0.01 point.
    mean: Fixed<2, 10_000> = writers(Writers::Server).purpose(Purpose::Statistics).group("result");
    /// How many sheets it is the mean of.
    sheets: Count = writers(Writers::Server).purpose(Purpose::Casework).group("result");
    /// Decision of recognition.
    decision_no: DocumentNumber = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("result");
    /// Its date.
    decision_on: PastDay = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("result");
    /// Day on which the maker was told: complaints count from it.
    notified_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("result");
}
