//! The province as it is told, and as a server holds it once everything was pushed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::clock::Millis;
use domain::communes::COMMUNES;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::need::Activity;
use domain::record::project::Project;
use domain::record::stage::{NeedStage, ProjectStage};
use domain::role::Role;
use domain::search::nfc_vi;
use domain::validation::{Level, validate, warnings};
use domain::value::{Document, Value};
use tempfile::TempDir;

use super::calendar::Day;
use super::dice::Dice;
use super::script::Deed;
use super::{DemoAccount, SEED, accounts, figures, load_at, outbox, projects, province};
use crate::attachments::Attachments;
use crate::auth::{Auth, Login, Principal};
use crate::certificates::Certificates;
use crate::config::files::Files;
use crate::state::App;
use crate::storage::{self, Database};
use crate::sync::Sync;

/// 24/11/2026, 09:58 in Viet Nam: the day of the pictures.
const NOW: Millis = Millis(1_795_489_080_000);

const HOUR: i64 = 3_600_000;

/// A loaded server, read back as the centre sees it.
struct Loaded {
    app: App,
    accounts: Vec<DemoAccount>,
    records: BTreeMap<RecordId, (Kind, Document)>,
    _folder: TempDir,
}

impl Loaded {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = storage::open(&Database::Sqlite(folder.path().join("demo.db"))).await.unwrap();
        crate::reference::publish(storage.as_ref(), NOW).await.unwrap();
        let auth = Arc::new(Auth::new(Arc::clone(&storage)).unwrap());
        let files = Files::Folder(folder.path().join("files"));
        let attachments = Arc::new(Attachments::open(Arc::clone(&storage), &files).unwrap());
        let certificates = Arc::new(Certificates::new(Arc::clone(&storage)));
        let app = App { auth, sync: Arc::new(Sync::new(storage)), attachments, certificates };
        let accounts = load_at(&app, NOW).await.unwrap();
        let mut loaded = Self { app, accounts, records: BTreeMap::new(), _folder: folder };
        let centre = loaded.login("hanh").await;
        for commune in COMMUNES.iter() {
            let rows = loaded.scope(&centre, ScopeId::commune(commune.code)).await;
            loaded.records.extend(rows);
        }
        loaded
    }

    async fn login(&self, login: &str) -> Principal {
        let account = self.accounts.iter().find(|account| account.login == login).unwrap();
        let login = Login {
            login: login.to_owned(),
            password: account.passphrase.clone(),
            device: DeviceId(uuid::Uuid::now_v7()),
            device_name: "thử".to_owned(),
            user_agent_hint: String::new(),
        };
        self.app.auth.login(login, NOW).await.unwrap().1
    }

    async fn scope(&self, who: &Principal, scope: ScopeId) -> BTreeMap<RecordId, (Kind, Document)> {
        let mut rows = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.app.sync.snapshot(who, None, scope.clone(), after, NOW).await.unwrap();
            rows.extend(page.rows.into_iter().map(|row| {
                let fields = row.fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
                (row.id, (row.kind.known().unwrap(), Document(fields.collect())))
            }));
            after = page.next;
            if after.is_none() {
                return rows;
            }
        }
    }

    fn all(&self, kind: Kind) -> Vec<&Document> {
        self.records.values().filter(|(of, _)| *of == kind).map(|(_, doc)| doc).collect()
    }

    fn named(&self, name: &str) -> (RecordId, &Document) {
        let found = self.records.iter().find(|(_, (_, doc))| doc.text("name") == Some(name));
        found.map(|(id, (_, doc))| (*id, doc)).unwrap()
    }
}

fn stages(docs: &[&Document]) -> BTreeMap<String, usize> {
    let mut stages = BTreeMap::new();
    for doc in docs {
        *stages.entry(doc.text("stage").unwrap().to_owned()).or_default() += 1;
    }
    stages
}

#[tokio::test]
async fn every_photo_of_the_story_has_its_picture() {
    let loaded = Loaded::new().await;
    let centre = loaded.login(accounts::CENTRE.login).await;
    let mut seen = BTreeSet::new();
    for doc in loaded.all(Kind::Attachment) {
        for field in ["sha256", "thumb_sha256"] {
            let name = doc.text(field).unwrap();
            let kept = loaded.app.attachments.find(&centre, name.parse().unwrap(), NOW).await.unwrap();
            assert!((500..60_000).contains(&kept.bytes), "{name}: {}", kept.bytes);
            assert!(seen.insert(name.to_owned()), "one picture for two photos is told as misuse (F15)");
        }
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

#[tokio::test]
async fn a_believable_province_is_loaded_by_the_rules() {
    let began = std::time::Instant::now();
    let loaded = Loaded::new().await;
    println!("loaded and read back in {:?}", began.elapsed());
    facilities_are_many_and_valid(&loaded);
    needs_and_projects_are_in_every_stage(&loaded);
    money_is_within_the_norms(&loaded);
    edits_crossed(&loaded);
    years_support_and_doubles_are_told(&loaded);
    accounts_lists_and_a_change_of_beneficiary_are_told(&loaded);
    everybody_sees_their_part(&loaded).await;
}

/// What comes with the server itself: the lists of the office, its library, its directory, its communes.
const SHIPPED: &[Kind] = &[
    Kind::Commune,
    Kind::Colleague,
    Kind::CostNorm,
    Kind::DeadlineSetting,
    Kind::ChecklistTemplate,
    Kind::Rubric,
    Kind::CodeEntry,
    Kind::VsicEntry,
    Kind::Organisation,
    Kind::LegalText,
];
/// What the server itself makes of what people do.
const FOLLOWING: &[Kind] = &[Kind::Conflict, Kind::Duplicate];

#[test]
fn a_newcomer_finds_every_register_in_use() {
    let script = province::tell(&Dice::new(SEED), NOW);
    let made = |kind: Kind| {
        script.events.iter().any(|event| event.kind == kind && matches!(event.deed, Deed::Make(_)))
    };
    let untold = Kind::ALL.iter().copied().filter(|kind| !made(*kind));
    let untold: Vec<&str> =
        untold.filter(|kind| !SHIPPED.contains(kind) && !FOLLOWING.contains(kind)).map(Kind::code).collect();
    assert_eq!(untold, Vec::<&str>::new());
}

fn facilities_are_many_and_valid(loaded: &Loaded) {
    let facilities = loaded.all(Kind::Facility);
    let communes: BTreeSet<_> = facilities.iter().map(|doc| doc.text("commune_code").unwrap()).collect();
    assert!(facilities.len() >= 300, "{} facilities", facilities.len());
    assert!(communes.len() >= 60, "{} communes", communes.len());
    let phu_lang = facilities.iter().filter(|doc| doc.text("commune_code") == Some("09292")).count();
    assert!(phu_lang >= 25, "{phu_lang} facilities in Phù Lãng");

    let today = NOW.day();
    for doc in &facilities {
        let name = doc.text("name").unwrap();
        assert_eq!(validate(Kind::Facility, doc, today, Level::Full), [], "{name}");
        assert_eq!(nfc_vi(name), name);
        assert!(doc.text("code").unwrap().starts_with("BN-"), "{name}");
        assert!(
            sold(doc) <= doc.get("revenue_vnd").unwrap().as_int().unwrap() * 6 / 5,
            "{name} sells more than it earns"
        );
    }
    for unique in ["code", "name", "tax_code", "phone"] {
        let values: Vec<_> = facilities.iter().filter_map(|doc| doc.text(unique)).collect();
        let different: BTreeSet<_> = values.iter().collect();
        let doubled = if unique == "code" { 0 } else { figures::DOUBLED };
        assert_eq!(different.len() + doubled, values.len(), "{unique}");
    }
    let warned = |code: &str| {
        let has = |doc: &&&Document| {
            warnings(Kind::Facility, doc, today).iter().any(|problem| problem.code.code().ends_with(code))
        };
        facilities.iter().filter(has).count()
    };
    assert_eq!(warned("stale"), 15);
    assert_eq!(warned("far_from_commune"), 0);
    let status = |code| facilities.iter().filter(|doc| doc.text("status") == Some(code)).count();
    assert_eq!((status("paused"), status("closed"), status("moved")), (4, 2, 1));
    for (one, other) in [("Đ", "D"), ("Hoà", "Hòa"), ("Thuỵ", "Thụy"), ("Thuỷ", "Thủy"), ("Ân", "An")]
    {
        for word in [one, other] {
            let names = |doc: &&&Document| {
                ["name", "owner_name"]
                    .iter()
                    .any(|field| doc.text(field).is_some_and(|name| name.contains(word)))
            };
            assert!(facilities.iter().any(|doc| names(&doc)), "nobody is called {word}");
        }
    }
}

/// What the products of a facility bring, as far as the last visit changed nothing.
fn sold(doc: &Document) -> i64 {
    let rows = doc.get("products").and_then(Value::as_list).unwrap();
    let amount = |row: &Value| match row {
        Value::Map(row) => row["yearly_output"].as_int().unwrap() / 10 * row["price_vnd"].as_int().unwrap(),
        _ => 0,
    };
    rows.iter().map(amount).sum()
}

fn years_support_and_doubles_are_told(loaded: &Loaded) {
    let today = NOW.day();
    for kind in [Kind::FacilityYear, Kind::OldSupport] {
        let all = loaded.all(kind);
        assert!(all.len() >= 20, "{} {}", all.len(), kind.code());
        for doc in all {
            assert_eq!(validate(kind, doc, today, Level::Full), [], "{doc:?}");
        }
    }
    // A phone that two facilities shared for a while is told too: a double has more than that.
    let doubles = loaded.all(Kind::Duplicate).into_iter();
    let doubles: Vec<_> = doubles
        .filter(|doc| doc.text("about_kind") == Some("facility"))
        .filter(|doc| doc.get("signs").and_then(Value::as_list).is_some_and(|signs| signs.len() >= 3))
        .collect();
    assert_eq!(doubles.len(), figures::DOUBLED);
    assert!(doubles.iter().all(|doc| doc.text("stage") == Some("open")));
}

fn accounts_lists_and_a_change_of_beneficiary_are_told(loaded: &Loaded) {
    let banked: Vec<_> =
        loaded.all(Kind::Facility).iter().filter_map(|doc| doc.text("bank_account")).collect();
    assert!(banked.len() >= 100, "{} accounts", banked.len());
    assert_eq!(banked.iter().collect::<BTreeSet<_>>().len(), banked.len(), "one account of two");

    let papers = loaded.all(Kind::Paper);
    assert!(papers.len() >= 200, "{} papers", papers.len());
    assert!(papers.iter().all(|doc| doc.text("template_entry").is_some()), "a list from no entry");

    let has_gone_over = |project: &&Document| {
        let need: RecordId = project.text("need").unwrap().parse().unwrap();
        loaded.records[&need].1.get("facility") != project.get("facility")
    };
    let gone_over: Vec<_> = loaded.all(Kind::Project).into_iter().filter(has_gone_over).collect();
    assert_eq!(gone_over.len(), 1);
    assert!(gone_over[0].text("adjustment_no").is_some());
}

fn needs_and_projects_are_in_every_stage(loaded: &Loaded) {
    let today = NOW.day();
    for kind in [Kind::Need, Kind::Project] {
        for doc in loaded.all(kind) {
            assert_eq!(validate(kind, doc, today, Level::Full), [], "{doc:?}");
            let facility: RecordId = doc.text("facility").unwrap().parse().unwrap();
            assert_eq!(loaded.records[&facility].1.get("commune_code"), doc.get("commune_code"));
        }
    }
    let needs = loaded.all(Kind::Need);
    let projects = loaded.all(Kind::Project);
    assert!(needs.len() >= 150, "{} needs", needs.len());
    assert!(projects.len() >= 60, "{} projects", projects.len());
    let met = stages(&needs);
    assert!(NeedStage::ALL.iter().all(|stage| met.contains_key(stage.code())), "{met:?}");
    let met = stages(&projects);
    assert!(ProjectStage::ALL.iter().all(|stage| met.contains_key(stage.code())), "{met:?}");
    for (id, (_, project)) in loaded.records.iter().filter(|(_, (kind, _))| *kind == Kind::Project) {
        let need: RecordId = project.text("need").unwrap().parse().unwrap();
        let need = &loaded.records[&need].1;
        assert_eq!(need.text("stage"), Some("converted"));
        assert_eq!(need.text("project"), Some(id.to_string().as_str()));
    }
}

fn money_is_within_the_norms(loaded: &Loaded) {
    let mut advanced = 0;
    for doc in loaded.all(Kind::Project) {
        let project = Project::read(doc);
        let asked = project.support_requested.unwrap();
        let (cost, total) = (project.eligible_cost.unwrap(), project.total_investment.unwrap());
        let (share, ceiling) = match project.activity.unwrap() {
            Activity::Machine => (50, 300),
            Activity::DemoModel => (30, 1_000),
            Activity::CleanerProd => (30, 500),
            _ => (100, 160),
        };
        assert!(asked * 100 <= cost * share && asked <= ceiling * MILLION, "{doc:?}");
        assert!(asked > 0 && asked + project.counterpart.unwrap() == total);
        assert!(project.support_approved.is_none_or(|approved| approved <= asked));
        advanced += usize::from(project.advanced.is_some_and(|amount| amount > 0));
    }
    assert!(advanced >= 20, "{advanced} projects were advanced money");
}

fn edits_crossed(loaded: &Loaded) {
    let conflicts = loaded.all(Kind::Conflict);
    let open = conflicts.iter().filter(|doc| doc.text("stage") == Some("open")).count();
    assert_eq!(open, 6);
    let (coop, doc) = loaded.named(accounts::POTTERY_COOP);
    assert_eq!(doc.get("workers_total"), Some(&Value::Int(22)));
    let field = |doc: &Document, side: &str| match doc.get(side) {
        Some(Value::Map(values)) => values.get("workers_total").and_then(Value::as_int),
        _ => None,
    };
    let about = |doc: &&&Document| {
        doc.text("record") == Some(coop.to_string().as_str()) && field(doc, "base").is_some()
    };
    let workers = conflicts.iter().find(about).unwrap();
    assert_eq!(
        ["base", "current", "proposed"].map(|side| field(workers, side)),
        [Some(18), Some(22), Some(24)]
    );
    assert_eq!(workers.text("current_by"), Some("Nguyễn Thị Hạnh"));
    assert_eq!(workers.text("current_role"), Some("centre_staff"));
    assert_eq!(workers.text("proposed_by"), Some("Nguyễn Thị Hường"));
    assert_eq!(Day::of(Millis(workers.get("current_at").unwrap().as_int().unwrap())).iso(), "2026-11-23");
}

async fn everybody_sees_their_part(loaded: &Loaded) {
    let roles: BTreeSet<_> = loaded.accounts.iter().map(|account| account.role).collect();
    assert_eq!(roles.len(), Role::ALL.len());
    let officer = loaded.login("phulang").await;
    let home = loaded.scope(&officer, ScopeId::commune("09292")).await;
    assert!(home.values().any(|(kind, _)| *kind == Kind::Conflict));
    assert!(loaded.app.sync.snapshot(&officer, None, ScopeId::commune("09190"), None, NOW).await.is_err());

    let owner = loaded.login("chu-gom-trung-thon").await;
    let own = loaded.scope(&owner, ScopeId::owner(owner.user)).await;
    let kinds = |kind| own.values().filter(|(of, _)| *of == kind).count();
    assert_eq!(
        (kinds(Kind::Facility), kinds(Kind::Need), kinds(Kind::Project), kinds(Kind::Conflict)),
        (1, 3, 1, 3)
    );
    let project = own.values().find(|(kind, _)| *kind == Kind::Project).map(|(_, doc)| doc).unwrap();
    assert_eq!(project.text("title"), Some("Lò nung gas thay lò củi, HTX Gốm Trung Thôn"));
    assert_eq!(project.text("stage"), Some("in_progress"));
    assert_eq!(project.get("support_approved"), Some(&Value::Int(300 * MILLION)));
    assert_eq!(project.text("contract_no"), Some("27/HĐ-KC"));
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = |now| province::tell(&Dice::new(SEED), now).in_order();
    assert_eq!(format!("{:?}", story(NOW)), format!("{:?}", story(NOW)));
    let ids = |now| story(now).iter().map(|event| event.record).collect::<BTreeSet<_>>();
    assert_eq!(ids(NOW), ids(NOW + 40 * 24 * HOUR), "ids depend on the seed only");
}

#[test]
fn every_course_can_be_gone() {
    for course in projects::courses::COURSES {
        assert!(projects::end_of(course).is_some(), "{course:?}");
    }
}

#[test]
fn pushes_keep_the_order_of_each_facility() {
    // Every day of the week, end of month and year, just after midnight and in the evening.
    for step in 0..60 {
        let now = NOW + step * 16 * HOUR;
        let events = province::tell(&Dice::new(SEED), now).in_order();
        let told = events.len();
        assert!(events.iter().all(|event| event.at <= now), "nothing happened in the future");
        assert_eq!(arrivals(outbox::batches(events, now), now), told);
    }
}

/// Checks the pushes one after the other and counts what they bring.
fn arrivals(batches: Vec<outbox::Batch>, now: Millis) -> usize {
    let mut latest: BTreeMap<RecordId, Millis> = BTreeMap::new();
    let mut arrived = Millis(0);
    let mut sent = 0;
    for batch in batches {
        assert!(arrived <= batch.now && batch.now <= now, "time runs forward");
        arrived = batch.now;
        sent += batch.events.len();
        for event in &batch.events {
            assert_eq!(event.actor.login, batch.actor.login);
            assert!(event.at <= batch.now);
            let before = latest.insert(event.family, event.at);
            assert!(before.is_none_or(|before| before <= event.at), "{event:?}");
        }
    }
    sent
}

#[tokio::test]
async fn classes_are_in_every_stage_and_valid() {
    use domain::record::trainee::attendance::{class_days, mark_on};
    use domain::record::training_class::ClassStage;
    use domain::training::figures::Figures;

    let loaded = Loaded::new().await;
    let today = NOW.day();
    let classes = loaded.all(Kind::TrainingClass);
    let met = stages(&classes);
    assert!(ClassStage::ALL.iter().all(|stage| met.contains_key(stage.code())), "{met:?}");
    for doc in classes.iter().chain(&loaded.all(Kind::Trainee)) {
        let kind = if doc.get("trade").is_some() { Kind::TrainingClass } else { Kind::Trainee };
        assert_eq!(validate(kind, doc, today, Level::Full), [], "{doc:?}");
        assert_eq!(warnings(kind, doc, today), [], "{doc:?}");
    }
    let of = |title: &str| {
        let is_it = |(_, (_, doc)): &(&RecordId, &(Kind, Document))| doc.text("title") == Some(title);
        let classes = loaded.records.iter().filter(|(_, (kind, _))| *kind == Kind::TrainingClass);
        let (id, (_, class)) = classes.into_iter().find(is_it).unwrap();
        let people: Vec<&Document> = loaded
            .all(Kind::Trainee)
            .into_iter()
            .filter(|doc| doc.text("training_class") == Some(id.to_string().as_str()))
            .collect();
        (class, people)
    };
    let (class, people) = of("Lớp nâng cao tay nghề vuốt gốm, khóa 2");
    let days: Vec<_> = class_days(class).into_iter().collect();
    assert_eq!((people.len(), days.len(), days.iter().filter(|day| **day < today).count()), (30, 20, 5));
    assert!(people.iter().all(|doc| mark_on(doc, days[4]).is_some() && mark_on(doc, today).is_none()));
    let hang = people.iter().filter(|doc| doc.text("name") == Some("Đỗ Thị Hằng")).count();
    assert_eq!(hang, 1);
    // On the afternoons of the pottery class she is marked in the sewing class too: the server tells it (F09).
    let doubled: Vec<_> = loaded
        .all(Kind::Duplicate)
        .into_iter()
        .filter(|doc| doc.text("about_kind") == Some(Kind::Trainee.code()))
        .collect();
    assert_eq!(doubled.len(), 1);
    assert_eq!(doubled[0].get("signs"), Some(&Value::List(vec![Value::text("day")])));

    let (_, people) = of("Lớp truyền nghề vuốt gốm, khóa 1");
    let figures = Figures::of(people.into_iter());
    assert_eq!(figures.listed, 28);
    assert!(figures.certified >= 20 && (50..=90).contains(&figures.employed_pct().unwrap()), "{figures:?}");
}

#[tokio::test]
async fn products_are_voted_on_in_every_stage() {
    use domain::record::product::entry::EntryStage;
    use domain::record::product::round::RoundStage;

    let loaded = Loaded::new().await;
    let centre = loaded.login("hanh").await;
    let shared = loaded.scope(&centre, ScopeId::reference()).await;
    let rounds: Vec<_> =
        shared.values().filter(|(kind, _)| *kind == Kind::ProductRound).map(|(_, doc)| doc).collect();
    let met = stages(&rounds);
    assert!(RoundStage::ALL.iter().all(|stage| met.contains_key(stage.code())), "{met:?}");
    let met = stages(&loaded.all(Kind::ProductEntry));
    assert!(EntryStage::ALL.iter().all(|stage| met.contains_key(stage.code())), "{met:?}");
    let named = |name: &str| loaded.named(name).1;
    assert_eq!(named("Lọ hoa men da lươn").get("mean"), Some(&Value::Int(8_560)));
    assert_eq!(named("Bộ ấm chén men tro").get("mean"), Some(&Value::Int(6_600)));
    let today = NOW.day();
    for kind in [Kind::ProductEntry, Kind::ProductCertificate, Kind::Complaint] {
        for doc in loaded.all(kind) {
            assert_eq!(validate(kind, doc, today, Level::Full), [], "{doc:?}");
        }
    }
    let last: BTreeSet<_> =
        loaded.all(Kind::ProductCertificate).iter().filter_map(|doc| doc.text("valid_to")).collect();
    assert!(last.contains("2026-12-31") && last.contains("2024-12-31"), "{last:?}");
    let office = loaded.scope(&centre, ScopeId::office()).await;
    let sheets = office.values().filter(|(kind, _)| *kind == Kind::JudgeSheet).count();
    assert_eq!(sheets, 4 * 5 + 3);
}
