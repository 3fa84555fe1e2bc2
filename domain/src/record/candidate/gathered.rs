//! The records around a candidate, looked up in one way on a device and on the server.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::facts::{Around, Beside};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::Kin;
use crate::record::need::Activity;
use crate::record::reference::place_class;
use crate::support;
use crate::value::Document;

/// What was found; where a record is not at hand its facts are unknown, so a gate may look open that is not, and
/// none looks failed that is passed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Gathered {
    /// The need.
    pub need: Document,
    /// The facility.
    pub facility: Document,
    commune: Option<Document>,
    place: Option<Document>,
    projects: Vec<Document>,
    beside: Beside,
}

impl Gathered {
    /// Looks up what is around a candidate; `None` without its need or facility.
    pub fn of(candidate: &Document, kin: &dyn Kin, today: NaiveDate) -> Option<Self> {
        let linked = |doc: &Document, field: &str| {
            let id: RecordId = doc.text(field)?.parse().ok()?;
            Some((id, kin.get(id)?.1))
        };
        let (_, need) = linked(candidate, "need")?;
        let (facility_id, facility) = linked(&need, "facility")?;
        let code = facility.text("commune_code");
        let commune = code.and_then(|code| kin.get(RecordId::named("commune", code)));
        let entries: Vec<Document> = kin.all(Kind::PlaceClass).into_iter().map(|(_, doc)| doc).collect();
        let place = code.and_then(|code| place_class::in_force(&entries, code, today).cloned());
        let own = need.text("project").and_then(|id| id.parse::<RecordId>().ok());
        let supports: Vec<(Kind, RecordId, Document)> = support::kinds()
            .flat_map(|kind| {
                kin.children(facility_id, kind).into_iter().map(move |(id, doc)| (kind, id, doc))
            })
            .filter(|(_, id, _)| Some(*id) != own)
            .collect();
        let projects = supports.iter().filter(|(kind, _, _)| *kind == Kind::Project);
        let reports = projects.clone().flat_map(|(_, id, _)| {
            kin.children(*id, Kind::ProgressReport).into_iter().map(move |(_, report)| (*id, report))
        });
        let reports = reports.collect();
        let is_model = need.text("activity") == Some(Activity::DemoModel.code());
        Some(Self {
            commune: commune.map(|(_, doc)| doc),
            place,
            projects: projects.map(|(_, _, doc)| doc.clone()).collect(),
            beside: Beside {
                visits: kin.children(facility_id, Kind::Visit),
                years: kin.children(facility_id, Kind::FacilityYear),
                models: if is_model { kin.all(Kind::ModelResult) } else { Vec::new() },
                reports,
                supports,
            },
            need,
            facility,
        })
    }

    /// For the rules.
    pub fn around<'a>(&'a self, candidate: &'a Document, today: NaiveDate) -> Around<'a> {
        Around {
            candidate,
            need: &self.need,
            facility: &self.facility,
            commune: self.commune.as_ref(),
            place: self.place.as_ref(),
            projects: &self.projects,
            beside: Some(&self.beside),
            today,
        }
    }
}
