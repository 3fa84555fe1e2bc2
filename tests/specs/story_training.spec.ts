// Two classes from the wish to the archive of their projects. A trade that is handed on: attendance without network on two
// devices, a day that was marked in two ways, a result that comes back, certificates, jobs. Management: a teacher whom two
// people wrote, a plan that comes back.

import type { Book } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import { typed } from "./support/offices.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";
import { management, skill, type ClassStory } from "./support/stories/classes.ts";
import { Walk, type Case, type Writer } from "./support/walk.ts";

const DECISION = "57/QĐ-TTKC";
const HANG = "Đỗ Thị Hằng";
const UNSIGNED = "Thiếu chữ ký ngày cuối.";
/** Nobody took a picture of the list that was signed. */
const KEPT = { "Danh sách ký tên do ai giữ": "Trung tâm Khuyến công" };
const TOO_DEAR = "Dự toán chưa ghi tiền tài liệu; bổ sung rồi nộp lại.";

function row(book: Book, name: string) {
  return book.main.locator(".roster > li").filter({ hasText: name });
}

async function mark(book: Book, name: string, word: "Có mặt" | "Vắng" | "Có phép"): Promise<void> {
  await row(book, name).getByText(word, { exact: true }).click();
  await expect(row(book, name).getByRole("radio", { name: word })).toBeChecked();
}

async function openRoster(book: Book, id: string, day: string): Promise<void> {
  await book.follow(`/classes/${id}/roster?day=${day}`);
  await expect(book.heading).toContainText("Điểm danh buổi");
}

/** Everybody who is left was there. */
async function markRest(book: Book, n: number, all: number): Promise<void> {
  await book.button(`${n} người còn lại có mặt`).click();
  await expect(book.main).toContainText(`${all}/${all} đã điểm danh`);
}

const pageOf = (of: Case) => `/records/training_class/${of.deeds.get("class")}`;

/** The plan of the class on the page of its project, without network. */
async function planned({ book, network }: Writer, of: Case, story: ClassStory, days: string[]): Promise<void> {
  await network.turn("no-api");
  await book.follow(`/projects/${of.project}`);
  await book.main.getByRole("link", { name: "Ghi lớp đào tạo, tập huấn", exact: true }).click();
  const meets = { "Các ngày học": days.map(typed).join("\n") };
  await book.answerAll({ ...story.sheet, "Nơi học, ngày học": { ...story.sheet["Nơi học, ngày học"], ...meets } });
  await book.finish("Lưu vào sổ");
  of.deeds.set("class", book.id);
  await network.turn("fine");
  await book.sendNow();
}

/** Handed in, with everybody on the list. */
async function opened({ book }: Writer, of: Case, story: ClassStory): Promise<void> {
  await book.follow(pageOf(of));
  await book.act("Nộp kế hoạch lớp");
  await book.main.getByRole("link", { name: "Ghi nhiều học viên", exact: true }).click();
  await book.field("Danh sách, mỗi dòng một người").fill(story.people.join("\n"));
  await book.button(`Ghi ${story.people.length} người vào lớp`).click();
  await expect(book.main.getByRole("region", { name: "Danh sách học viên" }).getByRole("listitem")).toHaveCount(story.people.length);
}

test("two classes are planned, held, ended, sent back, certified, and lead to jobs", async ({ office }) => {
  test.setTimeout(420_000);
  const walk = await Walk.of(office);
  const [trade, lessons] = (await walk.begun([skill, management])) as [Case, Case];
  const [department, centre] = [await office.person(people.department), await office.person(people.centre)];
  const { officer } = walk;
  const find = (of: Case): Promise<Stored> => walk.offices.record(of.deeds.get("class")!);
  const trainees = async (of: Case) => (await centre.held(COMMUNE)).filter(({ kind, doc }) => kind === "trainee" && doc["training_class"] === of.deeds.get("class"));
  // On these afternoons one of those who come stands on the list of another class too.
  const other = (await centre.held(COMMUNE)).find(({ kind, doc }) => kind === "training_class" && doc["title"] === "Lớp nâng cao tay nghề vuốt gốm, khóa 2")!;
  const days = (other.doc["days"] as string[]).slice(0, 3);
  const lessonDays = ["2026-10-05", "2026-10-06"];

  await test.step("the officer plans the trade, the Centre the lessons, both without network", async () => {
    await officer.book.catchUp();
    await planned(officer, trade, skill, days);
    await planned(walk.centre, lessons, management, lessonDays);
  });

  await test.step("two people wrote another teacher; the Centre decides, and the plan comes back for its budget", async () => {
    const { book, network } = walk.centre;
    await network.turn("no-api");
    await centre.edit(await find(lessons), { teacher: "Nguyễn Thị Mai" });
    await book.follow(pageOf(lessons));
    await book.edit("Nơi học, ngày học", { "Người dạy": "Trịnh Thị Oanh" });
    await network.turn("fine");
    await book.sendNow();
    await book.follow(pageOf(lessons));
    await book.decide();
    await opened(walk.centre, lessons, management);
    await book.sendNow();
    await department.act(await find(lessons), "return_plan", "open", { stage_note: TOO_DEAR });
    await book.catchUp(pageOf(lessons));
    await expect(book.main).toContainText(TOO_DEAR);
    await book.edit("Kinh phí", { "Kinh phí của lớp": "30 tr" });
    await book.act("Nộp kế hoạch lớp");
    await book.act("Khai giảng");
    for (const day of lessonDays) {
      await openRoster(book, lessons.deeds.get("class")!, day);
      await markRest(book, 3, 3);
    }
    await book.follow(pageOf(lessons));
    await book.act("Kết thúc lớp", KEPT);
    await book.act("Đóng hồ sơ lớp");
    await book.sendNow();
  });

  await test.step("the trade begins", async () => {
    await opened(officer, trade, skill);
    await officer.book.act("Khai giảng");
    await officer.book.sendNow();
    await walk.centre.book.catchUp();
  });

  const id = trade.deeds.get("class")!;
  await test.step("both go offline; the officer marks one day, the Centre the others, and both the same woman", async () => {
    for (const { network } of [officer, walk.centre]) await network.turn("no-api");
    await openRoster(officer.book, id, days[1]!);
    await expect(row(officer.book, HANG)).toContainText("Cùng ngày có tên ở lớp");
    await mark(officer.book, HANG, "Vắng");
    await markRest(officer.book, 4, 5);
    await officer.book.hasSaved();

    const { book } = walk.centre;
    await openRoster(book, id, days[1]!);
    await mark(book, HANG, "Có mặt");
    for (const day of [days[0]!, days[2]!]) {
      await openRoster(book, id, day);
      await markRest(book, 5, 5);
    }
    await book.hasSaved();
  });

  await test.step("different days are joined; the woman who was marked in two ways is a question", async () => {
    await officer.network.turn("fine");
    await officer.book.sendNow();
    await walk.centre.network.turn("fine");
    await walk.centre.book.sendNow();
    await officer.book.catchUp();
    const hang = (await trainees(trade)).find(({ doc }) => doc["name"] === HANG)!;
    const open = (await centre.held(COMMUNE)).filter(({ kind, doc }) => kind === "conflict" && doc["stage"] === "open" && doc["record"] === hang.id);
    expect(open).toHaveLength(1);
    const person = await office.person(people.officer);
    await person.act(open[0]!, "resolve", "open", { side: "current" });
    // The other days of the woman stood in the same change as the day in question.
    await person.edit((await person.record(hang.id, COMMUNE))!, { present_on: [days[0]!, days[2]!] });
  });

  await test.step("the class ends with its decision; the Department sends it back, and it ends again", async () => {
    const { book } = officer;
    const decision = { "Quyết định cấp chứng chỉ số": DECISION, "Ngày quyết định cấp chứng chỉ": typed(days[2]!), ...KEPT };
    await book.catchUp(pageOf(trade));
    await book.act("Kết thúc lớp", decision);
    await book.sendNow();
    await department.act(await find(trade), "return_result", "finished", { stage_note: UNSIGNED });
    await book.catchUp(pageOf(trade));
    await expect(book.state).toContainText("Đang học");
    await expect(book.main).toContainText(UNSIGNED);
    await book.act("Kết thúc lớp", decision);
    await book.main.getByRole("button", { name: /^Ghi số chứng chỉ cho 4/ }).click();
    await expect(book.main.getByRole("button", { name: /^Ghi số chứng chỉ cho/ })).toHaveCount(0);
  });

  await test.step("two of them work at a pottery now, and the file of the class is closed", async () => {
    const { book } = officer;
    await book.main.getByRole("link", { name: "Ghi việc làm sau lớp", exact: true }).click();
    for (const name of ["Nguyễn Văn Bình", "Trần Thị Cúc"]) await book.main.getByRole("checkbox", { name }).check();
    await book.answer({ "Nơi làm việc khác": "Gốm Ngọc", "Làm từ ngày": typed(days[2]!), "Ngày xác nhận": typed() });
    await book.button("Ghi việc làm cho 2 người").click();
    await expect(book.main, "nobody of the pottery confirmed it").toContainText("cần ghi để nộp");
    await book.answer({ "Người của cơ sở xác nhận": "Phạm Văn Ngọc, chủ lò" });
    await book.button("Ghi việc làm cho 2 người").click();
    await expect(book.main.getByRole("region", { name: "Số liệu lớp" })).toContainText("2 người, 50 %");
    await book.sendNow();
    await walk.centre.book.catchUp(pageOf(trade));
    await walk.centre.book.act("Đóng hồ sơ lớp");
    await walk.centre.book.sendNow();
    const late = centre.edit((await trainees(trade))[0]!, { village: "Thôn khác" });
    await expect(late, "a closed file stays as it is").rejects.toThrow("problem.class_closed");
  });

  await walk.closed([trade, lessons]);
  const count = (marked: unknown) => ((marked ?? []) as string[]).length;
  const attended = ({ doc }: Stored) => [doc["name"], count(doc["present_on"]), count(doc["absent_on"]), doc["certificate_no"] ?? "", doc["job_name"] ?? ""].join(" · ");
  const attendance = [...(await trainees(trade)), ...(await trainees(lessons))].map(attended).sort();
  await walk.compare([trade, lessons], "training.json", { attendance });
});
