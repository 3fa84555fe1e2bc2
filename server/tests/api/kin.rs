//! What a rule between records reads the server looks up by itself, wherever it lies: an entry of the reference data,
//! a sibling's sibling, a record of another register.

use domain::role::Role;
use reqwest::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::support::{HOME, Person, Server, facility};

const AT: i64 = 1_790_000_000_000;

/// Somebody with the counter of their device.
struct Desk {
    who: Person,
    seq: u64,
}

impl Desk {
    async fn of(server: &Server, login: &str, role: Role) -> Self {
        server.account(login, role, &["commune:*"]).await;
        Self { who: server.login(login).await, seq: 0 }
    }

    /// What became of one mutation: nothing, or why it was refused.
    async fn push(&mut self, server: &Server, scope: &str, kind: &str, record: Uuid, op: Value) -> String {
        self.seq += 1;
        let mutation =
            json!({"seq": self.seq, "scope": scope, "kind": kind, "record": record, "at": AT, "op": op});
        let pushed = server.push(&self.who, &[mutation]).await;
        assert_eq!(pushed.status, StatusCode::OK, "{}", pushed.body);
        let outcome = &pushed.body["results"][0]["outcome"];
        let refused = &outcome["rejected"];
        if refused.is_null() {
            return String::new();
        }
        refused["detail"].as_str().unwrap_or(refused["code"].as_str().unwrap_or_default()).to_owned()
    }

    async fn make(&mut self, server: &Server, scope: &str, kind: &str, fields: Value) -> Uuid {
        let id = Uuid::now_v7();
        let Value::Object(fields) = fields else { panic!("fields are a map") };
        let put: Map<String, Value> =
            fields.into_iter().map(|(name, value)| (name, json!({"v": value, "b": 0}))).collect();
        let refused = self.push(server, scope, kind, id, json!({"put": put})).await;
        assert_eq!(refused, "", "{kind}");
        id
    }

    async fn act(
        &mut self,
        server: &Server,
        scope: &str,
        (kind, id): (&str, Uuid),
        (action, stage): (&str, &str),
        fields: Value,
    ) -> String {
        let ver = version(server, &self.who, scope, id).await;
        let act = json!({"act": {"action": action, "stage": stage, "base": ver, "fields": fields}});
        self.push(server, scope, kind, id, act).await
    }
}

/// The version of a record in a scope.
async fn version(server: &Server, who: &Person, scope: &str, id: Uuid) -> u64 {
    let page = server.get(who, &format!("/api/v1/sync/snapshot/{scope}")).await.body;
    page["head"]["ver"].as_u64().unwrap_or_else(|| panic!("{id}: {page}"))
}

/// An entry of the register of places, written by one and confirmed by another.
async fn place(server: &Server, centre: &mut Desk, department: &mut Desk, eligible: bool, from: &str) {
    let entry =
        json!({"commune": HOME, "eligible": eligible, "valid_from": from, "legal_ref": "QĐ 5/2026/QĐ-UBND"});
    let id = centre.make(server, "ref", "place_class", entry).await;
    let of = ("place_class", id);
    assert_eq!(centre.act(server, "ref", of, ("propose", "draft"), json!({})).await, "");
    assert_eq!(department.act(server, "ref", of, ("confirm", "proposed"), json!({})).await, "");
}

#[tokio::test]
async fn nobody_is_admitted_whom_the_device_would_not_offer() {
    let server = Server::start().await;
    let mut centre = Desk::of(&server, "trung-tam", Role::CentreStaff).await;
    let mut department = Desk::of(&server, "so-ct", Role::DepartmentStaff).await;
    let scope = format!("commune:{HOME}");

    let maker = Uuid::now_v7();
    centre.seq += 1;
    let pushed = server.push(&centre.who, &[facility(centre.seq, maker, HOME, "Gốm Trung Thôn")]).await;
    assert!(pushed.body["results"][0]["outcome"]["applied"].is_object(), "{}", pushed.body);
    let need = json!({
        "facility": maker, "activity": "machine", "wish": "Máy nghiền men", "year": 2027,
        "estimated_cost": 360_000_000, "knows_paid_after": true, "no_double_support": true,
    });
    let need = centre.make(&server, &scope, "need", need).await;
    let round = json!({
        "title": "Đợt 1/2027", "year": 2027, "funding": "local", "budget": 1_300_000_000_i64,
        "c1": 15, "c2": 15, "c3": 20, "c4": 15, "c5": 15, "c6": 10, "c7": 5, "c8": 5,
    });
    let round = centre.make(&server, "office", "selection_round", round).await;
    // The centre answered that the place is eligible; what is in force goes before its answer.
    let candidate = json!({
        "need": need, "round": round, "title": "Gốm Trung Thôn: Máy nghiền men",
        "support": 180_000_000, "counterpart": 180_000_000, "counterpart_shown": true, "paid_elsewhere": false,
        "is_cleaner": false, "place_eligible": true, "old_kiln": false, "machine_new": true, "machine_better": true,
    });
    let candidate = centre.make(&server, &scope, "candidate", candidate).await;
    let of = ("candidate", candidate);

    place(&server, &mut centre, &mut department, false, "2026-01-01").await;
    let refused = centre.act(&server, &scope, of, ("admit", "entered"), json!({})).await;
    assert_eq!(refused, "problem.gate_failed");
    place(&server, &mut centre, &mut department, true, "2026-02-01").await;

    // The place is good now; a project of the facility, which the candidate does not name, is not.
    let project = json!({
        "facility": maker, "title": "Lò nung gas", "activity": "pollution", "funding": "local",
        "project_kind": "named", "method": "selection", "implementing_unit": "centre",
        "total_investment": 500_000_000, "support_requested": 100_000_000, "counterpart": 400_000_000,
        "plan_year": 2025, "planned_start": "2025-02-01", "planned_end": "2025-10-01", "goal": "Bớt khói.",
    });
    centre.make(&server, &scope, "project", project).await;
    server
        .tamper("UPDATE record SET doc = replace(doc, '\"draft\"', '\"recovering\"') WHERE kind = 'project'")
        .await;
    let refused = centre.act(&server, &scope, of, ("admit", "entered"), json!({})).await;
    assert_eq!(refused, "problem.gate_failed", "money is to be paid back");

    server
        .tamper("UPDATE record SET doc = replace(doc, '\"recovering\"', '\"closed\"') WHERE kind = 'project'")
        .await;
    assert_eq!(centre.act(&server, &scope, of, ("admit", "entered"), json!({})).await, "");
    server.stop().await;
}

#[tokio::test]
async fn a_code_of_the_office_is_taken_while_it_is_in_force() {
    let server = Server::start().await;
    let mut centre = Desk::of(&server, "trung-tam", Role::CentreStaff).await;
    let mut department = Desk::of(&server, "so-ct", Role::DepartmentStaff).await;
    let scope = format!("commune:{HOME}");
    let maker = Uuid::now_v7();
    centre.seq += 1;
    server.push(&centre.who, &[facility(centre.seq, maker, HOME, "Gốm Trung Thôn")]).await;
    let entry = json!({
        "list_name": "finding", "code": "F16", "label": "Máy cho thuê lại",
        "valid_from": "2026-01-01", "legal_ref": "CV 12/SCT",
    });
    let code = centre.make(&server, "ref", "code_entry", entry).await;
    let found = |code: &str| json!({"put": {"findings": {"v": [{"code": code, "severity": "minor", "description": "Thấy tại chỗ"}], "b": 0}}});
    let visit = json!({"facility": maker, "visit_kind": "surprise", "visited_on": "2026-09-20", "started_at": AT, "inspectors": [{"name": "Trần Lan"}]});
    let visit = centre.make(&server, &scope, "visit", visit).await;
    let not_yet = centre.push(&server, &scope, "visit", visit, found("f16")).await;
    assert_eq!(not_yet, "problem.code_ended", "nobody confirmed it");
    let of = ("code_entry", code);
    assert_eq!(centre.act(&server, "ref", of, ("propose", "draft"), json!({})).await, "");
    assert_eq!(department.act(&server, "ref", of, ("confirm", "proposed"), json!({})).await, "");
    assert_eq!(centre.push(&server, &scope, "visit", visit, found("f16")).await, "");
    assert_eq!(centre.push(&server, &scope, "visit", visit, found("f99")).await, "problem.code_ended");
    server.stop().await;
}
