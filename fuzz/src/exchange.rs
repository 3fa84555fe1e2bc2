//! What devices send to the server.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use domain::sync::authority::{self, Loaded, Pusher, Received, claims};
use domain::sync::exchange::PushRequest;
use domain::sync::placement::{Head, Row};
use domain::wire::v1;
use uuid::Uuid;

/// A push is read and decided, by people of several roles, on an empty book and then on the book that it left.
pub fn push(bytes: &[u8]) {
    let Ok((request, received)) = v1::push(bytes) else { return };
    let again = v1::encode(&request).unwrap();
    let (same, hashed) = v1::push(&again).unwrap();
    assert!(same == request && hashed == received, "it is not read as it was written");
    let mut rows = Vec::new();
    for role in [Role::CommuneOfficer, Role::CentreStaff, Role::DepartmentLeader] {
        rows = decide(&request, &received, role, rows);
    }
}

fn decide(
    request: &PushRequest,
    received: &[Received],
    role: Role,
    rows: Vec<(ScopeId, Row)>,
) -> Vec<(ScopeId, Row)> {
    let pusher = Pusher {
        device: request.device,
        user: UserId(Uuid::nil()),
        name: "Nguyễn Thị Lan".to_owned(),
        held: received.iter().map(|one| (one.mutation.scope.clone(), role)).collect(),
        now: Millis(1_790_000_000_000),
        recovering: false,
    };
    authority::needed(received);
    authority::kin_wanted(received, &rows);
    authority::named_wanted(received, &rows);
    authority::authors_wanted(received, &rows);
    claims::claims_wanted(received, &rows);
    let loaded = Loaded { rows: rows.clone(), ..Loaded::default() };
    let decision = authority::decide(&pusher, received, &loaded);
    let heads: BTreeMap<_, _> = decision.scopes().map(|scope| (scope.clone(), head(&rows, scope))).collect();
    let mut book: BTreeMap<_, _> = rows.into_iter().map(|(scope, row)| ((scope, row.id), row)).collect();
    for (scope, row) in decision.place(&heads).rows {
        book.insert((scope, row.id), row);
    }
    book.into_iter().map(|((scope, _), row)| (scope, row)).collect()
}

fn head(rows: &[(ScopeId, Row)], scope: &ScopeId) -> Head {
    let versions = rows.iter().filter(|(of, _)| of == scope).map(|(_, row)| row.ver);
    Head { epoch: 1, ver: versions.max().unwrap_or_default(), ..Head::default() }
}

pub fn pull(bytes: &[u8]) {
    let Ok(request) = v1::pull(bytes) else { return };
    let again = v1::encode(&request).unwrap();
    assert!(v1::pull(&again) == Ok(request), "it is not read as it was written");
}
