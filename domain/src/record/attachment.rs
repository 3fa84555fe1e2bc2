//! A photo or paper that belongs to another record (PROTOCOL §9). This is its description only: the
//! bytes travel in lanes of their own, named by their SHA-256, and are never part of a record.

use alloc::vec::Vec;

use crate::record::access::Access;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Privacy, Purpose, Weight, Writers};
use crate::record::macros::record;
use crate::record::marker::{Instant, Latitude, LongText, Longitude, Text, Whole};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::visit::family::OF_VISIT;
use crate::record::{Home, Kind, files};

/// The most bytes of an original.
pub const MAX_BYTES: i64 = 20_000_000;
/// The most bytes of a thumbnail.
pub const MAX_THUMB_BYTES: i64 = 65_536;

record! {
    /// A photo or paper.
    Attachment = Kind::Attachment, "attachment";
    title: file_name;
    parent: about;
    home: Home::Parent;
    access: Access::File;
    family: &FAMILY;
    list: &["slot", "caption", "taken_at"];
    retention_years: 10;
    groups: &["file", "taken"];

    /// The record it belongs to.
    about: Text<36, 36> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// What it shows: a code such as `signboard`, `machine`, `front`, or that of a paper.
    slot: Text<1, 40> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// What a person says of it.
    caption: LongText<500> = writers(Writers::WithOwner).purpose(Purpose::Casework).search(Weight::Weak).group("file");
    /// Name of the file.
    file_name: Text<1, 200> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).search(Weight::Title).group("file");
    /// Media type, as the device took it; the server looks for itself.
    media_type: Text<3, 100> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// Bytes of the original.
    bytes: Whole<1, MAX_BYTES> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).unit("byte").group("file");
    /// SHA-256 of the original, 64 hexadecimal digits.
    sha256: Text<64, 64> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// SHA-256 of the small picture.
    thumb_sha256: Text<64, 64> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// Bytes of the small picture.
    thumb_bytes: Whole<1, MAX_THUMB_BYTES> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).unit("byte").group("file");
    /// Width, pixels.
    width: Whole<1, 50_000> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// Height, pixels.
    height: Whole<1, 50_000> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("file");
    /// When it was taken, by the clock of the device.
    taken_at: Instant = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("taken");
    /// Where: latitude, 1e-7 degree.
    lat: Latitude = together("place").writers(Writers::Afterwards(&[])).privacy(Privacy::Personal).purpose(Purpose::Casework).group("taken");
    /// Where: longitude, 1e-7 degree.
    lng: Longitude = together("place").writers(Writers::Afterwards(&[])).privacy(Privacy::Personal).purpose(Purpose::Casework).group("taken");
    /// How certain the place is, metres.
    gps_accuracy_m: Whole<0, 100_000> = together("place").writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).unit("m").group("taken");
}

const FAMILY: FamilyRules = FamilyRules::check(check);

/// A signed visit is closed to it, a kind without files takes none, and what was judged keeps its own.
fn check(file: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let mut problems = (OF_VISIT.check)(file, kin);
    let Some((kind, doc)) = file.parent("about").and_then(|id| kin.get(id)) else { return problems };
    let is_open = if file.after.0.is_empty() { files::gives_back } else { files::takes_more };
    if kind.spec().files.is_none() {
        problems.push(Problem::new("about", ProblemCode::NoFilesHere));
    } else if kind != Kind::Visit && !is_open(kind, &doc) {
        problems.push(Problem::new("", ProblemCode::FilesClosed));
    }
    problems
}
