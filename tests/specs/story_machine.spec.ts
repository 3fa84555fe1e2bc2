// A machine project from a need written down without network to its archive: a dossier text that two people changed, an
// invoice that came back with every reason at once, an advance, a settlement.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Book, Sheet } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import { compared, day, Offices, typed } from "./support/offices.ts";
import { give, isDrawn, pdf, photo } from "./support/pictures.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const WISH = "Máy cắt tôn CNC, để bớt cắt tay";
const MILLION = 1_000_000;
/** Worth of the work that is done. */
const VOLUME = 900 * MILLION;

/** The machine as it stands in the workshop. */
const MACHINE: Record<string, Sheet> = {
  "Máy": { "Tên máy": "Máy cắt tôn CNC 1530", "Hãng sản xuất": "Kinh Bắc", "Năm sản xuất": "2026", "Số máy": "KB-1530-0071", "Máy mới 100 %": "Có" },
  "Mua, lắp đặt": { "Giá mua (chưa thuế)": "900 tr" },
  "Hiệu quả": { "Trước và sau": [{ "Chỉ tiêu": "Năng suất", "Đơn vị": "tấm/giờ", "Trước": "12", "Sau": "31" }] },
};

async function register(book: Book, facility: string): Promise<void> {
  await book.visit(`/facilities/${facility}/need`);
  await book.answer({ "Nội dung cần hỗ trợ": "Ứng dụng máy móc, thiết bị tiên tiến", "Việc cần hỗ trợ": WISH });
  await book.openGroup("Chi phí, vốn");
  await book.answer({
    "Chi phí dự kiến": "1 tỷ",
    "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có",
    "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
  });
  await book.finish("Nộp đăng ký");
}

const files = (book: Book) => book.main.getByRole("region", { name: "Giấy tờ", exact: true });

/** The paper's page, from the list on the project's. */
async function openPaper(book: Book, project: string, name: string): Promise<void> {
  await book.catchUp(`/projects/${project}`);
  await book.main.getByRole("link", { name, exact: true }).click();
  await expect(book.heading).toHaveText(name);
}

test("a machine project goes from a need to the archive", async ({ office }) => {
  test.setTimeout(240_000);
  const offices = Offices.of(office);
  const centre = await offices.person(people.centre);
  const facility = (await centre.held(COMMUNE)).find(({ doc }) => doc["name"] === facilities.mechanics)!;
  const [near, far] = [await office.network(), await office.network()];
  const officer = await office.signedIn(people.officer, { network: near });

  const need = await test.step("the officer writes the need down without network", async () => {
    await near.turn("no-api");
    await register(officer, facility.id);
    await officer.hasSaved();
    expect((await centre.all("need", [COMMUNE])).some(({ doc }) => doc["wish"] === WISH)).toBe(false);
    await near.turn("fine");
    await officer.sendNow();
    return (await centre.all("need", [COMMUNE])).find(({ doc }) => doc["wish"] === WISH)!.id;
  });

  const planner = await office.signedIn(people.planner, { size: "desk", network: far });
  const project = await test.step("it is surveyed, chosen and becomes a project", async () => {
    await offices.step(people.centre, need, "start_survey");
    await offices.step(people.centre, need, "finish_survey", { surveyed_on: day(), recommended: true });
    await expect(offices.step(people.centre, need, "shortlist"), "chosen without a round and without a word").rejects.toThrow("problem.reason_wanted");
    await offices.step(people.centre, need, "shortlist", { stage_note: "Kế hoạch bổ sung, ngoài đợt xét chọn" });
    await planner.catchUp(`/needs/${need}/project`);
    await planner.finish("Lập đề án");
    await expect(planner.heading).toHaveText(WISH);
    await planner.sendNow();
    return (await centre.all("project", [COMMUNE])).find(({ doc }) => doc["title"] === WISH)!.id;
  });

  await test.step("two people write its goal; one of them decides", async () => {
    await planner.catchUp(`/projects/${project}`);
    await far.turn("no-api");
    await planner.edit("Vốn, đề nghị hỗ trợ", { "Đề nghị hỗ trợ": "300 tr" });
    const rest = { project_kind: "named", method: "selection", implementing_unit: "facility", funding: "national" };
    const amounts = { total_investment: 1_000 * MILLION, eligible_cost: 900 * MILLION, counterpart: 700 * MILLION };
    const dossier = { goal: "Cắt nhanh gấp đôi", planned_start: day(), planned_end: day(90), counterpart_committed: true };
    const support = { support_requested: 290 * MILLION };
    await centre.edit(await offices.record(project), { ...rest, ...amounts, ...dossier, ...support });
    await far.turn("fine");
    await planner.sendNow();
    await planner.catchUp(`/projects/${project}`);
    await expect(planner.main).toContainText("Đề nghị hỗ trợ có hai giá trị");
    await planner.decide();
    await planner.sendNow();
    expect((await offices.record(project)).doc["support_requested"]).toBe(300 * MILLION);
  });

  await test.step("one press draws up the lists of the application and the appraisal", async () => {
    const early = offices.step(people.planner, project, "submit");
    await expect(early, "nothing is sent without its list").rejects.toThrow("problem.no_paper_list");
    await planner.catchUp(`/projects/${project}`);
    await planner.button("Lập danh mục giấy tờ").click();
    await expect(planner.main.getByRole("button", { name: /Lập danh mục|Lập nốt|Đang lưu/ })).toHaveCount(0);
    await planner.sendNow();
  });

  await test.step("the norm stands beside the amount; the offices decide", async () => {
    await planner.visit(`/projects/${project}`);
    await expect(planner.main).toContainText("Định mức: tối đa 300.000.000 ₫");
    const decision = { decision_no: "411/QĐ-BCT", decision_issuer: "Bộ Công Thương", support_approved: 300 * MILLION };
    await offices.grant(project, decision, { contract_no: "27/HĐ-KC" }, people.department);
  });

  await test.step("one press draws up the lists after the contract", async () => {
    await planner.catchUp(`/projects/${project}`);
    await planner.main.getByRole("button", { name: /Lập nốt/ }).click();
    await expect(planner.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" })).toContainText("1/");
    // One by one they are put on the list; until all are, the rest is offered.
    await expect(planner.main.getByRole("button", { name: /Lập nốt|Đang lưu/ })).toHaveCount(0);
    await planner.sendNow();
  });

  const finance = await office.signedIn(people.finance, { size: "desk" });
  await test.step("an invoice comes back once with every reason, and is good the second time", async () => {
    await near.turn("no-api");
    await openPaperOffline(officer, near, project, "Hóa đơn tài chính");
    const refused = await officer.attempt("Nộp giấy tờ");
    await expect(refused, "neither a file nor an original").toContainText("Chưa có tệp nào");
    await refused.getByRole("button", { name: "Thôi", exact: true }).click();
    const picture = await photo(officer.page, "hoa-don.jpg", { width: 900, height: 1200 });
    await give(officer, officer.button("Chụp giấy tờ"), picture);
    await expect(files(officer)).toContainText("hoa-don.jpg");
    await officer.act("Nộp giấy tờ");
    await officer.hasSaved();
    await near.turn("fine");
    await officer.sendNow();
    await openPaper(officer, project, "Hóa đơn tài chính");
    await expect(files(officer)).toContainText("Đã gửi");
    await finance.catchUp(`/projects/${project}`);
    const list = finance.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" });
    await expect(list.getByRole("link", { name: "Bản quét" }), "the list leads to the picture").toBeVisible();
    await openPaper(finance, project, "Hóa đơn tài chính");
    await files(finance).getByRole("link", { name: "Xem", exact: true }).click();
    await expect.poll(() => isDrawn(finance.main)).toBe(true);
    // The office adds a reason of its own, and ends another: the list is that of today.
    await offices.addCode("return_reason", "R17", "Ảnh chụp thiếu trang");
    await offices.endCode("R16");
    await openPaper(finance, project, "Hóa đơn tài chính");
    await finance.button("Trả lại").click();
    const form = finance.main.locator(".action-form");
    await expect(form.locator('input[value="r16"]'), "ended").toHaveCount(0);
    await expect(form).toContainText("Ảnh chụp thiếu trang");
    for (const reason of ["r02", "r05", "r17"]) await form.locator(`input[value="${reason}"]`).check();
    await form.getByRole("button", { name: "Trả lại", exact: true }).click();
    await finance.sendNow();
    await offices.endCode("R17");
    await officer.catchUp(`/projects/${project}`);
    const seen = officer.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" });
    await expect(seen, "what was said stays to be read").toContainText("Ảnh chụp thiếu trang");
    await openPaper(officer, project, "Hóa đơn tài chính");
    await expect(officer.state).toContainText("Trả lại");
    await give(officer, officer.button("Thêm giấy tờ"), pdf("hoa-don-thay-the.pdf"));
    await officer.act("Nộp giấy tờ");
    await officer.sendNow();
    await openPaper(finance, project, "Hóa đơn tài chính");
    await expect(files(finance)).toContainText("hoa-don-thay-the.pdf");
    const saved = finance.page.waitForEvent("download");
    await files(finance).getByRole("listitem").filter({ hasText: "hoa-don-thay-the.pdf" }).getByRole("button", { name: "Lưu ra tệp" }).click();
    expect(await readFile(await (await saved).path(), "utf8")).toContain("%PDF");
    await finance.act("Đạt");
    await finance.sendNow();
    await openPaper(officer, project, "Hóa đơn tài chính");
    await expect(officer.button("Thêm giấy tờ"), "what was found good takes no more").toHaveCount(0);
  });

  await test.step("no more than 70 % is advanced, and the sums stand on the project", async () => {
    await offices.reportProgress(project, VOLUME);
    await expect(offices.ask(project, "advance", 210 * MILLION + 1, VOLUME)).rejects.toThrow("problem.advance_over_limit");
    const advance = await offices.ask(project, "advance", 210 * MILLION, VOLUME);
    await finance.catchUp(`/records/disbursement/${advance}`);
    const paid = { "Số tiền đã chi": "210 tr", "Ngày chi": typed(), "Số chứng từ kho bạc, ngân hàng": "12/UNC" };
    const bare = await finance.attempt("Ghi đã chi", paid);
    await expect(bare, "the papers of the advance are not there").toContainText("còn giấy tờ bắt buộc bị thiếu");
    await bare.getByRole("button", { name: "Thôi", exact: true }).click();
    const unseen = offices.step(people.finance, advance, "pay", { paid_amount: 210 * MILLION, paid_on: day(), treasury_doc_no: "12/UNC" });
    await expect(unseen, "nor does the server take it").rejects.toThrow("problem.papers_lacking");
    await offices.provide(project, "advance");
    await finance.catchUp(`/records/disbursement/${advance}`);
    await finance.act("Ghi đã chi", paid);
    await finance.sendNow();
    await finance.catchUp(`/projects/${project}`);
    await expect(finance.main.getByRole("region", { name: "Kinh phí" })).toContainText("210.000.000 ₫");
  });

  await test.step("it is accepted, paid, settled and archived", async () => {
    await offices.step(people.centre, project, "report_done", { volume_report_on: day(), volume_pct: 100 });
    const minutes = { acceptance_no: "15/BB-NT", acceptance_date: day(), acceptance_conclusion: "pass" };
    const unready = offices.step(people.council, project, "accept", minutes);
    await expect(unready, "nothing tells yet of what was done").rejects.toThrow("problem.papers_lacking");
    await offices.provide(project, "accept");
    const nothing = offices.step(people.council, project, "accept", minutes);
    await expect(nothing, "a project for a machine without one").rejects.toThrow("problem.no_result");
    await near.turn("no-api");
    await officer.visit(`/projects/${project}`);
    await officer.main.getByRole("link", { name: "Ghi máy được hỗ trợ", exact: true }).click();
    await officer.answerAll(MACHINE);
    await officer.finish("Lưu vào sổ");
    await officer.hasSaved();
    await near.turn("fine");
    await officer.sendNow();
    await offices.step(people.council, project, "accept", minutes);
    const early = offices.step(people.centre, project, "start_settlement", { settlement_dossier_on: day() });
    await expect(early).rejects.toThrow("problem.papers_lacking");
    await offices.settle(project, 300 * MILLION, 90 * MILLION, VOLUME);
    await offices.step(people.centre, project, "close");
  });

  const wanted = JSON.parse(await readFile(join(import.meta.dirname, "expected", "machine.json"), "utf8")) as Record<string, unknown>;
  const papers = await offices.of_project("paper", project);
  const money = await offices.of_project("disbursement", project);
  const told = {
    project: compared(await offices.record(project)),
    papers: Object.fromEntries(papers.map(({ doc }) => [doc["code"], doc["stage"]])),
    machines: (await offices.of_project("machine_item", project)).map(compared),
    money: money.filter(({ doc }) => doc["stage"] === "paid").map(compared).sort((one, other) => Number(one["seq"]) - Number(other["seq"])),
  };
  expect(told).toEqual(wanted);
});

/** Without network: what this device has heard of before. */
async function openPaperOffline(book: Book, network: { turn(weather: "fine" | "no-api"): Promise<void> }, project: string, name: string): Promise<void> {
  await network.turn("fine");
  await openPaper(book, project, name);
  await network.turn("no-api");
}
