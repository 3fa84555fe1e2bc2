//! What makes an invoice, or a machine, the same one in two projects, however it was typed.

use alloc::string::String;

use crate::search::fold_vi;

/// An invoice is one by who issued it, its series and its number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct InvoiceKey {
    seller_tax_code: String,
    series: String,
    number: String,
}

impl InvoiceKey {
    /// From what stands on the paper; `None` without a seller or a number. Blanks, signs, capitals
    /// and zeros in front of the number do not matter; old invoices have no series.
    pub fn new(seller_tax_code: &str, series: &str, number: &str) -> Option<Self> {
        let seller_tax_code = letters_of(seller_tax_code);
        let number = String::from(letters_of(number).trim_start_matches('0'));
        let is_known = !seller_tax_code.is_empty() && !number.is_empty();
        is_known.then(|| Self { seller_tax_code, series: letters_of(series), number })
    }

    /// As one text, to be compared with others.
    pub fn text(&self) -> String {
        [self.seller_tax_code.as_str(), &self.series, &self.number].join("|")
    }
}

/// A machine is one by its serial number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SerialKey(String);

impl SerialKey {
    /// From what stands on the plate; `None` when nothing does.
    pub fn new(serial: &str) -> Option<Self> {
        let serial = letters_of(serial);
        (!serial.is_empty()).then_some(Self(serial))
    }

    /// As text, to be compared with others.
    pub fn text(&self) -> &str {
        &self.0
    }
}

fn letters_of(typed: &str) -> String {
    fold_vi(typed).replace(' ', "")
}
