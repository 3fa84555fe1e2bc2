//! The communes of the province as a table of code, from `data/communes.tsv`.

use std::fmt::Write as _;

use crate::Checked;

pub(crate) fn table(text: &str) -> Checked<String> {
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let mut code = format!(
        "/// The communes of the province, in the order of their codes.\npub static COMMUNES: [Commune; {}] = [\n",
        rows.len()
    );
    let mut last = "";
    for row in rows {
        let fault = |why: &str| vec![format!("data/communes.tsv: {why}: {row}")];
        let columns: Vec<&str> = row.split('\t').collect();
        let [code_column, kind, name, lat, lng, formed_from] = columns.as_slice() else {
            return Err(fault("six columns are expected"));
        };
        if code_column.len() != 5 || *code_column <= last {
            return Err(fault("codes have five digits and ascend"));
        }
        last = code_column;
        let kind = match *kind {
            "xa" => "Xa",
            "phuong" => "Phuong",
            _ => return Err(fault("the kind is xa or phuong")),
        };
        let (Some(lat), Some(lng)) = (degrees_e7(lat), degrees_e7(lng)) else {
            return Err(fault("the centre has two numbers with at most 7 decimals"));
        };
        let formed_from: Vec<&str> = formed_from.split("; ").collect();
        let _ = writeln!(
            code,
            "    Commune {{ code: {code_column:?}, kind: CommuneKind::{kind}, name: {name:?}, lat_e7: {lat}, lng_e7: {lng}, formed_from: &{formed_from:?} }},"
        );
    }
    code.push_str("];\n");
    Ok(code)
}

fn degrees_e7(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    let missing = 7_usize.checked_sub(fraction.len())?;
    format!("{whole}{fraction}{}", "0".repeat(missing)).parse().ok()
}
