//! What wakes the exchange and the uploads besides themselves: the network coming back, the page being
//! seen again, the service worker.

use std::rc::Rc;

use super::driver::Driver;
use super::uploads::Uploads;
use super::{BlobTransport, Transport};
use crate::platform::event::Listener;
use crate::platform::wake::on_wake;
use crate::store::{Blobs, Store};

/// Wakes both for as long as the answer is kept.
pub fn attach<S, T>(driver: &Rc<Driver<S, T>>, uploads: &Rc<Uploads<S, T>>) -> Vec<Listener>
where
    S: Store + Blobs + 'static,
    T: Transport + BlobTransport + 'static,
{
    let (driver, uploads) = (Rc::downgrade(driver), Rc::downgrade(uploads));
    on_wake(move || {
        if let Some(driver) = driver.upgrade() {
            driver.wake();
        }
        if let Some(uploads) = uploads.upgrade() {
            uploads.wake();
        }
    })
}
