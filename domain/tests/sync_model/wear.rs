//! A disk that loses a record, or keeps an older version of it, and says nothing: the sums tell, and what was
//! lost comes back by the bucket.

use std::collections::BTreeMap;

use domain::change::Op;
use domain::id::ScopeId;
use domain::record::Kind;
use domain::sync::engine::Request;

use crate::harm::Harm;
use crate::history::STEPS;
use crate::invariants;
use crate::world::{HERE, World};

/// A calm world after a history, of which one device has a worn record in the first commune.
fn worn(seed: u64) -> Result<Option<World>, Harm> {
    let mut world = World::new(seed, None);
    (0..STEPS).try_for_each(|step| world.step(step))?;
    world.settle()?;
    let scope = ScopeId::commune(HERE);
    let mut random = crate::history::chances(seed, 1);
    Ok(world.devices[0].wear(&scope, &mut random).then_some(world))
}

/// Somebody else writes in the commune: a device hears sums only where there are news.
fn somebody_writes(world: &mut World) {
    let writer = 3;
    let replica = world.devices[writer].engine.replica();
    let views = replica.ids().filter_map(|id| replica.view(id));
    let here = |scope: &ScopeId| *scope == ScopeId::commune(HERE);
    let mut facilities = views.filter(|view| view.kind.known() == Some(Kind::Facility) && here(&view.scope));
    let facility = facilities.next();
    drop(facilities);
    match facility {
        Some(facility) => {
            let village = BTreeMap::from([("village".to_owned(), Some("Thôn của người khác".into()))]);
            let edits = world.devices[writer].engine.replica().edits(&facility, village);
            world.record(writer, facility.scope.clone(), Kind::Facility, facility.id, Op::Put(edits));
        }
        None => world.make_facility(0),
    }
}

#[test]
fn what_a_disk_lost_comes_back_by_the_bucket_and_not_by_the_scope() {
    let (mut told, mut compared) = (0, 0);
    for mut world in (0..300).filter_map(|seed| worn(seed).unwrap()) {
        somebody_writes(&mut world);
        world.asked.clear();
        world.come_to_rest().unwrap();
        invariants::hold_the_same(&world).unwrap();
        let asked = |is: fn(&Request) -> bool| world.asked.iter().filter(|(_, asked)| is(asked)).count();
        told += world.devices[0].engine.repaired();
        compared += asked(|request| matches!(request, Request::Compare(_)));
        assert_eq!(asked(|request| matches!(request, Request::Copy { .. })), 0);
    }
    // In some the worn record itself was the one that changed: then the news made it whole.
    assert!(told > 100 && compared >= told as usize, "{told} devices told, {compared} comparisons");
}
