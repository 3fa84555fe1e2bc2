//! Who is signed in, and whose book is open. A book opens without network: the person of the last
//! run is remembered, the server is asked when it can be. Nothing unsent is ever deleted here.

mod known;

use std::rc::Rc;

use domain::attachment::upload::Upload;
use domain::id::{DeviceId, UserId};
use domain::sync::batch::{Durability, Meta, Saved, WriteBatch, WriteOp};
use domain::sync::engine::Engine;
use domain::sync::replica::Replica;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::desk::Desk;
use super::update::Update;
use crate::platform::clock::now;
use crate::platform::lock::{Ask, Lock, acquire};
use crate::platform::tabs::Tabs;
use crate::platform::timer::sleep;
use crate::platform::wake::is_in_use;
use crate::platform::{files, page, rng};
use crate::store::codec::{decode, encode};
use crate::store::indexed_db::IndexedDb;
use crate::store::{Blobs, Store, StoreError};
use crate::sync::account::{Account, Login, LoginDevice, LoginError, Person, sign_in, sign_out};
use crate::sync::transport::Http;
use known::{Known, People};

/// Note in the store that says whose it is.
const PROFILE: &str = "profile";
/// What a tab says that wants the book.
const TAKE: &str = "take";
/// How long a tab waits for another one to let go before it takes the book away.
const PATIENCE_MS: i32 = 4_000;
/// How often a tab that waits for the book looks whether it is free: whoever had it may have been killed.
const LOOK_MS: i32 = 500;
/// Most characters of a device's name.
const LONGEST_NAME: usize = 100;

/// What there is to show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The store is being read.
    Opening,
    /// Nobody is signed in, or the person wants to sign in again.
    SignedOut,
    /// The book is open and was never complete yet.
    Loading(Book),
    /// The book is open.
    Open(Book),
    /// The book is open in another tab.
    OtherTab(UserId),
    /// A newer app wrote the store; what is unsent can be handed to the person.
    TooNew(UserId),
    /// The store cannot be read; what is unsent can perhaps be handed to the person.
    Broken(UserId, StoreError),
}

/// The session, in context.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is shown while no book is open.
    closed: RwSignal<Stage>,
    book: RwSignal<Option<Book>>,
    asks_login: RwSignal<bool>,
    stage: Memo<Stage>,
    erased: RwSignal<Option<u64>>,
    others: RwSignal<usize>,
    update: Update,
    held: StoredValue<Held, LocalStorage>,
}

/// What makes this tab the one that has the book.
#[derive(Default)]
struct Held {
    http: Http,
    people: People,
    user: Option<UserId>,
    lock: Option<Lock>,
    tabs: Option<Tabs>,
    /// Whether this tab looks after the book already.
    is_waiting: bool,
}

/// A store that was opened, before it is a book.
struct Opened {
    store: IndexedDb,
    saved: Saved,
    kept: Vec<Upload>,
}

impl Session {
    /// Opens the book of the person who used this browser last.
    pub fn start() -> Self {
        let closed = RwSignal::new(Stage::Opening);
        let book = RwSignal::new(None::<Book>);
        let asks_login = RwSignal::new(false);
        let stage = Memo::new(move |_| match book.get() {
            Some(_) if asks_login.get() => Stage::SignedOut,
            Some(book) if book.is_complete().get() => Stage::Open(book),
            Some(book) => Stage::Loading(book),
            None => closed.get(),
        });
        let session = Self {
            closed,
            book,
            asks_login,
            stage,
            erased: RwSignal::new(None),
            others: RwSignal::new(0),
            update: Update::start(book.into()),
            held: StoredValue::new_local(Held::default()),
        };
        spawn_local(async move { session.resume().await });
        session
    }

    /// What there is to show.
    pub fn stage(&self) -> Signal<Stage> {
        self.stage.into()
    }

    /// The open book.
    pub fn book(&self) -> Signal<Option<Book>> {
        self.book.into()
    }

    /// The newer build of the app, when there is one.
    pub fn update(&self) -> Update {
        self.update
    }

    /// Shows the login page while the book stays open behind it.
    pub fn ask_login(&self) {
        self.asks_login.set(true);
    }

    /// Goes back to the open book without signing in.
    pub fn go_on(&self) {
        self.asks_login.set(false);
    }

    /// How many changes the browser erased before they could be sent, at most: this device had told
    /// the server of so many and remembers none (PWA-9).
    pub fn erased(&self) -> Signal<Option<u64>> {
        self.erased.into()
    }

    /// Login name used last on this browser.
    pub fn last_login(&self) -> Option<String> {
        self.held.with_value(|held| held.people.last_login())
    }

    /// Other people's unsent work on this browser.
    pub fn unsent_of_others(&self) -> Signal<usize> {
        self.others.into()
    }

    /// Signs in. An open book of the same person goes on where it was.
    pub async fn login(&self, login: &str, password: &str) -> Result<(), LoginError> {
        let login = login.trim();
        let device = self.held.with_value(|held| held.people.device(login));
        let device = device.unwrap_or_else(|| rng::device_id(now()));
        let mut account = match self.sign_in(login, password, device).await {
            // The id was another account's: names may have been exchanged.
            Err(LoginError::Refused(code)) if code == "device_taken" => {
                self.sign_in(login, password, rng::device_id(now())).await?
            }
            answer => answer?,
        };
        let user = account.account.id;
        if let Some(book) = self.book.get_untracked() {
            if self.held.with_value(|held| held.user) == Some(user) {
                self.remember(&account).await?;
                self.asks_login.set(false);
                book.signed_in();
                return Ok(());
            }
            self.close().await;
        }
        let Some(opened) = self.open_store(user, Ask::IfFree).await? else { return Ok(()) };
        let stored = opened.saved.meta.as_ref().map(|meta| meta.device);
        if let Some(device) = stored.filter(|device| *device != account.device.id) {
            account = self.sign_in(login, password, device).await?;
        }
        self.remember(&account).await?;
        opened.store.put_note(PROFILE, &profile(&account.account)?).await?;
        self.open_book(opened, account.account.clone(), Some(&account)).await?;
        Ok(())
    }

    /// Signs out. The book stays on the device, unsent work in it; only its owner opens it again.
    pub async fn logout(&self) {
        let unsent = self.book.get_untracked().map_or(0, |book| book.unsent());
        // Before the book is free, so that no tab that waits for it opens it again. Where the disk refuses, the
        // person is at least gone from this run.
        drop(self.change_people(|people| people.leave(unsent)).await);
        self.close().await;
        self.others.set(self.held.with_value(|held| held.people.unsent(None)));
        self.closed.set(Stage::SignedOut);
        self.sign_out().await;
    }

    /// Takes the book from the tab that has it.
    pub async fn take_over(&self) {
        let Stage::OtherTab(user) = self.closed.get_untracked() else { return };
        self.closed.set(Stage::Opening);
        if let Some(tabs) = Tabs::join(&channel(user), |_| {}) {
            tabs.say(TAKE);
            for _ in 0..PATIENCE_MS / 100 {
                sleep(100).await;
                if self.has_book() || self.resume_as(user, Ask::IfFree).await {
                    return;
                }
            }
        }
        if !self.has_book() {
            self.resume_as(user, Ask::Steal).await;
        }
    }

    fn has_book(&self) -> bool {
        self.held.with_value(|held| held.lock.is_some())
    }

    /// Takes the book as soon as no tab has it any more, if somebody works in this one.
    fn await_book(&self, user: UserId) {
        if self.held.with_value(|held| held.is_waiting) {
            return;
        }
        self.held.update_value(|held| held.is_waiting = true);
        let session = *self;
        spawn_local(async move {
            // A page that is loaded anew lets the book go for a moment: it is free when it was so twice.
            let mut was_free = false;
            loop {
                sleep(LOOK_MS).await;
                if session.closed.get_untracked() != Stage::OtherTab(user) || session.has_book() {
                    break;
                }
                let is_free = is_in_use() && acquire(&lock_name(user), Ask::IfFree, || {}).await.is_some();
                if is_free && was_free {
                    // Who had it may have signed out: then it is opened by nobody else.
                    if known::load().await.last != Some(user) {
                        session.closed.set(Stage::SignedOut);
                        break;
                    }
                    if session.resume_as(user, Ask::IfFree).await {
                        break;
                    }
                }
                was_free = is_free;
            }
            session.held.update_value(|held| held.is_waiting = false);
        });
    }

    /// Hands out what is unsent in a store that cannot be opened as a book. False when there is none
    /// to read.
    pub async fn rescue(&self) -> bool {
        let (Stage::TooNew(user) | Stage::Broken(user, _)) = self.closed.get_untracked() else {
            return false;
        };
        let Ok(entries) = IndexedDb::rescue(&database(user)).await else { return false };
        let name = format!("so-khuyen-cong-{}.json", now().day());
        files::save(&name, "application/json", &format!("[{}]", entries.join(",\n")))
    }

    async fn resume(&self) {
        let people = known::load().await;
        self.held.update_value(|held| held.people = people.clone());
        self.others.set(people.unsent(None));
        if people.is_leaving {
            self.sign_out().await;
        }
        match people.last {
            Some(user) => drop(self.resume_as(user, Ask::IfFree).await),
            None => self.closed.set(Stage::SignedOut),
        }
    }

    /// Opens the book of a person without asking the server; false when another tab has it.
    async fn resume_as(&self, user: UserId, ask: Ask) -> bool {
        let opened = match self.open_store(user, ask).await {
            Ok(Some(opened)) => opened,
            Ok(None) => return false,
            Err(_) => return true,
        };
        let person = match opened.store.note(PROFILE).await {
            Ok(Some(text)) => decode::<Person>(text.as_bytes()).ok(),
            Ok(None) | Err(_) => None,
        };
        // Without a profile the browser erased the store, or nobody ever signed in to the end.
        let is_open = match person {
            Some(person) => self.open_book(opened, person, None).await.is_ok(),
            None => false,
        };
        if !is_open {
            self.let_go();
            self.closed.set(Stage::SignedOut);
        }
        true
    }

    /// The store of a person, once this tab has the lock. What stands in the way becomes the stage.
    async fn open_store(&self, user: UserId, ask: Ask) -> Result<Option<Opened>, StoreError> {
        let session = *self;
        let lost = move || spawn_local(async move { session.yield_to_other_tab(user).await });
        let Some(lock) = acquire(&lock_name(user), ask, lost).await else {
            self.closed.set(Stage::OtherTab(user));
            self.await_book(user);
            return Ok(None);
        };
        let tabs = Tabs::join(&channel(user), move |word| {
            if word == TAKE {
                spawn_local(async move { session.yield_to_other_tab(user).await });
            }
        });
        self.held.update_value(|held| {
            held.user = Some(user);
            held.lock = Some(lock);
            held.tabs = tabs;
        });
        let replaced = move || spawn_local(async move { session.yield_to_other_tab(user).await });
        let opened = async {
            let store = IndexedDb::open(&database(user), replaced).await?;
            let saved = store.load().await?;
            let kept = store.uploads().await?;
            Ok(Opened { store, saved, kept })
        };
        match opened.await {
            Ok(opened) => Ok(Some(opened)),
            Err(error) => {
                self.let_go();
                self.closed.set(match &error {
                    StoreError::TooNew => Stage::TooNew(user),
                    error => Stage::Broken(user, error.clone()),
                });
                Err(error)
            }
        }
    }

    async fn open_book(
        &self,
        opened: Opened,
        person: Person,
        account: Option<&Account>,
    ) -> Result<(), StoreError> {
        let Opened { store, mut saved, kept } = opened;
        let told = account.map_or(0, |account| account.device.newest_seq);
        let device = match (&saved.meta, account) {
            (Some(meta), _) => meta.device,
            (None, Some(account)) => {
                self.erased.set((told > 0).then_some(told));
                account.device.id
            }
            (None, None) => return Err(StoreError::Unreadable("no device id".to_owned())),
        };
        // An erased device counts on from what it once told: a counter is never used twice.
        if saved.meta.is_none() || saved.next_seq <= told {
            saved.next_seq = saved.next_seq.max(told + 1);
            let meta = saved.meta.get_or_insert_with(|| fresh_meta(device)).clone();
            let ops = vec![WriteOp::PutMeta(meta), WriteOp::PutNextSeq(saved.next_seq)];
            store.commit(&WriteBatch { ops, durability: Durability::Strict }).await?;
        }
        let drafts = std::mem::take(&mut saved.drafts);
        let engine = Engine::new(Replica::open(device, saved), rng::seed());
        let desk = Desk::open(engine, store, person, drafts, kept);
        let driver = Rc::clone(desk.driver());
        let user = desk.person.id;
        self.book.set(Some(Book::new(desk)));
        self.asks_login.set(false);
        self.others.set(self.held.with_value(|held| held.people.unsent(Some(user))));
        driver.wake();
        Ok(())
    }

    async fn sign_in(&self, login: &str, password: &str, device: DeviceId) -> Result<Account, LoginError> {
        let name = page::user_agent().chars().take(LONGEST_NAME).collect();
        let device = LoginDevice { id: device, name };
        sign_in(&self.http(), &Login { login: login.to_owned(), password: password.to_owned(), device }).await
    }

    /// Without network the cookie stays; the next start sends it back.
    async fn sign_out(&self) {
        if sign_out(&self.http()).await.is_ok() {
            drop(self.change_people(|people| people.is_leaving = false).await);
        }
    }

    async fn remember(&self, account: &Account) -> Result<(), StoreError> {
        let person = Known::new(account);
        self.change_people(|people| people.remember(person)).await
    }

    async fn change_people(&self, change: impl FnOnce(&mut People)) -> Result<(), StoreError> {
        let people = known::change(change).await?;
        self.held.update_value(|held| held.people = people);
        Ok(())
    }

    async fn yield_to_other_tab(&self, user: UserId) {
        if self.held.with_value(|held| held.user) == Some(user) {
            self.close().await;
            self.closed.set(Stage::OtherTab(user));
            self.await_book(user);
        }
    }

    /// Closes the book; what is on its way to the disk arrives before another tab may have it.
    async fn close(&self) {
        if let Some(book) = self.book.get_untracked() {
            self.book.set(None);
            // The pages leave first: a form writes the last of its draft when it goes.
            sleep(0).await;
            book.close().await;
        }
        self.let_go();
    }

    fn let_go(&self) {
        self.held.update_value(|held| {
            held.user = None;
            held.tabs = None;
            held.lock = None;
        });
    }

    fn http(&self) -> Http {
        self.held.with_value(|held| held.http.clone())
    }
}

fn fresh_meta(device: DeviceId) -> Meta {
    Replica::fresh(device).meta
}

fn profile(person: &Person) -> Result<String, StoreError> {
    Ok(String::from_utf8_lossy(&encode(person)?).into_owned())
}

fn database(user: UserId) -> String {
    format!("so-{user}")
}

fn lock_name(user: UserId) -> String {
    format!("skc-sync-{user}")
}

fn channel(user: UserId) -> String {
    format!("skc-{user}")
}
