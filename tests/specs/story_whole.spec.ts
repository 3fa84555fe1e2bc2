// One support from the wish to the archive, every step of it pressed on a screen by whose step it is. The server itself is
// asked for one thing only: where the workshop lies, to stand there. An owner on a phone, an officer on a tablet without network, the offices at their desks.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stand, takePhoto, signOn } from "./support/on_site.ts";
import type { Book } from "./support/book.ts";
import { findGood, handOver, list } from "./support/handing.ts";
import { expect, people, test } from "./support/office.ts";
import { compared, day, typed } from "./support/offices.ts";
import type { Fields } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";
import { drawUp } from "./support/walk.ts";

const WISH = "Máy ép lọc đất sét, thay ép tay";
const ACCOUNTANT = "Lê Thị Thu";
const LACKS = "Thiếu dấu của bên bán, ghi rõ số máy";

/** The machine as it stands in the workshop. */
const MACHINE = {
  "Máy": { "Tên máy": "Máy ép lọc khung bản 40", "Hãng sản xuất": "Hải Dương", "Năm sản xuất": "2026", "Số máy": "HD-40-118", "Máy mới 100 %": "Có" },
  "Mua, lắp đặt": { "Giá mua (chưa thuế)": "400 tr" },
  "Hiệu quả": { "Trước và sau": [{ "Chỉ tiêu": "Năng suất", "Đơn vị": "tấn/ngày", "Trước": "2", "Sau": "5" }] },
};

/** A record as it is taken out of the register. */
interface Exported {
  id: string;
  fields: Fields;
  history: { deed: string }[];
}

/** Opens the project from the list of the day, where it waits for this person. */
async function fromToday(book: Book): Promise<void> {
  await book.catchUp("/");
  const row = book.main.getByRole("link", { name: WISH });
  if ((await row.count()) > 0) return row.first().click();
  // A long day shows the first ones only: the register has the rest.
  await book.main.getByRole("region", { name: "Đề án chờ bạn" }).getByRole("link", { name: /việc$/ }).first().click();
  await book.main.getByRole("link", { name: WISH }).first().click();
}

test("a machine is wished for on a phone, and its support archived, all of it on the screens", async ({ office }) => {
  test.setTimeout(600_000);
  const [near, far] = [await office.network(), await office.network()];
  const owner = await office.signedIn(people.owner, { size: "phone" });
  const officer = await office.signedIn(people.officer, { network: near });
  const planner = await office.signedIn(people.planner, { size: "desk", network: far });

  const need = await test.step("the owner registers on the phone", async () => {
    await owner.go("Đăng ký");
    await owner.row("Mua máy, thiết bị mới").click();
    await owner.answer({ "Việc cần hỗ trợ": WISH });
    await owner.openGroup("Chi phí, vốn");
    await owner.answer({
      "Chi phí dự kiến": "400 tr",
      "Vốn của cơ sở": "260 tr",
      "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có",
      "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
    });
    await owner.finish("Nộp đăng ký");
    const id = owner.id;
    await owner.sendNow();
    return id;
  });

  await test.step("the officer surveys it on the spot, without network", async () => {
    await officer.catchUp("/");
    await officer.main.getByRole("link", { name: WISH }).first().click();
    await near.turn("no-api");
    await officer.act("Bắt đầu khảo sát");
    await officer.act("Hoàn thành khảo sát", { "Ngày khảo sát": typed(), "Đề nghị hỗ trợ": "Có", "Chi phí theo khảo sát": "400 tr" });
    await officer.hasSaved();
    await near.turn("fine");
    await officer.sendNow();
  });

  const project = await test.step("the Centre chooses it, and makes a project of it", async () => {
    await planner.catchUp(`/needs/${need}`);
    await planner.act("Chọn lập đề án", { "Ghi chú khi chuyển bước": "Kế hoạch bổ sung, ngoài đợt xét chọn" });
    await planner.sendNow();
    await planner.catchUp(`/needs/${need}/project`);
    await planner.answerAll({
      "Vốn, đề nghị hỗ trợ": { "Chi phí được tính hỗ trợ": "400 tr", "Đề nghị hỗ trợ": "150 tr", "Đã đầu tư hoặc cam kết vốn đối ứng": "Có" },
      "Tiến độ": { "Dự kiến bắt đầu": typed(), "Dự kiến xong": typed(day(90)) },
      "Thuyết minh": { "Ngày văn bản đề nghị của cơ sở": typed(), "3. Mục tiêu": "Ép 5 tấn đất một ngày" },
    });
    await planner.finish("Lập đề án");
    await expect(planner.heading).toHaveText(WISH);
    await drawUp(planner);
    const id = planner.id;
    await planner.sendNow();
    return id;
  });
  const page = `/projects/${project}`;

  const centre = await office.signedIn(people.centre, { size: "desk" });
  await test.step("two of the Centre write one amount; one of them decides", async () => {
    await planner.follow(page);
    await far.turn("no-api");
    await planner.edit("Vốn, đề nghị hỗ trợ", { "Đề nghị hỗ trợ": "140 tr" });
    await centre.follow(page);
    await centre.edit("Vốn, đề nghị hỗ trợ", { "Đề nghị hỗ trợ": "145 tr" });
    await centre.sendNow();
    await far.turn("fine");
    await planner.sendNow();
    await planner.catchUp(page);
    await expect(planner.main).toContainText("Đề nghị hỗ trợ có hai giá trị");
    await planner.decide();
    await planner.sendNow();
    await handOver(planner, project, "Hồ sơ đăng ký đề án", ACCOUNTANT);
    await planner.act("Nộp đề án");
    await planner.sendNow();
  });

  const department = await office.signedIn(people.department, { size: "desk" });
  await test.step("the Department sends the dossier back for a fault, and appraises it the second time", async () => {
    await findGood(department, project);
    await fromToday(department);
    await department.act("Yêu cầu bổ sung", { "Lý do chuyển bước": "Sai số liệu", "Hạn": typed(day(10)), "Ghi chú khi chuyển bước": "Ghi rõ năng suất trước khi đầu tư" });
    await department.sendNow();
    await planner.catchUp(page);
    await expect(planner.main).toContainText("Ghi rõ năng suất trước khi đầu tư");
    await planner.edit("Thuyết minh", { "3. Mục tiêu": "Ép 5 tấn đất một ngày, nay 2 tấn" });
    await planner.act("Nộp đề án");
    await planner.sendNow();
    await handOver(department, project, "Hồ sơ thẩm định, phê duyệt", ACCOUNTANT);
    await department.act("Nhận thẩm định");
    await department.act("Trình thẩm định cấp trên", { "Biên bản thẩm định cấp cơ sở": "11/BB-TĐCS", "Ngày thẩm định cấp cơ sở": typed() });
    await department.act("Đưa vào kế hoạch năm", { "Biên bản thẩm định cấp trên": "31/BB-TĐ", "Ngày thẩm định cấp trên": typed() });
    await department.sendNow();
  });

  const leader = await office.signedIn(people.leader, { size: "tablet" });
  await test.step("the leader approves, the Centre signs and begins", async () => {
    await leader.catchUp(page);
    await leader.act("Phê duyệt đề án", { "Số quyết định": "52/QĐ-SCT", "Ngày quyết định": typed(), "Cơ quan quyết định": "Sở Công Thương", "Hỗ trợ được duyệt": "140 tr" });
    await leader.sendNow();
    await planner.catchUp(page);
    await planner.act("Ký hợp đồng", { "Số hợp đồng": "33/HĐ-KC", "Ngày ký hợp đồng": typed(), "Cách nộp chứng từ quyết toán": "Đơn vị xuất hóa đơn" });
    await planner.act("Bắt đầu triển khai", { "Ngày bắt đầu": typed() });
    await drawUp(planner);
    await planner.sendNow();
  });

  const finance = await office.signedIn(people.finance, { size: "desk" });
  const inspector = await office.signedIn(people.inspector);
  await test.step("progress is reported, its volume confirmed, and an advance paid", async () => {
    await planner.follow(page);
    await planner.main.getByRole("link", { name: "Ghi báo cáo tiến độ", exact: true }).click();
    await planner.answerAll({
      "Kỳ báo cáo": { "Tháng báo cáo": typed(), "Mẫu báo cáo": "Mẫu 3a: tiến độ", "Ngày lập báo cáo": typed() },
      "Khối lượng, kinh phí": { "Khối lượng đã xong": "80", "Giá trị đã thực hiện": "320 tr" },
      "Diễn giải": { "Việc đã làm trong kỳ": "Đã lắp máy, chạy thử" },
    });
    await planner.finish("Lưu vào sổ");
    await planner.act("Gửi báo cáo");
    await planner.sendNow();
    const money = await asked(planner, page, "Tạm ứng", "90 tr");
    await department.catchUp(money);
    await department.act("Xác nhận khối lượng", { "Giá trị khối lượng Sở xác nhận": "320 tr", "Ngày xác nhận": typed(), "Ghi chú khi chuyển bước": "Đã xem máy cùng cán bộ xã" });
    await department.sendNow();
    await leader.catchUp(money);
    await leader.act("Duyệt chi", { "Số tiền duyệt chi": "90 tr" });
    await leader.sendNow();
    await handOver(planner, project, "Hồ sơ tạm ứng", ACCOUNTANT);
    await planner.sendNow();
    await finance.catchUp(money);
    await finance.act("Ghi đã chi", { "Số tiền đã chi": "90 tr", "Ngày chi": typed(), "Số chứng từ kho bạc, ngân hàng": "12/UNC" });
    await finance.sendNow();
    await owner.catchUp(`/applications/${need}`);
    await expect(owner.main, "the owner sees what was paid").toContainText("90.000.000");
  });

  await test.step("the officer writes the machine down on the spot, and the council accepts it", async () => {
    await officer.catchUp(page);
    await near.turn("no-api");
    await officer.main.getByRole("link", { name: "Ghi máy được hỗ trợ", exact: true }).click();
    await officer.answerAll(MACHINE);
    await officer.finish("Lưu vào sổ");
    await officer.hasSaved();
    await near.turn("fine");
    await officer.sendNow();
    await planner.catchUp(page);
    await planner.act("Báo xong, chờ nghiệm thu", { "Ngày báo cáo khối lượng": typed(), "Khối lượng hoàn thành": "100" });
    await planner.sendNow();
    await handOver(planner, project, "Hồ sơ nghiệm thu", ACCOUNTANT);
    await planner.sendNow();
    const council = await office.signedIn(people.council);
    await fromToday(council);
    await council.act("Nghiệm thu", { "Biên bản nghiệm thu": "15/BB-NT", "Ngày nghiệm thu": typed(), "Kết luận nghiệm thu": "Đạt" });
    await council.sendNow();
    await council.close();
  });

  await test.step("a paper comes back with what is wrong; the dossier is handed in again, paid and settled", async () => {
    await handOver(planner, project, "Hồ sơ nghiệm thu, thanh toán", ACCOUNTANT);
    await planner.act("Nộp hồ sơ quyết toán", { "Ngày nhận hồ sơ quyết toán": typed() });
    await planner.sendNow();
    await fromToday(finance);
    await list(finance, "Hồ sơ nghiệm thu, thanh toán").getByRole("link", { name: "Hóa đơn tài chính", exact: true }).click();
    await finance.button("Trả lại").click();
    const form = finance.main.locator(".action-form");
    await form.locator('input[value="r02"]').check();
    await finance.answer({ "Ghi chú khi chuyển bước": LACKS }, form);
    await form.getByRole("button", { name: "Trả lại", exact: true }).click();
    await finance.sendNow();
    // Everything that is wrong is told at once: nothing goes back before all was looked at.
    for (const book of [department, leader, finance]) await findGood(book, project);
    await finance.follow(page);
    await finance.act("Trả lại hồ sơ quyết toán", { "Lý do chuyển bước": "Giấy tờ chưa đúng", "Ghi chú khi chuyển bước": LACKS });
    await finance.sendNow();
    await fromToday(planner);
    await expect(planner.main).toContainText(LACKS);
    await list(planner, "Hồ sơ nghiệm thu, thanh toán").getByRole("link", { name: "Hóa đơn tài chính", exact: true }).click();
    await planner.act("Nộp giấy tờ", { "Người nhận bản giấy": ACCOUNTANT, "Ngày giao bản giấy": typed() });
    await planner.follow(page);
    await planner.act("Nộp lại hồ sơ quyết toán");
    await planner.sendNow();

    const money = await asked(planner, page, "Thanh toán", "50 tr");
    await department.catchUp(money);
    await department.act("Xác nhận khối lượng", { "Giá trị khối lượng Sở xác nhận": "400 tr", "Ngày xác nhận": typed() });
    await department.sendNow();
    await leader.catchUp(money);
    await leader.act("Duyệt chi", { "Số tiền duyệt chi": "50 tr" });
    await leader.sendNow();
    await finance.catchUp(money);
    await finance.act("Ghi đã chi", { "Số tiền đã chi": "50 tr", "Ngày chi": typed(), "Số chứng từ kho bạc, ngân hàng": "13/UNC" });
    await finance.sendNow();
    await findGood(finance, project);
    await finance.follow(page);
    await finance.act("Thanh lý, quyết toán", { "Biên bản thanh lý": "27/BB-TLHĐ", "Ngày thanh lý": typed(), "Kinh phí quyết toán": "140 tr" });
    await finance.sendNow();
    await department.catchUp(page);
    await department.act("Quyết toán năm", { "Văn bản quyết toán năm": "80/TB-STC", "Ngày quyết toán năm": typed() });
    await department.sendNow();
  });

  await test.step("the inspector looks at it again, and signs on the spot", async () => {
    await inspector.catchUp(page);
    await inspector.act("Hậu kiểm", { "Ngày hậu kiểm": typed() });
    await inspector.sendNow();
    const facility = (await (await office.person(people.centre)).held(COMMUNE)).find(({ doc }) => doc["name"] === facilities.pottery)!;
    await stand(inspector, facility.doc, 0.0001);
    await inspector.follow(page);
    await inspector.main.getByRole("link", { name: "Bắt đầu kiểm tra" }).first().click();
    await inspector.answer({ "Loại kiểm tra": "Hậu kiểm" });
    await inspector.button("Bắt đầu kiểm tra").click();
    await inspector.button("Đo vị trí").click();
    await expect(inspector.main).toContainText("Đúng nơi");
    await inspector.answer({ "Người tiếp": "Vũ Văn Hoạch", "Chức vụ người tiếp": "chủ nhiệm" });
    for (const [tile, shade] of [["Biển hiệu", 50], ["Máy", 110], ["Toàn cảnh", 170]] as const) await takePhoto(inspector.page, tile, shade);
    for (const group of await inspector.main.getByRole("group", { name: "Số máy", exact: true }).all()) await group.getByRole("radio", { name: "Đúng số" }).check();
    for (const group of await inspector.main.getByRole("group", { name: "Tình trạng máy", exact: true }).all()) await group.getByRole("radio", { name: "Đang chạy" }).check();
    await inspector.answer({ "Kết luận": "Đạt" });
    await signOn(inspector.page, "Ngô Xuân Ánh, người kiểm tra");
    await signOn(inspector.page, "Vũ Văn Hoạch, đại diện cơ sở");
    await inspector.button("Kiểm tra lại").click();
    await inspector.button("Ký biên bản").click();
    await expect(inspector.state).toContainText("Đã ký");
    await inspector.sendNow();
  });

  await test.step("it is archived, and the owner reads what was decided and paid", async () => {
    await planner.catchUp(page);
    await planner.act("Kết thúc, lưu trữ");
    await planner.sendNow();
    await owner.catchUp(`/applications/${need}`);
    await expect(owner.main).toContainText("140.000.000");
  });

  await planner.follow("/records/project/export");
  const saved = planner.page.waitForEvent("download");
  await planner.button("Toàn bộ, có lịch sử (JSON)").click();
  const file = JSON.parse(await readFile(await (await saved).path(), "utf8")) as { records: Exported[] };
  const { fields, history } = file.records.find(({ id }) => id === project)!;
  const deeds = history.map(({ deed }) => deed).filter((deed) => deed !== "edit");
  const told = { project: compared({ doc: fields }), deeds };
  expect(told).toEqual(JSON.parse(await readFile(join(import.meta.dirname, "expected/whole.json"), "utf8")));
});

/** The Centre asks for money, on the page of the project; gives the address of what it asked. */
async function asked(book: Book, page: string, entry: string, amount: string): Promise<string> {
  await book.follow(page);
  await list(book, "Kinh phí").getByRole("link", { name: "Ghi lần chi", exact: true }).click();
  await book.answerAll({ "Đề nghị": { "Loại chi": entry, "Số tiền đề nghị": amount, "Lý do, phần việc": "Theo khối lượng đã làm" } });
  for (const paper of ["Báo cáo tiến độ", "Báo cáo kết quả", "Báo cáo khối lượng"]) {
    const box = book.main.getByRole("checkbox", { name: paper });
    if (await box.isVisible()) await box.check();
  }
  await book.finish("Lưu vào sổ");
  await book.act("Gửi đề nghị chi");
  const { pathname } = new URL(book.page.url());
  await book.sendNow();
  return pathname;
}
