//! What every handler may call.

use std::sync::Arc;

use crate::auth::Auth;
use crate::sync::Sync;

#[derive(Clone)]
pub struct App {
    pub auth: Arc<Auth>,
    pub sync: Arc<Sync>,
}
