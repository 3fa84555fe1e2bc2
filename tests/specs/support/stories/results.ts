// What a project leaves in the workshop: a model and who took it over, a technology, a saving, clean water. Each is looked
// at when the project is accepted, and comes back then.

import { facilities } from "../province.ts";
import type { Deed, Story } from "./story.ts";

/** Somebody else takes a model over. */
function taken(name: string, who: string, since: string, investment: string, differs: string): Deed {
  return {
    name,
    kind: "replication",
    by: "officer",
    add: { link: "Ghi cơ sở nhân rộng", on: "model_result" },
    answers: { "Nhân rộng": { "Tên cơ sở": who, "Áp dụng từ": since, "Vốn đầu tư": investment, "Khác mô hình ở điểm nào": differs } },
  };
}

export const results: Story[] = [
  {
    activity: "demo_model",
    called: "Mô hình trình diễn kỹ thuật",
    origin: { facility: facilities.noodles, wish: "Mô hình dây chuyền tráng mỳ khép kín" },
    cost: 1_000,
    support: 300,
    deeds: [
      {
        name: "model_result",
        kind: "model_result",
        by: "officer",
        add: { link: "Ghi kết quả mô hình" },
        answers: {
          "Mô hình": {
            "Công nghệ, sản phẩm trình diễn": "Tráng, hấp, sấy mỳ liên hoàn",
            "Tính mới, ưu việt": "Lần đầu trong tỉnh; không phơi nắng, giảm nửa số công",
            "Đơn vị công suất": "tấn/năm",
            "Công suất trước": "120",
            "Công suất sau": "400",
            "Tổng đầu tư": "1 tỷ",
          },
          "Hiệu quả": { "Trước và sau": [{ "Chỉ tiêu": "Năng suất", "Đơn vị": "kg/giờ", "Trước": "45", "Sau": "160" }] },
        },
        disputed: { group: "Mô hình", mine: { "Công suất sau": "420" }, theirs: { capacity_after: 450 } },
        mended: { group: "Trình diễn", answers: { "Ngày hội nghị trình diễn": "20/08/2026", "Đại biểu ký tên": "48", "Tài liệu giới thiệu": "Tờ gấp 4 trang" } },
      },
      taken("replication", "Mỳ gạo Hoàng Gia", "01/09/2026", "420 tr", "Sấy bằng điện"),
    ],
  },
  {
    activity: "demo_replicate",
    called: "Nhân rộng mô hình đang hiệu quả",
    origin: { facility: facilities.pottery, wish: "Giới thiệu lò gas 8 m³ đang chạy cho các lò củi trong xã" },
    cost: 90,
    support: 80,
    deeds: [
      {
        name: "model_result",
        kind: "model_result",
        by: "officer",
        add: { link: "Ghi kết quả mô hình" },
        answers: {
          "Mô hình": {
            "Công nghệ, sản phẩm trình diễn": "Lò nung gas 8 m³, đốt dưới",
            "Tính mới, ưu việt": "Đã chạy hai năm; mẻ nung 14 giờ thay cho ba ngày",
            "Tổng đầu tư": "90 tr",
          },
        },
        disputed: { group: "Trình diễn", mine: { "Lượt người đến xem": "64" }, theirs: { visitors: 70 } },
        mended: { group: "Trình diễn", answers: { "Ngày hội nghị trình diễn": "12/09/2026", "Đại biểu ký tên": "36", "Tài liệu giới thiệu": "Sổ tay vận hành lò" } },
      },
      taken("replication", "Lò gốm Ngọc Đoàn Kết", "01/10/2026", "380 tr", "Lò 6 m³"),
    ],
  },
  {
    activity: "tech_transfer",
    called: "Chuyển giao công nghệ, tiến bộ khoa học kỹ thuật",
    origin: { facility: facilities.pottery, wish: "Chuyển giao công nghệ men không chì" },
    cost: 600,
    support: 200,
    deeds: [
      {
        name: "tech_transfer",
        kind: "tech_transfer",
        by: "officer",
        add: { link: "Ghi chuyển giao công nghệ" },
        answers: {
          "Công nghệ": { "Công nghệ": "Men tro không chì", "Bên chuyển giao": "Viện Vật liệu xây dựng", "Người được hướng dẫn": "12" },
          "Giấy tờ": { "Số hợp đồng": "44/HĐ-CGCN", "Giá trị hợp đồng": "600 tr" },
        },
        disputed: { group: "Công nghệ", mine: { "Người được hướng dẫn": "14" }, theirs: { trained: 16 } },
        mended: { group: "Giấy tờ", answers: { "Biên bản nghiệm thu": "08/BB-CGCN", "Ngày nghiệm thu": "15/09/2026" } },
      },
    ],
  },
  {
    activity: "cleaner_prod",
    called: "Sản xuất sạch hơn",
    origin: { facility: facilities.wood, wish: "Sản xuất sạch hơn tại xưởng mộc" },
    cost: 700,
    support: 200,
    deeds: [
      {
        name: "cleaner_production",
        kind: "cleaner_production",
        by: "officer",
        add: { link: "Ghi sản xuất sạch hơn" },
        answers: {
          "Việc làm": { "Nội dung": "Thu hồi mùn cưa, đốt lò sấy gỗ", "Hình thức": "Mô hình thí điểm", "Đơn vị đánh giá": "Trung tâm Sản xuất sạch Việt Nam" },
          "Tiết kiệm": {
            "Khoản tiết kiệm": [{ "Tiết kiệm": "Nhiên liệu", "Đơn vị": "tấn than", "Mỗi năm": "18,5", "Thành tiền mỗi năm": "55 tr" }],
          },
        },
        disputed: { group: "Việc làm", mine: { "Đầu tư cho giải pháp": "510 tr" }, theirs: { investment: 480_000_000 } },
        mended: { group: "Việc làm", answers: { "Số báo cáo được duyệt": "17/BC-SXSH", "Ngày duyệt": "18/09/2026" } },
      },
    ],
  },
  {
    activity: "pollution",
    called: "Xử lý ô nhiễm tại cơ sở, cụm công nghiệp",
    origin: { facility: facilities.mechanics, wish: "Xử lý nước thải mạ kẽm" },
    cost: 700,
    support: 150,
    part: "Tại cơ sở",
    deeds: [
      {
        name: "pollution_work",
        kind: "pollution_work",
        by: "officer",
        add: { link: "Ghi công trình xử lý ô nhiễm" },
        answers: {
          "Công trình": { "Hệ thống": "Bể keo tụ, lắng, lọc", "Xử lý": "Nước thải", "Công suất": "20 m³/ngày", "Giá trị công trình": "700 tr" },
          "Kết quả": { "Quy chuẩn áp dụng": "QCVN 40:2011/BTNMT" },
        },
        disputed: { group: "Công trình", mine: { "Công suất": "25 m³/ngày" }, theirs: { capacity: "30 m³/ngày" } },
        mended: {
          group: "Kết quả",
          answers: { "Ngày đo": "22/09/2026", "Đơn vị đo": "Trung tâm Quan trắc Bắc Ninh", "Đạt quy chuẩn": "Có" },
        },
      },
    ],
  },
];
