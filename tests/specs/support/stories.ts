// What people write down for each activity of khuyến công: the answers of one story each, in the words of the form.

import type { Sheet } from "./book.ts";
import type { Fields } from "./person.ts";
import { facilities } from "./province.ts";

export interface Story {
  /** Its name in expected/activities.json. */
  name: string;
  /** The kind, as in the address; the same as the name when absent. */
  kind?: string;
  /** The facility it belongs to, and "Ghi …", the link there; none for what stands by itself. */
  of?: { facility: string; add: string };
  /** Answers, group by group. */
  answers: Record<string, Sheet>;
  /** What two people change at the same time: the writer in the form, the other as it is stored. */
  disputed: { group: string; mine: Sheet; theirs: Fields };
  /** What is still wrong in the first report, put right after it was sent back. */
  mended: { group: string; answers: Sheet };
}

/** What the offices have set up before a commune writes. */
export const FAIR = "Hội chợ hàng công nghiệp nông thôn Bắc Ninh 2026";
export const PROGRAMME = "Cải tiến sản xuất cùng Samsung, khóa 3";

/** Written down by the commune, at a facility. */
export const atFacilities: Story[] = [
  {
    name: "consulting",
    of: { facility: facilities.wood, add: "Ghi tư vấn cơ sở" },
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
  {
    name: "own_consulting",
    kind: "consulting",
    of: { facility: facilities.pottery, add: "Ghi tư vấn cơ sở" },
    answers: {
      "Nội dung": { "Nội dung tư vấn": "Lập phương án nung gas thay nung củi", "Đơn vị, chuyên gia tư vấn": "Viện Vật liệu xây dựng" },
      "Thực hiện": { "Từ ngày": "03/08/2026", "Đến ngày": "28/08/2026", "Chi từ ngân sách": "24 tr" },
      "Kết quả": { "Kết quả": "Phương án chọn lò 8 m³, hoàn vốn sau 3 năm" },
    },
    disputed: { group: "Thực hiện", mine: { "Chi từ ngân sách": "25 tr" }, theirs: { cost: 26_000_000 } },
    mended: { group: "Kết quả", answers: { "Sản phẩm tư vấn": "Phương án đầu tư lò gas" } },
  },
  {
    name: "brand",
    of: { facility: facilities.pottery, add: "Ghi thương hiệu" },
    answers: {
      "Nhãn hiệu": { "Nhãn hiệu": "Gốm Phù Lãng Trung Thôn", "Nhóm hàng hóa (Nice)": "21", "Nhãn hiệu tập thể": "Không" },
      "Đăng ký": { "Số đơn": "4-2026-01234", "Ngày nộp đơn": "02/03/2026", "Chi phí": "30 tr" },
    },
    disputed: { group: "Nhãn hiệu", mine: { "Nhóm hàng hóa (Nice)": "19, 21" }, theirs: { classes: "21, 35" } },
    mended: { group: "Đăng ký", answers: { "Số văn bằng": "4-0456789", "Ngày cấp": "01/10/2026" } },
  },
  {
    name: "showroom",
    of: { facility: facilities.pottery, add: "Ghi phòng trưng bày, sàn điện tử" },
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
  {
    name: "startup",
    of: { facility: facilities.wood, add: "Ghi thành lập doanh nghiệp" },
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
  {
    name: "relocation",
    of: { facility: facilities.mechanics, add: "Ghi di dời vào cụm công nghiệp" },
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
  {
    name: "fair_booth",
    of: { facility: facilities.noodles, add: "Ghi gian hàng" },
    answers: {
      "Gian hàng": {
        "Hội chợ": FAIR,
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
];

/** Written down by the centre, for itself. */
export const ofTheCentre: Story[] = [
  {
    name: "partner_programme",
    answers: {
      "Chương trình": { "Tên chương trình": "Nhà máy thông minh", "Đối tác": "Samsung Việt Nam", "Từ ngày": "02/03/2026", "Số doanh nghiệp nhận": "6" },
    },
    disputed: { group: "Chương trình", mine: { "Số doanh nghiệp nhận": "7" }, theirs: { places: 8 } },
    mended: { group: "Chương trình", answers: { "Đến ngày": "30/09/2026", "Biên bản thỏa thuận": "05/BB-TT" } },
  },
  {
    name: "fair",
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
    name: "own_fair",
    kind: "fair",
    answers: {
      "Hội chợ": {
        "Tên hội chợ": "Phiên chợ hàng công nghiệp nông thôn Bắc Ninh",
        "Vai trò": "Trung tâm tổ chức",
        "Địa điểm": "Sân vận động Từ Sơn",
        "Ở nước ngoài": "Không",
        "Từ ngày": "15/06/2026",
        "Đến ngày": "19/06/2026",
      },
      "Gian hàng, kinh phí": { "Số gian hàng": "60", "Giá thuê một gian": "6 tr" },
    },
    disputed: { group: "Gian hàng, kinh phí", mine: { "Số gian hàng": "64" }, theirs: { booths: 70 } },
    mended: { group: "Gian hàng, kinh phí", answers: { "Văn bản Sở xác nhận danh sách": "240/SCT-QLCN", "Ngày xác nhận": "01/06/2026" } },
  },
  {
    name: "study_tour",
    answers: {
      "Kế hoạch": {
        "Tên đoàn": "Khảo sát làng nghề Bát Tràng",
        "Nơi đến": "Hà Nội, Hải Dương",
        "Mục đích": "Học cách làm du lịch làng nghề",
        "Từ ngày": "12/05/2026",
        "Đến ngày": "14/05/2026",
      },
      "Thành phần": {
        "Trưởng đoàn": "Nguyễn Thị Hạnh",
        "Cán bộ": "6",
        "Người của cơ sở": "18",
        "Danh sách đoàn": [{ "Họ tên": "Vũ Văn Thắng", "Đơn vị, cơ sở": "HTX Gốm Trung Thôn" }],
      },
    },
    disputed: { group: "Thành phần", mine: { "Người của cơ sở": "19" }, theirs: { people_facilities: 20 } },
    mended: { group: "Báo cáo", answers: { "Điều học được, đề xuất": "Mở lớp dạy nghề vuốt gốm cho khách", "Chi phí": "64 tr" } },
  },
  {
    name: "seminar",
    answers: {
      "Nội dung": {
        "Hình thức": "Hội thảo",
        "Chủ đề": "Đưa hàng làng nghề lên sàn điện tử",
        "Địa điểm": "Hội trường Sở Công Thương",
        "Ngày": "09/04/2026",
      },
      "Kết quả": { "Đại biểu ký tên": "80" },
    },
    disputed: { group: "Kết quả", mine: { "Đại biểu ký tên": "84" }, theirs: { delegates: 90 } },
    mended: { group: "Kết quả", answers: { "Kết luận": "Mỗi xã chọn hai cơ sở mở gian hàng", "Chi phí": "52 tr" } },
  },
  {
    name: "comms",
    answers: {
      "Nội dung": {
        "Loại hình": "Truyền hình",
        "Cơ quan đăng, phát": "Báo và phát thanh, truyền hình Bắc Ninh",
        "Tên tin, bài": "Lò gas thay lò củi ở Phù Lãng",
        "Ngày đăng, phát": "21/06/2026",
        "Số tin, bài": "2",
      },
    },
    disputed: { group: "Nội dung", mine: { "Số tin, bài": "3" }, theirs: { items: 4 } },
    mended: { group: "Giấy tờ", answers: { "Số hợp đồng": "31/HĐ-TT", "Chi phí": "18 tr" } },
  },
  {
    name: "cluster",
    answers: {
      "Nội dung": { "Hỗ trợ cho": "Hạ tầng cụm", "Tên": "Cụm công nghiệp Phù Lãng", "Diện tích": "32,5", "Số thành viên": "20" },
      "Giấy tờ": { "Số quyết định": "640/QĐ-UBND", "Ngày quyết định": "05/01/2026", "Giá trị": "6 tỷ" },
    },
    disputed: { group: "Nội dung", mine: { "Số thành viên": "21" }, theirs: { members: 24 } },
    mended: { group: "Giấy tờ", answers: { "Khối lượng đã làm": "55" } },
  },
  {
    name: "association",
    kind: "cluster",
    answers: {
      "Nội dung": { "Hỗ trợ cho": "Hội, hiệp hội nghề", "Tên": "Hội gốm Phù Lãng", "Số thành viên": "64" },
      "Giấy tờ": { "Số quyết định": "77/QĐ-UBND", "Ngày quyết định": "20/01/2026" },
    },
    disputed: { group: "Nội dung", mine: { "Số thành viên": "66" }, theirs: { members: 70 } },
    mended: { group: "Giấy tờ", answers: { "Điều lệ": "Thông qua tại đại hội ngày 18/01/2026" } },
  },
  {
    name: "exchange",
    answers: {
      "Nội dung": { "Chương trình": "Học nghề gốm ở Seto", "Nước": "Nhật Bản", "Đối tác": "Hội gốm Seto", "Từ ngày": "06/07/2026", "Đến ngày": "10/07/2026" },
    },
    disputed: { group: "Nội dung", mine: { "Đối tác": "Hiệp hội gốm Seto" }, theirs: { partner: "Thành phố Seto" } },
    mended: { group: "Nội dung", answers: { "Chi phí": "310 tr" } },
  },
  {
    name: "capacity",
    answers: {
      "Nội dung": {
        "Nội dung": "Tập huấn cán bộ, cộng tác viên khuyến công",
        "Ngày": "25/03/2026",
        "Cán bộ tham gia": "40",
        "Cộng tác viên tham gia": "55",
        "Số xã, phường": "50",
      },
    },
    disputed: { group: "Nội dung", mine: { "Cộng tác viên tham gia": "56" }, theirs: { collaborators: 60 } },
    mended: { group: "Nội dung", answers: { "Kết quả": "Cả 50 xã nhập được sổ ngoại tuyến", "Chi phí": "72 tr" } },
  },
];
