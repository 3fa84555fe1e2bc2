//! What wakes a driver besides itself: the network coming back, the page being seen again, the
//! service worker.

use std::rc::Rc;

use super::Transport;
use super::driver::Driver;
use crate::platform::event::Listener;
use crate::platform::wake::on_wake;
use crate::store::Store;

/// Wakes the driver for as long as the answer is kept.
pub fn attach<S: Store + 'static, T: Transport + 'static>(driver: &Rc<Driver<S, T>>) -> Vec<Listener> {
    let driver = Rc::downgrade(driver);
    on_wake(move || {
        if let Some(driver) = driver.upgrade() {
            driver.wake();
        }
    })
}
