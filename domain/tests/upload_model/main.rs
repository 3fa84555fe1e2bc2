//! Pictures and papers over a line that loses, doubles and delays, from devices whose batteries die:
//! the queue is the real one, all else is a model run from one seed. A failing seed is printed;
//! `SKC_SEED=17 cargo test -p domain --test upload_model replay` runs it alone.

mod server;
mod world;

#[path = "../sync_model/random.rs"]
mod random;

use world::{Line, Totals, World};

const ROUGH: Line = Line { lost: 10, unanswered: 10, doubled: 10, crashes: 2, troubled: 3, leaves: 30 };
const LOSSY: Line = Line { lost: 10, unanswered: 0, doubled: 0, crashes: 0, troubled: 0, leaves: 0 };

fn run(line: Line, seed: u64, photos: usize) -> Totals {
    let mut world = World::new(line, seed);
    world.take_photos(photos);
    world.run_until_quiet()
}

#[test]
fn every_blob_arrives_whatever_the_line_does() {
    for seed in 0..400 {
        let totals = run(ROUGH, seed, 8);
        assert_eq!(totals.arrived, totals.kept, "seed {seed}");
    }
}

/// B6: ten chunks in a hundred are lost on the way, each after all its bytes were sent.
#[test]
fn ten_lost_chunks_in_a_hundred_cost_at_most_fifteen_bytes_in_a_hundred() {
    let (mut sent, mut size) = (0, 0);
    for seed in 0..50 {
        let totals = run(LOSSY, seed, 20);
        assert_eq!(totals.arrived, totals.kept, "seed {seed}");
        sent += totals.sent_bytes;
        size += totals.kept_bytes;
    }
    assert!(sent * 100 <= size * 115, "{sent} bytes sent for {size}");
    assert!(sent * 100 >= size * 108, "the line lost too little to prove anything: {sent} for {size}");
}

/// An answer that was lost costs a question, never a chunk.
#[test]
fn what_has_arrived_is_not_sent_again() {
    for seed in 0..50 {
        let line = Line { lost: 0, unanswered: 30, ..LOSSY };
        let totals = run(line, seed, 8);
        assert_eq!((totals.arrived, totals.sent_bytes), (totals.kept, totals.kept_bytes), "seed {seed}");
        assert!(totals.failures > 0, "seed {seed} is dull");
    }
}

#[test]
fn histories_are_rich() {
    let all: Vec<Totals> = (0..100).map(|seed| run(ROUGH, seed, 8)).collect();
    let sum = |of: fn(&Totals) -> usize| all.iter().map(of).sum::<usize>();
    assert!(sum(|totals| totals.crashes) > 100);
    assert!(sum(|totals| totals.failures) > 500);
    assert!(sum(|totals| totals.doubled) > 100);
    assert!(sum(|totals| totals.troubles) > 50);
    assert!(sum(|totals| totals.unwanted) > 20);
    assert!(sum(|totals| totals.followed) > 50);
}

#[test]
fn replay() {
    let seed = std::env::var("SKC_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let totals = run(ROUGH, seed, 8);
    assert_eq!(totals.arrived, totals.kept);
}
