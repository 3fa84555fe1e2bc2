//! What people make in the province: names on the sign, products, machines. Prices are of the right
//! order, makers are real kinds of makers, nobody is named.

use domain::record::facility::lists::{Fuel, KcSector, Pollution};

/// A product: name, unit, price in nghìn đồng.
pub type Goods = (&'static str, &'static str, i64);
/// A machine: name, country, power in 0.1 kW, price in triệu đồng.
pub type Tool = (&'static str, &'static str, i64, i64);

/// A trade.
#[derive(Debug)]
pub struct Trade {
    /// What stands on the sign.
    pub signs: &'static [&'static str],
    pub sector: KcSector,
    /// The class, the same in VSIC 2018 and 2025.
    pub vsic: &'static str,
    pub goods: &'static [Goods],
    pub tools: &'static [Tool],
    pub fuels: &'static [Fuel],
    pub pollution: &'static [Pollution],
    /// Revenue of a worker a year, triệu đồng, from and to.
    pub yield_per_worker: (i64, i64),
    /// Share of material from the province, %, from and to.
    pub local: (i64, i64),
    /// Chance that some of it is exported, %.
    pub export: i64,
}

pub static POTTERY: Trade = Trade {
    signs: &["Gốm", "Gốm sứ", "Gốm mỹ nghệ", "Gốm trang trí", "Lò gốm"],
    sector: KcSector::Handicraft,
    vsic: "2393",
    goods: &[
        ("Chum sành nâu đỏ", "cái", 450),
        ("Bình gốm men da lươn", "cái", 320),
        ("Tượng gốm trang trí sân vườn", "cái", 1_200),
        ("Ấm chén gốm", "bộ", 260),
        ("Ngói gốm mũi hài", "viên", 9),
        ("Tranh gốm ghép", "m²", 2_400),
    ],
    tools: &[
        ("Lò nung gas", "Việt Nam", 55, 620),
        ("Máy nghiền men", "Việt Nam", 75, 180),
        ("Máy nhào luyện đất hút chân không", "Trung Quốc", 150, 240),
        ("Bàn xoay điện", "Việt Nam", 8, 12),
        ("Máy ép ngói thủy lực", "Đài Loan", 110, 360),
    ],
    fuels: &[Fuel::Biomass, Fuel::Gas, Fuel::Electricity],
    pollution: &[Pollution::Smoke, Pollution::Dust],
    yield_per_worker: (140, 260),
    local: (60, 95),
    export: 25,
};

pub static WOOD: Trade = Trade {
    signs: &["Đồ gỗ", "Đồ gỗ mỹ nghệ", "Mộc", "Mộc mỹ nghệ", "Nội thất gỗ", "Điêu khắc gỗ"],
    sector: KcSector::Handicraft,
    vsic: "31001",
    goods: &[
        ("Bộ bàn ghế gỗ hương", "bộ", 68_000),
        ("Tủ thờ gỗ gụ", "cái", 32_000),
        ("Sập gụ chạm khảm", "cái", 54_000),
        ("Tượng gỗ", "pho", 8_500),
        ("Cửa gỗ tự nhiên", "m²", 3_200),
        ("Tranh gỗ chạm", "bức", 6_400),
    ],
    tools: &[
        ("Máy chạm khắc CNC 8 đầu", "Trung Quốc", 220, 480),
        ("Máy cưa bàn trượt", "Đài Loan", 55, 145),
        ("Máy bào bốn mặt", "Đài Loan", 300, 420),
        ("Lò sấy gỗ chân không", "Việt Nam", 180, 560),
        ("Hệ thống hút bụi gỗ", "Việt Nam", 150, 190),
        ("Dây chuyền phun sơn PU", "Việt Nam", 90, 380),
    ],
    fuels: &[Fuel::Electricity, Fuel::Biomass],
    pollution: &[Pollution::Dust, Pollution::Noise, Pollution::Odour],
    yield_per_worker: (260, 620),
    local: (5, 20),
    export: 30,
};

pub static ALUMINIUM: Trade = Trade {
    signs: &["Nhôm", "Cô đúc nhôm", "Nhôm định hình", "Tái chế nhôm"],
    sector: KcSector::Mechanics,
    vsic: "2420",
    goods: &[
        ("Nhôm thỏi", "tấn", 58_000),
        ("Nồi, xoong nhôm đúc", "cái", 180),
        ("Mâm nhôm", "cái", 95),
        ("Nhôm định hình", "tấn", 76_000),
    ],
    tools: &[
        ("Lò nấu nhôm dùng gas tuần hoàn", "Việt Nam", 110, 640),
        ("Máy đúc áp lực 280 tấn", "Trung Quốc", 450, 980),
        ("Hệ thống lọc bụi túi vải", "Việt Nam", 370, 520),
        ("Máy cán nhôm", "Trung Quốc", 750, 860),
    ],
    fuels: &[Fuel::Coal, Fuel::Gas, Fuel::Electricity],
    pollution: &[Pollution::Smoke, Pollution::Dust, Pollution::Hazardous],
    yield_per_worker: (600, 1_400),
    local: (30, 60),
    export: 5,
};

pub static BRONZE: Trade = Trade {
    signs: &["Đúc đồng", "Đồng mỹ nghệ", "Gò đồng", "Đồ thờ đồng"],
    sector: KcSector::Handicraft,
    vsic: "2599",
    goods: &[
        ("Đỉnh đồng", "bộ", 9_500),
        ("Tranh đồng", "bức", 4_200),
        ("Tượng đồng", "pho", 26_000),
        ("Trống đồng", "cái", 38_000),
        ("Mâm, nồi đồng", "cái", 850),
    ],
    tools: &[
        ("Lò nấu đồng trung tần", "Trung Quốc", 1_600, 720),
        ("Máy khắc laser kim loại", "Trung Quốc", 30, 285),
        ("Máy đánh bóng tự động", "Việt Nam", 75, 135),
        ("Máy ép thủy lực 200 tấn", "Việt Nam", 220, 330),
    ],
    fuels: &[Fuel::Electricity, Fuel::Coal],
    pollution: &[Pollution::Smoke, Pollution::Noise, Pollution::Solid],
    yield_per_worker: (280, 560),
    local: (20, 55),
    export: 15,
};

pub static PAPER: Trade = Trade {
    signs: &["Giấy", "Giấy bao bì", "Giấy tái chế", "Bao bì giấy"],
    sector: KcSector::Consumer,
    vsic: "1701",
    goods: &[
        ("Giấy kraft", "tấn", 9_800),
        ("Giấy vệ sinh", "tấn", 17_500),
        ("Thùng carton", "cái", 14),
        ("Giấy ăn", "tấn", 21_000),
    ],
    tools: &[
        ("Máy xeo giấy", "Trung Quốc", 2_200, 2_900),
        ("Máy cắt cuộn tốc độ cao", "Đài Loan", 370, 640),
        ("Hệ thống xử lý nước thải tuần hoàn", "Việt Nam", 450, 1_650),
        ("Máy in flexo 4 màu", "Trung Quốc", 300, 1_120),
    ],
    fuels: &[Fuel::Coal, Fuel::Biomass, Fuel::Electricity],
    pollution: &[Pollution::WasteWater, Pollution::Smoke, Pollution::Odour],
    yield_per_worker: (700, 1_500),
    local: (40, 75),
    export: 4,
};

pub static LIQUOR: Trade = Trade {
    signs: &["Rượu", "Rượu làng Vân", "Rượu nếp cái hoa vàng"],
    sector: KcSector::Food,
    vsic: "1101",
    goods: &[
        ("Rượu nếp cái hoa vàng", "lít", 95),
        ("Rượu sắn", "lít", 32),
        ("Rượu ngâm thảo dược", "lít", 180),
    ],
    tools: &[
        ("Tháp chưng cất inox", "Việt Nam", 30, 260),
        ("Máy lão hóa, khử andehit", "Việt Nam", 22, 165),
        ("Máy chiết chai tự động", "Trung Quốc", 30, 240),
        ("Nồi nấu hơi inox", "Việt Nam", 120, 130),
    ],
    fuels: &[Fuel::Biomass, Fuel::Electricity],
    pollution: &[Pollution::WasteWater, Pollution::Odour],
    yield_per_worker: (190, 420),
    local: (70, 100),
    export: 3,
};

pub static BAMBOO: Trade = Trade {
    signs: &["Mây tre đan", "Mây tre", "Tre trúc"],
    sector: KcSector::Handicraft,
    vsic: "1629",
    goods: &[
        ("Giỏ mây", "cái", 85),
        ("Rá, rổ tre", "cái", 35),
        ("Bàn ghế tre trúc", "bộ", 4_800),
        ("Mành tre", "m²", 120),
    ],
    tools: &[
        ("Máy chẻ nan", "Việt Nam", 22, 48),
        ("Lò hấp sấy tre nứa", "Việt Nam", 90, 210),
        ("Máy phun sơn tĩnh điện", "Trung Quốc", 30, 175),
    ],
    fuels: &[Fuel::Electricity, Fuel::Biomass],
    pollution: &[Pollution::Dust, Pollution::Solid],
    yield_per_worker: (110, 210),
    local: (55, 90),
    export: 45,
};

pub static STEEL: Trade = Trade {
    signs: &["Thép", "Cán thép", "Sắt thép", "Kim khí"],
    sector: KcSector::Mechanics,
    vsic: "2410",
    goods: &[("Thép hình", "tấn", 15_800), ("Thép hộp", "tấn", 17_200), ("Đinh, dây thép", "tấn", 18_900)],
    tools: &[
        ("Lò nung trung tần", "Trung Quốc", 7_500, 2_300),
        ("Dây chuyền cán thép hình", "Trung Quốc", 3_200, 3_400),
        ("Máy nắn cắt thép", "Việt Nam", 110, 120),
    ],
    fuels: &[Fuel::Electricity, Fuel::Gas],
    pollution: &[Pollution::Smoke, Pollution::Dust, Pollution::Noise],
    yield_per_worker: (1_200, 2_600),
    local: (20, 50),
    export: 6,
};

pub static MECHANICS: Trade = Trade {
    signs: &["Cơ khí", "Cơ khí chính xác", "Cơ khí, hàn cắt", "Khuôn mẫu"],
    sector: KcSector::Mechanics,
    vsic: "2592",
    goods: &[
        ("Chi tiết cơ khí gia công", "cái", 65),
        ("Khuôn đột dập", "bộ", 42_000),
        ("Khung nhà thép", "tấn", 31_000),
        ("Máy nông nghiệp nhỏ", "cái", 12_500),
    ],
    tools: &[
        ("Máy phay CNC 3 trục", "Đài Loan", 150, 890),
        ("Máy tiện CNC", "Hàn Quốc", 110, 620),
        ("Máy cắt laser fiber 3 kW", "Trung Quốc", 260, 1_150),
        ("Máy chấn tôn thủy lực", "Trung Quốc", 75, 430),
        ("Robot hàn", "Nhật Bản", 60, 780),
    ],
    fuels: &[Fuel::Electricity],
    pollution: &[Pollution::Noise, Pollution::Hazardous],
    yield_per_worker: (380, 780),
    local: (15, 40),
    export: 22,
};

pub static NOODLES: Trade = Trade {
    signs: &["Mỳ gạo", "Mỳ chũ", "Bún, bánh phở", "Bánh đa nem"],
    sector: KcSector::Food,
    vsic: "1074",
    goods: &[
        ("Mỳ gạo sợi khô", "kg", 34),
        ("Bánh đa nem", "kg", 52),
        ("Bún khô", "kg", 31),
        ("Mỳ gấc", "kg", 48),
    ],
    tools: &[
        ("Máy sấy mỳ dùng năng lượng mặt trời", "Việt Nam", 30, 290),
        ("Dây chuyền tráng cắt mỳ liên hoàn", "Việt Nam", 180, 640),
        ("Máy đóng gói tự động", "Trung Quốc", 22, 210),
        ("Máy nghiền bột nước", "Việt Nam", 75, 68),
    ],
    fuels: &[Fuel::Biomass, Fuel::Electricity, Fuel::Solar],
    pollution: &[Pollution::WasteWater],
    yield_per_worker: (210, 460),
    local: (65, 100),
    export: 12,
};

pub static FRUIT: Trade = Trade {
    signs: &["Chế biến nông sản", "Vải sấy", "Nông sản sạch", "Thực phẩm"],
    sector: KcSector::Food,
    vsic: "1030",
    goods: &[
        ("Vải sấy khô", "kg", 145),
        ("Vải đóng hộp", "hộp", 38),
        ("Dứa cắt lát đông lạnh", "tấn", 27_000),
        ("Mật ong hoa vải", "lít", 220),
    ],
    tools: &[
        ("Máy sấy lạnh", "Việt Nam", 180, 385),
        ("Kho lạnh bảo quản 60 m³", "Việt Nam", 150, 520),
        ("Máy tách hạt vải", "Việt Nam", 22, 160),
        ("Nồi thanh trùng", "Trung Quốc", 90, 270),
    ],
    fuels: &[Fuel::Electricity, Fuel::Coal],
    pollution: &[Pollution::WasteWater, Pollution::Solid],
    yield_per_worker: (320, 640),
    local: (80, 100),
    export: 38,
};

pub static SAUCE: Trade = Trade {
    signs: &["Tương nếp", "Tương Đình Tổ", "Gia vị"],
    sector: KcSector::Food,
    vsic: "1079",
    goods: &[("Tương nếp", "lít", 45), ("Đậu phụ", "kg", 28), ("Mắm đậu", "lít", 38)],
    tools: &[
        ("Máy rang đậu", "Việt Nam", 55, 120),
        ("Nồi hấp xôi hơi nước", "Việt Nam", 90, 145),
        ("Máy chiết chai bán tự động", "Trung Quốc", 15, 110),
    ],
    fuels: &[Fuel::Biomass, Fuel::Electricity],
    pollution: &[Pollution::WasteWater, Pollution::Odour],
    yield_per_worker: (160, 320),
    local: (75, 100),
    export: 2,
};

pub static GARMENT: Trade = Trade {
    signs: &["May", "May mặc", "May xuất khẩu", "Dệt may"],
    sector: KcSector::Consumer,
    vsic: "1410",
    goods: &[
        ("Áo khoác", "cái", 240),
        ("Quần áo bảo hộ", "bộ", 195),
        ("Chăn, ga", "bộ", 620),
        ("Khăn mặt", "chục", 130),
    ],
    tools: &[
        ("Máy may lập trình điện tử", "Nhật Bản", 6, 92),
        ("Máy cắt vải tự động", "Trung Quốc", 110, 980),
        ("Nồi hơi điện", "Việt Nam", 360, 140),
        ("Máy thêu vi tính 12 đầu", "Trung Quốc", 22, 460),
    ],
    fuels: &[Fuel::Electricity],
    pollution: &[Pollution::Noise, Pollution::Solid],
    yield_per_worker: (150, 280),
    local: (5, 25),
    export: 55,
};

pub static PRINTS: Trade = Trade {
    signs: &["Tranh dân gian", "Tranh Đông Hồ", "Vàng mã", "Giấy dó"],
    sector: KcSector::Handicraft,
    vsic: "1709",
    goods: &[("Tranh dân gian in tay", "bức", 120), ("Hàng mã", "bộ", 75), ("Sổ giấy dó", "quyển", 180)],
    tools: &[
        ("Máy cắt bế giấy", "Trung Quốc", 22, 95),
        ("Máy ép nhiệt", "Việt Nam", 15, 42),
        ("Máy in kỹ thuật số khổ lớn", "Nhật Bản", 12, 340),
    ],
    fuels: &[Fuel::Electricity],
    pollution: &[Pollution::Solid],
    yield_per_worker: (120, 230),
    local: (45, 80),
    export: 10,
};

pub static CONCRETE: Trade = Trade {
    signs: &["Vật liệu xây dựng", "Gạch không nung", "Bê tông đúc sẵn"],
    sector: KcSector::Chemicals,
    vsic: "2395",
    goods: &[("Gạch không nung", "viên", 2), ("Cống bê tông", "m", 780), ("Gạch terrazzo", "m²", 115)],
    tools: &[
        ("Dây chuyền gạch không nung ép rung", "Việt Nam", 550, 1_420),
        ("Trạm trộn bê tông 60 m³/h", "Việt Nam", 900, 1_180),
        ("Máy mài terrazzo", "Trung Quốc", 150, 310),
    ],
    fuels: &[Fuel::Electricity, Fuel::Oil],
    pollution: &[Pollution::Dust, Pollution::Noise],
    yield_per_worker: (420, 900),
    local: (60, 95),
    export: 0,
};

pub static FERTILISER: Trade = Trade {
    signs: &["Phân bón hữu cơ", "Thức ăn chăn nuôi", "Chế phẩm sinh học"],
    sector: KcSector::Chemicals,
    vsic: "2012",
    goods: &[("Phân hữu cơ vi sinh", "tấn", 4_600), ("Thức ăn cho gà", "tấn", 11_800)],
    tools: &[
        ("Máy ép viên", "Việt Nam", 450, 380),
        ("Máy trộn trục ngang", "Việt Nam", 220, 165),
        ("Hệ thống sấy thùng quay", "Việt Nam", 370, 540),
    ],
    fuels: &[Fuel::Electricity, Fuel::Biomass],
    pollution: &[Pollution::Odour, Pollution::Dust],
    yield_per_worker: (480, 950),
    local: (60, 100),
    export: 0,
};

pub static PLASTIC: Trade = Trade {
    signs: &["Nhựa", "Bao bì nhựa", "Nhựa tái chế", "Linh kiện nhựa"],
    sector: KcSector::Consumer,
    vsic: "2220",
    goods: &[
        ("Túi màng PE", "tấn", 36_000),
        ("Linh kiện nhựa ép phun", "cái", 7),
        ("Hạt nhựa tái sinh", "tấn", 19_500),
    ],
    tools: &[
        ("Máy ép phun 250 tấn", "Đài Loan", 370, 860),
        ("Máy thổi màng 3 lớp", "Trung Quốc", 450, 740),
        ("Máy tạo hạt", "Trung Quốc", 300, 320),
    ],
    fuels: &[Fuel::Electricity],
    pollution: &[Pollution::Odour, Pollution::WasteWater, Pollution::Solid],
    yield_per_worker: (420, 860),
    local: (20, 45),
    export: 8,
};
