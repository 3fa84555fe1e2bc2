// Two classes: a trade that is handed on, and management for those who produce. What a class is for, who comes, what is
// decided.

import type { Sheet } from "../book.ts";
import { facilities } from "../province.ts";
import type { Story } from "./story.ts";

export interface ClassStory extends Story {
  /** The form of the class; its days are those of the story. */
  sheet: Record<string, Sheet>;
  /** Who comes: name, year of birth, sex, village, citizen id, as a person types them. */
  people: string[];
}

export const skill: ClassStory = {
  activity: "train_skill",
  called: "Đào tạo nghề, truyền nghề, nâng cao tay nghề",
  origin: { facility: facilities.pottery, wish: "Truyền nghề vuốt gốm cho người mới" },
  cost: 60,
  support: 60,
  deeds: [],
  sheet: {
    "Lớp học": {
      "Tên lớp": "Lớp truyền nghề vuốt gốm, khóa 3",
      "Loại lớp": "Đào tạo nghề, truyền nghề, nâng cao tay nghề",
      "Hình thức dạy nghề": "Truyền nghề",
      "Nghề hoặc chuyên đề": "Vuốt gốm trên bàn xoay",
      "Số học viên dự kiến": "5",
    },
    "Nơi học, ngày học": { "Nơi học": "Nhà văn hóa thôn Phù Lãng", "Người dạy": "Vũ Đình Thạch", "Buổi học": "Buổi chiều", "Số giờ một ngày": "4" },
    "Chương trình (Mẫu 12)": { "Nội dung học": [{ "Nội dung": "Vuốt, nặn trên bàn xoay", "Giờ lý thuyết": "2", "Giờ thực hành": "10" }] },
    "Kinh phí": { "Kinh phí của lớp": "60 tr" },
  },
  people: [
    "Đỗ Thị Hằng, 1988, nữ, Thôn Phấn Trung, 027188000716",
    "Nguyễn Văn Bình, 1990, nam, Thôn Đoàn Kết, 027090004411",
    "Trần Thị Cúc, 1995, nữ, Thôn Thủ Công, 027195003317",
    "Lê Văn Dũng, 2001, nam, Thôn Đoàn Kết, 027201005523",
    "Phạm Thị Én, 1979, nữ, Thôn Phấn Trung, 027179002209",
  ],
};

export const management: ClassStory = {
  activity: "train_mgmt",
  called: "Tập huấn khởi sự, nâng cao năng lực quản lý",
  origin: { facility: facilities.noodles, wish: "Tập huấn sổ sách, bán hàng cho chủ cơ sở trong xã" },
  cost: 30,
  support: 30,
  deeds: [],
  sheet: {
    "Lớp học": {
      "Tên lớp": "Tập huấn sổ sách, bán hàng trên sàn điện tử",
      "Loại lớp": "Tập huấn khởi sự, quản lý",
      "Nghề hoặc chuyên đề": "Sổ sách, thuế, bán hàng trên sàn",
      "Số học viên dự kiến": "3",
    },
    "Nơi học, ngày học": {
      "Nơi học": "Hội trường xã Phù Lãng",
      "Người dạy": "Trịnh Thị Kim Oanh",
      "Các ngày học": "05/10/2026\n06/10/2026",
      "Buổi học": "Cả ngày",
      "Số giờ một ngày": "7",
    },
    "Chương trình (Mẫu 12)": { "Nội dung học": [{ "Nội dung": "Sổ sách, thuế, hóa đơn điện tử", "Giờ lý thuyết": "8", "Giờ thực hành": "6" }] },
    "Kinh phí": { "Kinh phí của lớp": "28 tr" },
  },
  people: [
    "Vũ Thị Giang, 1985, nữ, Thôn Đoàn Kết, 027185001172",
    "Ngô Văn Hải, 1976, nam, Thôn Thủ Công, 027076008814",
    "Bùi Thị Khánh, 1992, nữ, Thôn Phấn Trung, 027192006630",
  ],
};
