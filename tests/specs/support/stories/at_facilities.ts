// What is carried out at one facility: advice, a mark, a showroom, a new enterprise, a move, a booth at a fair. Each is
// reported to the Department, and comes back then.

import { facilities } from "../province.ts";
import type { Story } from "./story.ts";

const BOOTH = "Gian hàng mỳ gạo ở hội chợ Lạng Sơn";
const PROGRAMME = "Cải tiến sản xuất cùng Samsung, khóa 3";

export const atFacilities: Story[] = [
  {
    activity: "consult",
    called: "Tư vấn, trợ giúp cơ sở",
    origin: { facility: facilities.pottery, wish: "Lập phương án nung gas thay nung củi" },
    cost: 50,
    support: 25,
    deeds: [
      {
        name: "consulting",
        kind: "consulting",
        by: "officer",
        add: { link: "Ghi tư vấn cơ sở" },
        answers: {
          "Nội dung": { "Nội dung tư vấn": "Lập phương án nung gas thay nung củi", "Đơn vị, chuyên gia tư vấn": "Viện Vật liệu xây dựng" },
          "Thực hiện": { "Từ ngày": "03/08/2026", "Đến ngày": "28/08/2026", "Chi từ ngân sách": "24 tr" },
          "Kết quả": { "Kết quả": "Phương án chọn lò 8 m³, hoàn vốn sau 3 năm" },
        },
        disputed: { group: "Thực hiện", mine: { "Chi từ ngân sách": "25 tr" }, theirs: { cost: 23_000_000 } },
        mended: { group: "Kết quả", answers: { "Sản phẩm tư vấn": "Phương án đầu tư lò gas" } },
      },
    ],
  },
  {
    activity: "consult_ext",
    called: "Tư vấn do đối tác thực hiện",
    origin: { facility: facilities.wood, wish: "Chuyên gia về cải tiến mặt bằng xưởng" },
    cost: 40,
    support: 20,
    deeds: [
      {
        name: "partner_programme",
        kind: "partner_programme",
        by: "centre",
        answers: {
          "Chương trình": { "Tên chương trình": PROGRAMME, "Đối tác": "Samsung Việt Nam", "Từ ngày": "02/03/2026", "Số doanh nghiệp nhận": "6" },
        },
        disputed: { group: "Chương trình", mine: { "Số doanh nghiệp nhận": "7" }, theirs: { places: 8 } },
        mended: { group: "Chương trình", answers: { "Đến ngày": "30/09/2026", "Biên bản thỏa thuận": "05/BB-TT" } },
      },
      {
        name: "consulting",
        kind: "consulting",
        by: "officer",
        add: { link: "Ghi tư vấn cơ sở" },
        answers: {
          "Nội dung": {
            "Chương trình đối tác": PROGRAMME,
            "Nội dung tư vấn": "Cải tiến mặt bằng xưởng theo 5S",
            "Đơn vị, chuyên gia tư vấn": "Chuyên gia Samsung Việt Nam",
          },
          "Thực hiện": { "Từ ngày": "01/06/2026", "Đến ngày": "10/07/2026", "Số tuần tại xưởng": "6", "Chi từ ngân sách": "0" },
          "Kết quả": { "Kết quả": "Giảm đường đi của phôi, bàn giao sổ tay 5S" },
        },
        disputed: { group: "Thực hiện", mine: { "Số tuần tại xưởng": "7" }, theirs: { weeks_on_site: 8 } },
        mended: {
          group: "Kết quả",
          answers: {
            "Trước và sau": [{ "Chỉ tiêu": "Năng suất", "Đơn vị": "bộ/tháng", "Trước": "40", "Sau": "52,5" }],
            "Sản phẩm tư vấn": "Sổ tay 5S của xưởng",
          },
        },
      },
    ],
  },
  {
    activity: "brand",
    called: "Xây dựng, đăng ký thương hiệu",
    origin: { facility: facilities.pottery, wish: "Đăng ký nhãn hiệu cho gốm của hợp tác xã" },
    cost: 70,
    support: 35,
    deeds: [
      {
        name: "brand",
        kind: "brand",
        by: "officer",
        add: { link: "Ghi thương hiệu" },
        answers: {
          "Nhãn hiệu": { "Nhãn hiệu": "Gốm Phù Lãng Trung Thôn", "Nhóm hàng hóa (Nice)": "21", "Nhãn hiệu tập thể": "Không" },
          "Đăng ký": { "Số đơn": "4-2026-01234", "Ngày nộp đơn": "02/03/2026", "Chi phí": "30 tr" },
        },
        disputed: { group: "Nhãn hiệu", mine: { "Nhóm hàng hóa (Nice)": "19, 21" }, theirs: { classes: "21, 35" } },
        mended: { group: "Đăng ký", answers: { "Số văn bằng": "4-0456789", "Ngày cấp": "01/10/2026" } },
      },
    ],
  },
  {
    activity: "showroom",
    called: "Phòng trưng bày, sàn thương mại điện tử",
    origin: { facility: facilities.pottery, wish: "Nhà trưng bày gốm ở bến đò" },
    cost: 90,
    support: 45,
    deeds: [
      {
        name: "showroom",
        kind: "showroom",
        by: "officer",
        add: { link: "Ghi phòng trưng bày, sàn điện tử" },
        answers: {
          "Nơi trưng bày": {
            "Tên": "Nhà trưng bày gốm Phù Lãng",
            "Hình thức": "Phòng trưng bày",
            "Địa chỉ": "Thôn Phù Lãng, cạnh bến đò",
            "Diện tích": "60",
            "Chi phí": "45 tr",
          },
        },
        disputed: { group: "Nơi trưng bày", mine: { "Diện tích": "64" }, theirs: { area_m2: 70 } },
        mended: { group: "Nơi trưng bày", answers: { "Ngày mở": "20/04/2026", "Số hợp đồng": "09/HĐ-TB" } },
      },
    ],
  },
  {
    activity: "startup",
    called: "Hỗ trợ thành lập doanh nghiệp",
    origin: { facility: facilities.wood, wish: "Lập công ty từ xưởng của gia đình" },
    cost: 20,
    support: 10,
    part: "Tại địa bàn khó khăn",
    deeds: [
      {
        name: "startup",
        kind: "startup",
        by: "officer",
        add: { link: "Ghi thành lập doanh nghiệp" },
        answers: {
          "Doanh nghiệp mới": {
            "Tên doanh nghiệp mới": "Công ty TNHH Mộc Đức Thuỵ",
            "Mã số thuế mới": "2301188221",
            "Giấy chứng nhận đăng ký": "2301188221/ĐKKD",
            "Ngày cấp": "12/02/2026",
            "Lao động ban đầu": "5",
          },
        },
        disputed: { group: "Doanh nghiệp mới", mine: { "Lao động ban đầu": "6" }, theirs: { workers: 8 } },
        mended: { group: "Doanh nghiệp mới", answers: { "Mức hỗ trợ": "10 tr" } },
      },
    ],
  },
  {
    activity: "relocate",
    called: "Hỗ trợ lãi vay di dời vào cụm công nghiệp",
    origin: { facility: facilities.mechanics, wish: "Chuyển xưởng cơ khí vào cụm" },
    cost: 78,
    support: 39,
    deeds: [
      {
        name: "relocation",
        kind: "relocation",
        by: "officer",
        add: { link: "Ghi di dời vào cụm công nghiệp" },
        answers: {
          "Di dời": { "Cụm công nghiệp chuyển đến": "Cụm công nghiệp Phù Lãng", "Ngày di dời": "15/08/2025" },
          "Khoản vay": {
            "Ngân hàng": "Agribank Quế Võ",
            "Hợp đồng tín dụng": "118/HĐTD",
            "Ngày hợp đồng": "01/03/2025",
            "Số tiền vay": "2 tỷ",
            "Chứng từ trả lãi 2 năm đầu": [
              { "Số chứng từ": "GN-07", "Ngày trả": "30/09/2025", "Lãi đã trả": "40 tr" },
              { "Số chứng từ": "GN-12", "Ngày trả": "31/03/2026", "Lãi đã trả": "38 tr" },
            ],
            "Tổng lãi đã trả": "80 tr",
          },
        },
        disputed: { group: "Khoản vay", mine: { "Ngân hàng": "Agribank chi nhánh Quế Võ" }, theirs: { bank: "BIDV Quế Võ" } },
        mended: { group: "Khoản vay", answers: { "Tổng lãi đã trả": "78 tr", "Được hỗ trợ": "39 tr" } },
      },
    ],
  },
  {
    activity: "fair_join",
    called: "Tham gia hội chợ, triển lãm",
    origin: { facility: facilities.noodles, wish: BOOTH },
    cost: 10,
    support: 8,
    deeds: [
      {
        name: "fair",
        kind: "fair",
        by: "centre",
        add: { link: "Ghi hội chợ, triển lãm" },
        answers: {
          "Hội chợ": {
            "Tên hội chợ": "Hội chợ công thương vùng Đông Bắc",
            "Vai trò": "Đưa cơ sở tham gia",
            "Địa điểm": "Lạng Sơn",
            "Ở nước ngoài": "Không",
            "Từ ngày": "18/05/2026",
            "Đến ngày": "22/05/2026",
          },
          "Gian hàng, kinh phí": { "Số gian hàng": "8", "Giá thuê một gian": "9 tr" },
        },
        disputed: { group: "Gian hàng, kinh phí", mine: { "Số gian hàng": "9" }, theirs: { booths: 10 } },
        mended: { group: "Gian hàng, kinh phí", answers: { "Văn bản Sở xác nhận danh sách": "212/SCT-QLCN", "Ngày xác nhận": "04/05/2026" } },
      },
      {
        name: "fair_booth",
        kind: "fair_booth",
        by: "officer",
        add: { link: "Ghi gian hàng", on: "fair", facility: facilities.noodles },
        answers: {
          "Gian hàng": {
            "Đề án chi tiền gian, nếu khác đề án của hội chợ": BOOTH,
            "Sản phẩm trưng bày": "Mỳ gạo, bánh đa nem",
            "Số, vị trí gian": "B12",
            "Giá thuê": "10 tr",
            "Được hỗ trợ": "8 tr",
          },
          "Kết quả": { "Doanh số bán": "26 tr" },
        },
        disputed: { group: "Kết quả", mine: { "Doanh số bán": "27,5 tr" }, theirs: { sales: 30_000_000 } },
        mended: { group: "Kết quả", answers: { "Số hợp đồng, đơn hàng": "3", "Giá trị đơn hàng": "120 tr", "Đối tác mới": "2" } },
      },
    ],
  },
];
