//! The rows inside a facility: other industries, products, machines.

use super::lists::Market;
use crate::record::macros::row;
use crate::record::marker::{Fixed, Flag, Many, Money, Percent, ProjectRef, Text, Vsic, Whole, Year};

row! {
    /// An industry besides the main one.
    OtherIndustry = "other_industry";
    /// Its code, of the facility's `vsic_version`.
    code: Vsic = required();
}

row! {
    /// A product.
    Product = "product";
    /// Name.
    name: Text<2, 120> = required();
    /// Unit it is counted in.
    unit: Text<1, 20>;
    /// Output of the year, 0.1 of that unit.
    yearly_output: Fixed<1, 1_000_000_000_000>;
    /// Price of one unit.
    price_vnd: Money;
    /// Material from the province, % of the value of material (priority above 50 %).
    local_material_pct: Percent = unit("percent");
    /// Exported, % of output.
    export_pct: Percent = unit("percent");
    /// Where it is sold.
    markets: Many<Market>;
    /// Brand.
    brand: Text<1, 80>;
    /// Certificates it holds: OCOP, ISO, typical product …
    certificates: Text<1, 200>;
}

row! {
    /// A machine or line.
    Machine = "machine";
    /// Name.
    name: Text<2, 120> = required();
    /// Type or model.
    model: Text<1, 80>;
    /// Maker.
    maker: Text<1, 80>;
    /// Country it was made in.
    country: Text<1, 60>;
    /// Year it was made.
    year_made: Year;
    /// Year it was bought.
    year_bought: Year;
    /// Whether it was new when bought.
    is_new: Flag;
    /// Power, 0.1 kW.
    power_kw: Fixed<1, 1_000_000> = unit("kw");
    /// Number on its plate.
    serial: Text<1, 60>;
    /// How many of the same.
    quantity: Whole<1, 10_000>;
    /// Price paid for one.
    price_vnd: Money;
    /// Project that supported it.
    supported_by: ProjectRef;
}
