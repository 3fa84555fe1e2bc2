//! The rows inside a facility: what it makes, and with what.

use std::collections::BTreeMap;

use domain::money::{MILLION, THOUSAND};
use domain::record::facility::lists::Market;
use domain::value::Value;

use super::dice::Dice;
use super::trades::Trade;

const CERTIFICATES: &[&str] = &[
    "OCOP 3 sao",
    "OCOP 4 sao",
    "Sản phẩm CNNT tiêu biểu cấp tỉnh",
    "Sản phẩm CNNT tiêu biểu khu vực phía Bắc",
    "ISO 9001:2015",
];

type Entries = BTreeMap<String, Value>;

fn with(mut row: Entries, field: &str, value: impl Into<Value>) -> Entries {
    row.insert(field.to_owned(), value.into());
    row
}

/// One to three products that together bring this revenue.
pub fn products(dice: &mut Dice, trade: &Trade, revenue: i64) -> Value {
    let count = dice.between(1, 3).unsigned_abs() as usize;
    let chosen = dice.some(trade.goods, count);
    let each = revenue / i64::try_from(chosen.len()).unwrap_or(1);
    let rows = chosen.into_iter().map(|&(name, unit, price)| {
        let price = (price * dice.between(80, 125) / 100).max(1) * THOUSAND;
        let export = if dice.percent(trade.export) { dice.between(1, 9) * 10 } else { 0 };
        let mut markets = vec![Market::Province, Market::Country];
        if export > 0 {
            markets.push(Market::Export);
        }
        let row = with(Entries::new(), "name", name);
        let row = with(row, "unit", unit);
        // One decimal place: ten times the number.
        let row = with(row, "yearly_output", (each / price).max(1) * 10);
        let row = with(row, "price_vnd", price);
        let row = with(row, "local_material_pct", dice.between(trade.local.0, trade.local.1));
        let row = with(row, "export_pct", export);
        let markets: Vec<Value> = markets.into_iter().map(|market| Value::from(market.code())).collect();
        let row = with(row, "markets", markets);
        if dice.percent(15) { with(row, "certificates", *dice.pick(CERTIFICATES)) } else { row }
    });
    Value::List(rows.map(Value::Map).collect())
}

/// Some machines of the trade, bought before `year` ended.
pub fn machinery(dice: &mut Dice, trade: &Trade, workers: i64, year: i64) -> Value {
    let count = dice.between(1, 3).unsigned_abs() as usize;
    let rows = dice.some(trade.tools, count).into_iter().map(|&(name, country, power, price)| {
        let bought = year - dice.between(1, 12);
        let is_new = dice.percent(70);
        let made = if is_new { bought } else { bought - dice.between(2, 9) };
        let row = with(Entries::new(), "name", name);
        let row = with(row, "country", country);
        let row = with(row, "year_made", made);
        let row = with(row, "year_bought", bought);
        let row = with(row, "is_new", is_new);
        let row = with(row, "power_kw", power);
        let row = with(
            row,
            "serial",
            format!(
                "{}{:05}",
                ["SN", "VN", "TW", "KC"][bought.unsigned_abs() as usize % 4],
                dice.between(100, 99_999)
            ),
        );
        let row = with(row, "quantity", dice.between(1, (workers / 8).clamp(1, 6)));
        with(row, "price_vnd", price * dice.between(70, 110) / 100 * MILLION)
    });
    Value::List(rows.map(Value::Map).collect())
}
