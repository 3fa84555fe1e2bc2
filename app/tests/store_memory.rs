//! The store in memory keeps the contract of stores.

use std::collections::BTreeMap;

use app::store::contract::Harness;
use app::store::memory::Memory;
use app::store_contract;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Default)]
struct Twin {
    disks: BTreeMap<String, Memory>,
}

impl Harness for Twin {
    type Store = Memory;

    async fn open(&mut self, name: &str) -> Memory {
        self.disks.entry(name.to_owned()).or_default().clone()
    }

    fn fill_after(&mut self, writes: usize) {
        self.disks.values().for_each(|disk| disk.limit(Some(writes)));
    }

    fn make_room(&mut self) {
        self.disks.values().for_each(|disk| disk.limit(None));
    }
}

store_contract!(|_promise| Twin::default());
