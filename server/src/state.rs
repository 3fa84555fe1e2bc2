//! What every handler may call.

use std::sync::Arc;

use crate::attachments::Attachments;
use crate::auth::Auth;
use crate::certificates::Certificates;
use crate::sync::Sync;

#[derive(Clone)]
pub struct App {
    pub auth: Arc<Auth>,
    pub sync: Arc<Sync>,
    pub attachments: Arc<Attachments>,
    pub certificates: Arc<Certificates>,
}
