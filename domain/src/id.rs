//! Identifiers. They are made at the edges (a device, the server) and only carried here.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

uuid_id! {
    /// A record, named by the device that made it (UUID v7).
    RecordId
}
uuid_id! {
    /// One installed app of one account.
    DeviceId
}
uuid_id! {
    /// An account.
    UserId
}

impl RecordId {
    /// The id of a record that every installation has under the same name: a commune by its code.
    pub fn named(kind: &str, name: &str) -> Self {
        Self::from_hash(Sha256::new().chain_update(kind).chain_update([0]).chain_update(name))
    }

    /// The id of a record that follows from a mutation (a conflict), so that deciding the same
    /// push twice makes the same record.
    pub fn derived(device: DeviceId, seq: u64, part: &str) -> Self {
        let hash = Sha256::new().chain_update(device.0.as_bytes()).chain_update(seq.to_be_bytes());
        Self::from_hash(hash.chain_update(part))
    }

    /// The id of a record about two others, whichever is named first: there is one for each pair.
    pub fn of_pair(one: Self, other: Self) -> Self {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        Self::from_hash(Sha256::new().chain_update(first.0.as_bytes()).chain_update(second.0.as_bytes()))
    }

    fn from_hash(hash: Sha256) -> Self {
        let mut bytes = [0_u8; 16];
        bytes.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The unit in which records are granted and replicated (PROTOCOL §2).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScopeId(String);

/// What a [`ScopeId`] stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope<'a> {
    /// Reference data, read by everybody.
    Reference,
    /// What only the province's offices hold.
    Office,
    /// Everything of one commune, by its code.
    Commune(&'a str),
    /// Everything of the facilities that one account owns.
    Owner(UserId),
    /// Written by a newer version.
    Unknown,
}

impl ScopeId {
    /// The scope of reference data.
    pub fn reference() -> Self {
        Self("ref".to_owned())
    }

    /// The scope of what only the province's offices hold: plans, rounds, score sheets.
    pub fn office() -> Self {
        Self("office".to_owned())
    }

    /// The scope of a commune.
    pub fn commune(code: &str) -> Self {
        Self(format!("commune:{code}"))
    }

    /// The scope of an owner's own facilities.
    pub fn owner(user: UserId) -> Self {
        Self(format!("owner:{user}"))
    }

    /// As written on the wire and in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the scope stands for.
    pub fn scope(&self) -> Scope<'_> {
        match self.0.as_str() {
            "ref" => return Scope::Reference,
            "office" => return Scope::Office,
            _ => {}
        }
        match self.0.split_once(':') {
            Some(("commune", code)) => Scope::Commune(code),
            Some(("owner", user)) => user.parse().map_or(Scope::Unknown, Scope::Owner),
            _ => Scope::Unknown,
        }
    }
}

impl From<&str> for ScopeId {
    fn from(text: &str) -> Self {
        Self(text.to_string())
    }
}

impl fmt::Display for ScopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
