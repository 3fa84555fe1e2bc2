//! Promises about keys that no two records share.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::{Act, Base, Mutation, Op};
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::sync::exchange::RowDelta;
use domain::value::Value;

use super::rivals::centre;
use super::{copy, edit, facility, first, mutation, new_id, officer, push, the_scope_is_sound};
use crate::auth::Principal;
use crate::storage::Storage;

const TAX_CODE: &str = "0314409058";

fn with_tax_code(seq: u64, id: RecordId, commune: &str, tax_code: &str) -> Mutation {
    let mut made = facility(seq, id, commune);
    if let Op::Put(fields) = &mut made.op {
        fields.insert("tax_code".to_owned(), first(Value::text(tax_code)));
    }
    made
}

/// The tasks of a scope about two records.
async fn tasks(storage: &Arc<dyn Storage>, who: &Principal, scope: ScopeId) -> Vec<RowDelta> {
    let sync = crate::sync::Sync::new(Arc::clone(storage));
    let page = sync.snapshot(who, None, scope, None, super::NOW).await.unwrap();
    page.rows.into_iter().filter(|row| row.kind.known() == Some(Kind::Duplicate)).collect()
}

fn text<'a>(row: &'a RowDelta, field: &str) -> Option<&'a str> {
    row.fields.get(field)?.as_ref()?.as_text()
}

/// Six officers write the same facility down at once: all are kept, and each pair is told of.
pub(super) async fn nobody_doubles_a_key_unnoticed(storage: &Arc<dyn Storage>) {
    let commune = "07375";
    let work = (0..6).map(|_| {
        let storage = Arc::clone(storage);
        tokio::spawn(async move {
            let who = officer(&storage, commune).await;
            let outcomes = push(&storage, &who, &[with_tax_code(1, new_id(), commune, TAX_CODE)]).await;
            assert!(outcomes.iter().all(domain::change::Outcome::is_effective), "{outcomes:?}");
        })
    });
    for task in work.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let who = officer(storage, commune).await;
    let found = tasks(storage, &who, ScopeId::commune(commune)).await;
    assert_eq!(found.len(), 15, "one for each pair of six");
    the_scope_is_sound(storage, &who, commune).await;
}

/// Who sees one commune only is not told of a record in another: the centre is.
pub(super) async fn twins_in_two_communes_are_told_to_the_centre(storage: &Arc<dyn Storage>) {
    let (here, there) = ("07339", "07351");
    let (one, other) = (officer(storage, here).await, officer(storage, there).await);
    push(storage, &one, &[with_tax_code(1, new_id(), here, "0100233488")]).await;
    push(storage, &other, &[with_tax_code(1, new_id(), there, "0100233488")]).await;
    for (who, commune) in [(&one, here), (&other, there)] {
        assert_eq!(tasks(storage, who, ScopeId::commune(commune)).await.len(), 0);
        the_scope_is_sound(storage, who, commune).await;
    }
    let centre = centre(storage).await;
    let found = tasks(storage, &centre, ScopeId::office()).await;
    assert!(found.iter().any(|row| text(row, "about_kind") == Some("facility")));
}

/// What belongs to the one that goes is found under the one that stays, and its keys are free again.
pub(super) async fn two_become_one_with_all_they_have(storage: &Arc<dyn Storage>) {
    let commune = "07432";
    let who = officer(storage, commune).await;
    let (older, newer, need) = (new_id(), new_id(), new_id());
    push(storage, &who, &[with_tax_code(1, older, commune, "2300233489")]).await;
    let fields = BTreeMap::from([
        ("facility".to_owned(), first(Value::text(newer.to_string()))),
        ("activity".to_owned(), first(Value::text("machine"))),
    ]);
    let need_made = mutation(3, need, commune, Kind::Need, fields.clone());
    push(storage, &who, &[with_tax_code(2, newer, commune, "2300233489"), need_made]).await;
    let found = tasks(storage, &who, ScopeId::commune(commune)).await;
    assert_eq!(found.len(), 1);
    assert_eq!((text(&found[0], "record"), text(&found[0], "other")).0, Some(newer.to_string().as_str()));

    let act = Act {
        action: "merge".to_owned(),
        stage: "open".to_owned(),
        base: Base::Ver(found[0].ver),
        fields: BTreeMap::from([
            ("keep".to_owned(), Value::text("older")),
            ("stage_note".to_owned(), Value::text("Cùng một xưởng, ghi hai lần")),
        ]),
    };
    let merge =
        Mutation { op: Op::Act(act), ..mutation(4, found[0].id, commune, Kind::Duplicate, BTreeMap::new()) };
    let outcomes = push(storage, &who, &[merge]).await;
    assert!(outcomes[0].is_effective(), "{outcomes:?}");
    let page = copy(storage, &who, commune).await;
    let row = |id| page.rows.iter().find(|row| row.id == id).unwrap();
    let stays = older.to_string();
    assert_eq!(text(row(newer), "merged_into"), Some(stays.as_str()));
    assert_eq!(text(row(newer), "status"), Some("merged"));
    assert_eq!(text(row(need), "facility"), Some(stays.as_str()));

    // Written elsewhere without network on the one that went: it finds its way.
    let late = new_id();
    let outcomes = push(storage, &who, &[mutation(5, late, commune, Kind::Need, fields)]).await;
    assert!(outcomes[0].is_effective(), "{outcomes:?}");
    let page = copy(storage, &who, commune).await;
    let late = page.rows.iter().find(|row| row.id == late).unwrap();
    assert_eq!(text(late, "facility"), Some(stays.as_str()));
    let ver = page.rows.iter().find(|row| row.id == older).unwrap().ver;
    push(storage, &who, &[edit(6, older, commune, "tax_code", ("2300233489", ver), "0314409058")]).await;
    push(storage, &who, &[edit(7, older, commune, "tax_code", ("0314409058", ver + 1), "2300233489")]).await;
    let open = tasks(storage, &who, ScopeId::commune(commune)).await;
    assert!(
        open.iter()
            .all(|row| text(row, "stage") != Some("open") || text(row, "record") != Some(stays.as_str()))
    );
    the_scope_is_sound(storage, &who, commune).await;
}
