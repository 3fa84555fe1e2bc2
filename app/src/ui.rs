//! The parts every page is made of. They know neither state nor the words of the domain: labels
//! are passed in. Each file has a namesake in `style/components`.

pub mod badge;
pub mod banner;
pub mod button;
pub mod choice;
pub mod dialog;
pub mod disclosure;
pub mod dock;
pub mod empty_state;
pub mod error_summary;
pub mod facts;
pub mod field;
pub mod filter_button;
pub mod icon;
pub mod list_row;
pub mod mark;
pub mod money_bar;
pub mod nav;
pub mod next_action;
pub mod note;
pub mod photo_strip;
pub mod progress;
pub mod search;
pub mod section_head;
pub mod segment;
pub mod select;
pub mod shell;
pub mod signature;
pub mod split_view;
pub mod stage_path;
pub mod table;
pub mod timeline;
pub mod toast;
pub mod top_bar;

use std::cell::Cell;

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// An element id that no other element has, for labels and descriptions.
pub fn fresh_id(stem: &str) -> String {
    let number = LAST_ID.get().wrapping_add(1);
    LAST_ID.set(number);
    format!("{stem}-{number}")
}
