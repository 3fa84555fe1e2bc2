//! One history: a seed and the steps of it that are taken.

use crate::harm::{Harm, Outcome};
use crate::plants::Plant;
use crate::random::Random;
use crate::tally::Tally;
use crate::world::World;

/// Steps of a whole history.
pub const STEPS: u32 = 360;

/// The random numbers of one step: without another step it goes as before.
pub fn chances(seed: u64, step: u32) -> Random {
    Random::new(Random::new(seed).next() ^ u64::from(step).wrapping_mul(0xD605_1D45_79EB_A8F1))
}

#[derive(Clone, Debug)]
pub struct History {
    seed: u64,
    pub steps: Vec<u32>,
}

impl History {
    /// The whole history of a seed.
    pub fn of(seed: u64) -> Self {
        Self { seed, steps: (0..STEPS).collect() }
    }

    pub fn run(&self, plant: Option<Plant>) -> Outcome {
        self.go(&mut World::new(self.seed, plant))
    }

    /// Runs it and counts what people wrote.
    pub fn count(&self) -> Result<Tally, Harm> {
        let mut world = World::new(self.seed, None);
        self.go(&mut world)?;
        Ok(Tally::of(&world))
    }

    /// Runs it and says what happened.
    pub fn tell(&self) -> (Vec<String>, Outcome) {
        let mut world = World::new(self.seed, None);
        world.story = Some(Vec::new());
        let outcome = self.go(&mut world);
        (world.story.take().unwrap_or_default(), outcome)
    }

    fn go(&self, world: &mut World) -> Outcome {
        for step in &self.steps {
            world.step(*step)?;
        }
        world.settle()?;
        world.decide()
    }
}

/// The same history with as few steps as still fail.
pub fn shrink(failing: &History) -> History {
    shrink_with(failing, None)
}

/// Takes steps out, many at a time and then fewer, as long as it fails all the same (delta debugging; Zeller
/// and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
pub fn shrink_with(failing: &History, plant: Option<Plant>) -> History {
    let mut least = failing.clone();
    let mut width = least.steps.len().div_ceil(2);
    while width > 0 {
        let mut at = 0;
        while at < least.steps.len() {
            let mut fewer = least.clone();
            fewer.steps.drain(at..(at + width).min(fewer.steps.len()));
            if fewer.run(plant).is_err() { least = fewer } else { at += width }
        }
        width /= 2;
    }
    least
}
