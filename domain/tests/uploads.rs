//! The queue of pictures and papers alone, call by call.

use domain::attachment::blob::{BlobName, CHUNK};
use domain::attachment::message::{CallId, Effect, Failure, Holding, Input, Standing, Step, Text};
use domain::attachment::missing::Missing;
use domain::attachment::queue::Queue;
use domain::attachment::upload::{Lane, Owner, Upload, UploadState};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use expect_test::{Expect, expect};
use uuid::Uuid;

const NOW: Millis = Millis(1_790_000_000_000);
const FIVE_MINUTES: i64 = 300_000;

fn name(number: u8) -> BlobName {
    BlobName([number; 32])
}

fn record(number: u8) -> RecordId {
    RecordId(Uuid::from_u128(u128::from(number)))
}

/// The n-th blob, kept n seconds after the start, of the record of the same number.
fn upload(lane: Lane, number: u8, bytes: u64) -> Upload {
    Upload {
        name: name(number),
        lane,
        bytes,
        owners: vec![Owner { record: record(number), scope: ScopeId::commune("09292") }],
        added: NOW + i64::from(number) * 1_000,
        state: UploadState::Pending,
    }
}

fn thumbnail(number: u8) -> Upload {
    upload(Lane::Thumbnails, number, 20_000)
}

/// An original of three chunks.
fn original(number: u8) -> Upload {
    upload(Lane::Originals, number, 2 * CHUNK + 1)
}

/// A device whose every effect is written down.
struct Tablet {
    queue: Queue,
    now: Millis,
    log: String,
    calls: Vec<CallId>,
}

impl Tablet {
    /// With these bytes, whose records the server has.
    fn with(uploads: impl IntoIterator<Item = Upload>) -> Self {
        let mut tablet = Self { queue: Queue::new([], 7), now: NOW, log: String::new(), calls: Vec::new() };
        tablet.hear(Input::Text(Text::Busy));
        for upload in uploads {
            let record = upload.owners[0].record;
            tablet.hear(Input::Kept(upload));
            tablet.hear(Input::Record(record, Standing::OnServer));
        }
        assert_eq!(tablet.log, "", "nothing begins while the text has the line");
        tablet.hear(Input::Text(Text::Quiet));
        tablet
    }

    fn hear(&mut self, input: Input) {
        for effect in self.queue.handle(self.now, input) {
            let line = match effect {
                Effect::Ask(id, blob) => {
                    self.calls.push(id);
                    format!("ask {}", blob.0[0])
                }
                Effect::Send(id, blob, chunk) => {
                    self.calls.push(id);
                    format!("send {}/{chunk}", blob.0[0])
                }
                Effect::WakeAt(at) => format!("wake in {} s", at.since(self.now) / 1_000),
                Effect::Sent(blob) => format!("sent {}", blob.0[0]),
                Effect::Refused(blob, code) => format!("refused {}: {code}", blob.0[0]),
                Effect::Unwanted(blob) => format!("unwanted {}", blob.0[0]),
                Effect::Changed => continue,
            };
            self.log.push_str(&line);
            self.log.push('\n');
        }
    }

    /// The answer to the oldest call under way.
    fn answer(&mut self, holding: Holding) {
        let id = self.calls.remove(0);
        self.hear(Input::Answered(id, holding));
    }

    fn fail(&mut self, failure: Failure) {
        let id = self.calls.remove(0);
        self.hear(Input::Failed(id, failure));
    }

    fn later(&mut self, millis: i64) {
        self.now = self.now + millis;
        self.hear(Input::Ring);
    }

    fn check(&mut self, expected: Expect) {
        expected.assert_eq(&std::mem::take(&mut self.log));
    }

    fn step(&self, number: u8) -> Option<Step> {
        self.queue.progress(name(number)).map(|progress| progress.step)
    }
}

fn lacks(ranges: &[(u32, u32)]) -> Holding {
    Holding::Partial(Missing(ranges.to_vec()))
}

#[test]
fn bytes_wait_until_the_server_has_a_record_that_names_them() {
    let mut tablet = Tablet::with([]);
    let mut twice = original(1);
    twice.owners.push(Owner { record: record(2), scope: ScopeId::commune("09292") });
    tablet.hear(Input::Kept(twice));
    tablet.check(expect![""]);
    assert_eq!(tablet.step(1), Some(Step::Held));
    tablet.hear(Input::Record(record(2), Standing::OnServer));
    tablet.check(expect![[r#"
        ask 1
    "#]]);
}

#[test]
fn a_deleted_record_takes_its_bytes_out_of_the_line() {
    let mut tablet = Tablet::with([original(1), original(2)]);
    tablet.hear(Input::Record(record(1), Standing::Elsewhere));
    tablet.answer(lacks(&[(0, 2)]));
    tablet.check(expect![[r#"
        ask 1
        ask 2
    "#]]);
    assert_eq!(tablet.step(1), Some(Step::Held));
}

#[test]
fn only_what_the_server_lacks_is_sent_and_only_complete_is_sent() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.answer(lacks(&[(1, 2)]));
    tablet.answer(lacks(&[(2, 2)]));
    let progress = tablet.queue.progress(name(1)).unwrap();
    assert_eq!((progress.done, progress.count, progress.step), (2, 3, Step::Sending(2)));
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        ask 1
        send 1/1
        send 1/2
        sent 1
    "#]]);
    assert_eq!(tablet.step(1), None);
}

#[test]
fn after_a_lost_answer_the_server_is_asked_before_anything_is_sent_again() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.answer(lacks(&[(0, 2)]));
    tablet.fail(Failure::Offline);
    let trouble = tablet.queue.progress(name(1)).unwrap().trouble.unwrap();
    assert_eq!((trouble.at, trouble.failure), (tablet.now, Failure::Offline));
    assert!(trouble.retry_at.is_some_and(|at| at > tablet.now));
    tablet.later(2_000);
    tablet.answer(lacks(&[(1, 2)]));
    tablet.check(expect![[r#"
        ask 1
        send 1/0
        wake in 1 s
        ask 1
        send 1/1
    "#]]);
    assert_eq!(tablet.queue.progress(name(1)).unwrap().trouble, None);
}

#[test]
fn thumbnails_go_before_originals_and_the_oldest_first() {
    let mut tablet = Tablet::with([original(4), original(1), thumbnail(3), thumbnail(2)]);
    for _ in 0..2 {
        tablet.answer(lacks(&[(0, 0)]));
        tablet.answer(Holding::Complete);
    }
    tablet.check(expect![[r#"
        ask 2
        send 2/0
        sent 2
        ask 3
        send 3/0
        sent 3
        ask 1
    "#]]);
}

#[test]
fn a_thumbnail_never_waits_for_an_original_under_way() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.answer(lacks(&[(0, 2)]));
    tablet.hear(Input::Kept(thumbnail(2)));
    tablet.hear(Input::Record(record(2), Standing::OnServer));
    tablet.check(expect![[r#"
        ask 1
        send 1/0
        ask 2
    "#]]);
    // The chunk arrives, and the next one lets the thumbnail have the line.
    tablet.answer(lacks(&[(1, 2)]));
    tablet.check(expect![""]);
    tablet.answer(lacks(&[(0, 0)]));
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        send 2/0
        sent 2
        send 1/1
    "#]]);
}

#[test]
fn a_lane_that_waits_after_a_failure_keeps_the_other_back_in_neither_direction() {
    let mut tablet = Tablet::with([thumbnail(1), original(2)]);
    tablet.fail(Failure::Unreachable);
    tablet.check(expect![[r#"
        ask 1
        ask 2
        wake in 1 s
    "#]]);
    let mut tablet = Tablet::with([original(1)]);
    tablet.fail(Failure::Unreachable);
    tablet.hear(Input::Kept(thumbnail(2)));
    tablet.hear(Input::Record(record(2), Standing::OnServer));
    tablet.check(expect![[r#"
        ask 1
        wake in 1 s
        ask 2
    "#]]);
}

#[test]
fn the_text_has_the_line_to_itself_and_what_is_under_way_comes_to_its_end() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.hear(Input::Text(Text::Busy));
    tablet.answer(lacks(&[(0, 2)]));
    tablet.check(expect![[r#"
        ask 1
    "#]]);
    assert_eq!(tablet.step(1), Some(Step::Queued));
    tablet.hear(Input::Text(Text::Quiet));
    tablet.check(expect![[r#"
        send 1/0
    "#]]);
}

#[test]
fn waits_of_a_lane_grow_to_five_minutes_and_the_person_ends_them() {
    let mut tablet = Tablet::with([original(1)]);
    let mut longest = 0;
    for _ in 0..12 {
        tablet.fail(Failure::Offline);
        let wait = tablet.queue.progress(name(1)).unwrap().trouble.unwrap().retry_at.unwrap();
        longest = longest.max(wait.since(tablet.now));
        assert!(wait.since(tablet.now) <= FIVE_MINUTES);
        tablet.later(wait.since(tablet.now));
    }
    assert!(longest > FIVE_MINUTES / 2, "{longest}");
    tablet.fail(Failure::Offline);
    tablet.log.clear();
    tablet.hear(Input::Wake);
    tablet.check(expect![[r#"
        ask 1
    "#]]);
}

#[test]
fn without_a_session_both_lanes_stand_still_until_the_person_signs_in() {
    let mut tablet = Tablet::with([thumbnail(1), original(2)]);
    tablet.fail(Failure::SignedOut);
    tablet.hear(Input::Wake);
    tablet.later(FIVE_MINUTES);
    tablet.check(expect![[r#"
        ask 1
    "#]]);
    assert!(tablet.queue.is_signed_out());
    tablet.hear(Input::SignedIn);
    tablet.check(expect![[r#"
        ask 1
    "#]]);
}

#[test]
fn what_the_server_refuses_is_told_and_keeps_nobody_back() {
    let mut tablet = Tablet::with([original(1), original(2)]);
    tablet.fail(Failure::Refused("media_type_refused".to_owned()));
    tablet.check(expect![[r#"
        ask 1
        refused 1: media_type_refused
        ask 2
    "#]]);
    assert_eq!(tablet.step(1), Some(Step::Refused("media_type_refused".to_owned())));
    tablet.hear(Input::Again(name(1)));
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        sent 2
        ask 1
    "#]]);
}

#[test]
fn refused_bytes_stay_refused_when_the_app_starts_again() {
    let refused = Upload { state: UploadState::Refused { code: "too_large".to_owned() }, ..original(1) };
    let mut tablet = Tablet::with([refused]);
    tablet.hear(Input::Wake);
    tablet.check(expect![""]);
    assert_eq!(tablet.step(1), Some(Step::Refused("too_large".to_owned())));
}

#[test]
fn bytes_that_arrived_damaged_are_sent_anew_once() {
    let mut tablet = Tablet::with([original(1)]);
    for _ in 0..2 {
        tablet.answer(lacks(&[(2, 2)]));
        tablet.fail(Failure::Refused("hash_mismatch".to_owned()));
    }
    tablet.check(expect![[r#"
        ask 1
        send 1/2
        ask 1
        send 1/2
        refused 1: hash_mismatch
    "#]]);
}

#[test]
fn a_blob_nobody_names_stands_back_and_the_next_has_its_turn() {
    let mut tablet = Tablet::with([original(1), original(2)]);
    tablet.answer(Holding::Unknown);
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        ask 1
        ask 2
        sent 2
        wake in 253 s
    "#]]);
    tablet.later(FIVE_MINUTES);
    tablet.check(expect![[r#"
        ask 1
    "#]]);
}

#[test]
fn a_blob_the_server_stumbles_over_lets_the_others_pass() {
    let mut tablet = Tablet::with([original(1), original(2)]);
    for _ in 0..3 {
        tablet.fail(Failure::Unreachable);
        tablet.later(10_000);
    }
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        ask 1
        wake in 1 s
        ask 1
        wake in 2 s
        ask 1
        wake in 5 s
        ask 2
        sent 2
        wake in 235 s
    "#]]);
}

/// All chunks there and never put together, or one that is taken and stays missing: no hot loop.
#[test]
fn a_server_that_makes_no_progress_is_not_asked_without_end() {
    for stuck in [lacks(&[]), lacks(&[(0, 0)])] {
        let mut tablet = Tablet::with([upload(Lane::Originals, 1, 10)]);
        tablet.answer(stuck.clone());
        tablet.answer(stuck);
        assert!(tablet.calls.is_empty());
        tablet.later(FIVE_MINUTES);
        tablet.check(expect![[r#"
            ask 1
            send 1/0
            wake in 253 s
            ask 1
        "#]]);
    }
}

/// Moved to another commune before its bytes arrived: the server still takes them from who took the photo.
#[test]
fn bytes_follow_a_record_that_moved_away() {
    for standing in [Standing::Gone, Standing::OutOfReach] {
        let mut tablet = Tablet::with([upload(Lane::Originals, 1, 10)]);
        tablet.hear(Input::Record(record(1), standing));
        tablet.answer(lacks(&[(0, 0)]));
        tablet.answer(Holding::Complete);
        tablet.check(expect![[r#"
            ask 1
            send 1/0
            sent 1
        "#]]);
    }
}

#[test]
fn bytes_of_a_record_that_is_nowhere_are_forgotten() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.hear(Input::Record(record(1), Standing::Gone));
    tablet.answer(Holding::Unknown);
    tablet.check(expect![[r#"
        ask 1
        unwanted 1
    "#]]);
    assert_eq!(tablet.queue.uploads().count(), 0);
}

#[test]
fn bytes_of_a_lost_scope_that_nobody_takes_are_left_to_a_person() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.hear(Input::Record(record(1), Standing::OutOfReach));
    tablet.answer(Holding::Unknown);
    tablet.check(expect![[r#"
        ask 1
        refused 1: scope
    "#]]);
    assert_eq!(tablet.step(1), Some(Step::Refused("scope".to_owned())));
}

#[test]
fn a_second_record_that_names_the_bytes_keeps_them() {
    let mut twice = original(1);
    twice.owners.push(Owner { record: record(2), scope: ScopeId::commune("09292") });
    let mut tablet = Tablet::with([twice]);
    tablet.hear(Input::Record(record(1), Standing::Gone));
    tablet.answer(Holding::Unknown);
    tablet.check(expect![[r#"
        ask 1
        wake in 253 s
    "#]]);
    assert_eq!(tablet.step(1), Some(Step::Queued));
}

#[test]
fn refused_bytes_are_asked_about_again_when_their_record_is_gone() {
    let mut tablet = Tablet::with([original(1)]);
    tablet.fail(Failure::Refused("file_damaged".to_owned()));
    tablet.hear(Input::Record(record(1), Standing::Gone));
    tablet.answer(Holding::Unknown);
    tablet.check(expect![[r#"
        ask 1
        refused 1: file_damaged
        ask 1
        unwanted 1
    "#]]);
}

#[test]
fn an_answer_about_forgotten_bytes_is_dropped() {
    let mut tablet = Tablet::with([original(1), original(2)]);
    tablet.hear(Input::Forgotten(name(1)));
    tablet.answer(Holding::Complete);
    tablet.answer(Holding::Complete);
    tablet.check(expect![[r#"
        ask 1
        ask 2
        sent 2
    "#]]);
    assert_eq!(tablet.queue.uploads().count(), 0);
}
