//! Promises about copies: what a device holds of a scope, and what it has wrong.

use std::sync::Arc;

use domain::id::{RecordId, ScopeId};
use domain::sync::buckets::{CompareRequest, bucket, sums};
use domain::wire::WIRE;
use uuid::Uuid;

use super::{NOW, facility, officer, push};
use crate::storage::Storage;
use crate::sync::Sync;

pub async fn what_differs_comes_with_the_sum_it_makes_whole(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07399").await;
    let scope = ScopeId::commune("07399");
    let ids: Vec<_> = (0..30).map(|_| RecordId(Uuid::now_v7())).collect();
    let made: Vec<_> = (1..).zip(&ids).map(|(seq, id)| facility(seq, *id, "07399")).collect();
    push(storage, &who, &made).await;
    let mut has: Vec<(RecordId, u64)> = ids.iter().copied().zip(1..).collect();
    let lost = has.remove(7).0;

    let request = CompareRequest { wire: WIRE, device: who.device, scope, sums: sums(has.iter().copied()) };
    let answer = Sync::new(Arc::clone(storage)).compare(&who, request, NOW).await.unwrap();
    assert_eq!((answer.differ, answer.buckets.as_slice()), (1, [bucket(lost)].as_slice()));
    assert!(answer.rows.iter().all(|row| bucket(row.id) == bucket(lost)));
    assert!(answer.rows.iter().any(|row| row.id == lost));
    has.retain(|(id, _)| bucket(*id) != bucket(lost));
    has.extend(answer.rows.iter().map(|row| (row.id, row.ver)));
    let mended = sums(has.into_iter());
    let whole =
        mended.iter().fold((0, 0_u64), |(count, sum), one| (count + one.count, sum.wrapping_add(one.sum)));
    assert_eq!(whole, (answer.check.count, answer.check.sum));
}
