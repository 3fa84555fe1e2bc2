// What the Centre carries out for the whole province, in projects of its own: they help nobody's own place. Each is
// reported to the Department, and comes back then.

import type { Story } from "./story.ts";

export const ofTheCentre: Story[] = [
  {
    activity: "fair_org",
    called: "Tổ chức hội chợ, triển lãm",
    origin: { title: "Phiên chợ hàng công nghiệp nông thôn Bắc Ninh" },
    cost: 384,
    support: 384,
    deeds: [
      {
        name: "fair",
        kind: "fair",
        by: "centre",
        add: { link: "Ghi hội chợ, triển lãm" },
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
    ],
  },
  {
    activity: "study_tour",
    called: "Tham quan, khảo sát học tập kinh nghiệm",
    origin: { title: "Khảo sát làng nghề Bát Tràng" },
    cost: 64,
    support: 64,
    deeds: [
      {
        name: "study_tour",
        kind: "study_tour",
        by: "centre",
        add: { link: "Ghi đoàn khảo sát" },
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
    ],
  },
  {
    activity: "seminar",
    called: "Hội nghị, hội thảo, diễn đàn",
    origin: { title: "Hội thảo hàng làng nghề lên sàn điện tử" },
    cost: 52,
    support: 52,
    deeds: [
      {
        name: "seminar",
        kind: "seminar",
        by: "centre",
        add: { link: "Ghi hội nghị, hội thảo" },
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
    ],
  },
  {
    activity: "comms",
    called: "Thông tin, tuyên truyền",
    origin: { title: "Phóng sự lò gas thay lò củi" },
    cost: 18,
    support: 18,
    deeds: [
      {
        name: "comms",
        kind: "comms",
        by: "centre",
        add: { link: "Ghi tin, bài, phóng sự" },
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
    ],
  },
  {
    activity: "cluster",
    called: "Cụm công nghiệp",
    origin: { title: "Hạ tầng cụm công nghiệp Phù Lãng" },
    cost: 6000,
    support: 3000,
    part: "Hạ tầng",
    deeds: [
      {
        name: "cluster",
        kind: "cluster",
        by: "centre",
        add: { link: "Ghi cụm công nghiệp, liên kết" },
        answers: {
          "Nội dung": { "Hỗ trợ cho": "Hạ tầng cụm", "Tên": "Cụm công nghiệp Phù Lãng", "Diện tích": "32,5", "Số thành viên": "20" },
          "Giấy tờ": { "Số quyết định": "640/QĐ-UBND", "Ngày quyết định": "05/01/2026", "Giá trị": "6 tỷ" },
        },
        disputed: { group: "Nội dung", mine: { "Số thành viên": "21" }, theirs: { members: 24 } },
        mended: { group: "Giấy tờ", answers: { "Khối lượng đã làm": "55" } },
      },
    ],
  },
  {
    activity: "assoc",
    called: "Cụm liên kết, hội nghề",
    origin: { title: "Lập hội gốm Phù Lãng" },
    cost: 200,
    support: 60,
    part: "Cấp khu vực",
    deeds: [
      {
        name: "association",
        kind: "cluster",
        by: "centre",
        add: { link: "Ghi cụm công nghiệp, liên kết" },
        answers: {
          "Nội dung": { "Hỗ trợ cho": "Hội, hiệp hội nghề", "Tên": "Hội gốm Phù Lãng", "Số thành viên": "64" },
          "Giấy tờ": { "Số quyết định": "77/QĐ-UBND", "Ngày quyết định": "20/01/2026" },
        },
        disputed: { group: "Nội dung", mine: { "Số thành viên": "66" }, theirs: { members: 70 } },
        mended: { group: "Giấy tờ", answers: { "Điều lệ": "Thông qua tại đại hội ngày 18/01/2026" } },
      },
    ],
  },
  {
    activity: "intl",
    called: "Hợp tác quốc tế",
    origin: { title: "Học nghề gốm ở Seto" },
    cost: 310,
    support: 310,
    deeds: [
      {
        name: "exchange",
        kind: "exchange",
        by: "centre",
        add: { link: "Ghi hợp tác quốc tế" },
        answers: {
          "Nội dung": { "Chương trình": "Học nghề gốm ở Seto", "Nước": "Nhật Bản", "Đối tác": "Hội gốm Seto", "Từ ngày": "06/07/2026", "Đến ngày": "10/07/2026" },
        },
        disputed: { group: "Nội dung", mine: { "Đối tác": "Hiệp hội gốm Seto" }, theirs: { partner: "Thành phố Seto" } },
        mended: { group: "Nội dung", answers: { "Chi phí": "310 tr" } },
      },
    ],
  },
  {
    activity: "capacity",
    called: "Nâng cao năng lực quản lý khuyến công",
    origin: { title: "Tập huấn cán bộ, cộng tác viên khuyến công" },
    cost: 72,
    support: 72,
    deeds: [
      {
        name: "capacity",
        kind: "capacity",
        by: "centre",
        add: { link: "Ghi nâng cao năng lực khuyến công" },
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
    ],
  },
];
