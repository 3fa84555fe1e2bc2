// What people look over: how many registered where, whom to invite again, what the book itself finds odd, and what has
// changed in the rules since they last looked.

import { expect, people, test } from "./support/office.ts";
import { Offices } from "./support/offices.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const YEAR = new Date().getFullYear();

test("registrations are counted; who was declined is invited again with one press, without network", async ({ office }) => {
  const offices = Offices.of(office);
  const centre = await office.person(people.centre);
  const needs = (await centre.held(COMMUNE)).filter(({ kind }) => kind === "need");
  const declined = needs.find(({ doc }) => doc["stage"] === "surveyed")!;
  await offices.step(people.centre, declined.id, "decline", { decline_reason: "budget" });
  const network = await office.network();
  const officer = await office.signedIn(people.officer, { network });

  await test.step("the counts of a year, and of the year before", async () => {
    const counted = (year: number) => needs.filter(({ doc }) => String(doc["registered_on"]).startsWith(`${year}-`)).length;
    await officer.follow("/needs");
    await officer.main.getByRole("link", { name: "Tổng hợp đăng ký", exact: true }).click();
    await expect(officer.main).toContainText(`Năm ${YEAR} có ${counted(YEAR)} đăng ký ở 1/1 xã, phường.`);
    await expect(officer.main.getByRole("table")).toContainText("Phù Lãng");
    await officer.main.getByLabel("Năm", { exact: true }).selectOption(String(YEAR - 1));
    const before = counted(YEAR - 1);
    await expect(officer.main).toContainText(`Năm ${YEAR - 1} có ${before} đăng ký ở ${before > 0 ? 1 : 0}/1 xã, phường.`);
  });

  await test.step("who was declined is on the list of those to invite; one press makes a draft for another year", async () => {
    await officer.follow("/needs");
    await network.turn("no-api");
    await officer.main.getByRole("link", { name: /^Mời lại \d+/ }).click();
    const row = officer.main.getByRole("listitem").filter({ hasText: String(declined.doc["wish"]) });
    await expect(row).toContainText("Không được chọn: Kinh phí năm nay đã hết");
    await row.getByRole("button", { name: /^Đăng ký lại cho năm/ }).click();
    await expect(row, "nobody is invited twice").toHaveCount(0);
    await network.turn("fine");
    await officer.sendNow();
  });

  const renewed = (await centre.held(COMMUNE)).filter(({ doc }) => doc["renews"] === declined.id);
  const told = renewed.map(({ doc }) => [doc["wish"], doc["activity"], doc["estimated_cost"], doc["stage"] ?? "draft"]);
  expect(told).toEqual([[declined.doc["wish"], declined.doc["activity"], declined.doc["estimated_cost"], "draft"]]);
  expect(Number(renewed[0]!.doc["year"])).toBeGreaterThan(YEAR);
});

test("a need that is registered twice is told on the form, and to the Centre until one of the two is closed", async ({ office }) => {
  const centre = await office.person(people.centre);
  const all = await centre.held(COMMUNE);
  const known = all.find(({ kind, doc }) => kind === "need" && doc["stage"] === "registered" && doc["activity"] === "machine")!;
  const facility = all.find(({ id }) => id === known.doc["facility"])!;
  const network = await office.network();
  const officer = await office.signedIn(people.officer, { network });

  await network.turn("no-api");
  await officer.visit(`/facilities/${facility.id}/need`);
  await officer.answer({ "Nội dung cần hỗ trợ": "Ứng dụng máy móc, thiết bị tiên tiến", "Việc cần hỗ trợ": "Máy dán cạnh tự động" });
  await officer.openGroup("Chi phí, vốn");
  await officer.answer({
    "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có",
    "Chi phí dự kiến": "300 tr",
    "Vốn của cơ sở": "200 tr",
    "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
  });
  await officer.checkAnswers();
  await expect(officer.main).toContainText("Cơ sở đã đăng ký nội dung này cho cùng năm.");
  await expect(officer.main.getByRole("link", { name: "Mở nhu cầu đã có" })).toHaveAttribute("href", new RegExp(known.id));
  await officer.finish("Nộp đăng ký");
  const twice = officer.id;
  await network.turn("fine");
  await officer.sendNow();

  const planner = await office.signedIn(people.planner, { size: "desk" });
  const alerts = planner.main.getByRole("region", { name: "Cảnh báo" });
  const told = alerts.getByRole("listitem").filter({ hasText: `${facility.doc["name"]}: cùng nội dung, cùng năm, có 2 nhu cầu còn mở` });
  const more = alerts.getByRole("button", { name: /^Xem thêm/ });
  if (await more.isVisible()) await more.click();
  await expect(told.getByRole("link")).toHaveCount(2);
  await Offices.of(office).step(people.officer, twice, "withdraw", { stage_note: "Đã có nhu cầu trước" });
  await planner.catchUp();
  await expect(told).toHaveCount(0);
});

test("an inspector is told of two facilities with one phone, and looks at both", async ({ office }) => {
  const officer = await office.person(people.officer);
  const all = (await officer.held(COMMUNE)).filter(({ kind }) => kind === "facility");
  const named = (name: string) => all.find(({ doc }) => doc["name"] === name)!;
  const inspector = await office.signedIn(people.inspector, { size: "desk" });
  const alerts = inspector.main.getByRole("region", { name: "Cảnh báo" });
  const row = alerts.getByRole("listitem").filter({ hasText: "Cùng số điện thoại" }).filter({ hasText: facilities.wood });
  const all_shown = async () => {
    await expect(alerts).toBeVisible();
    const more = alerts.getByRole("button", { name: /^Xem thêm/ });
    if (await more.isVisible()) await more.click();
  };
  await inspector.catchUp();
  await all_shown();
  await expect(row).toHaveCount(0);
  await officer.edit(named(facilities.wood), { phone: named(facilities.pottery).doc["phone"]! });
  await inspector.catchUp();
  await all_shown();
  await expect(row).toContainText("2 cơ sở");
  await row.getByRole("link", { name: facilities.pottery }).click();
  await expect(inspector.heading).toHaveText(facilities.pottery);
});

test("what changed in the rules since the last look is told until it was seen", async ({ office }) => {
  const offices = Offices.of(office);
  const finance = await office.signedIn(people.finance, { size: "desk" });
  const news = finance.main.getByRole("region", { name: /^Quy định mới từ lần xem trước/ });
  await finance.visit("/rules");
  const library = finance.main.getByRole("region", { name: "Văn bản pháp luật" });
  await expect(library.getByRole("link", { name: /45\/2012/ }).first()).toBeVisible();
  await expect(news, "on the first visit nothing is news").toHaveCount(0);

  await offices.addCode("return_reason", "R18", "Hóa đơn điện tử chưa có mã của cơ quan thuế");
  await offices.endCode("R16");
  await finance.catchUp("/rules");
  await expect(news).toContainText("Hóa đơn điện tử chưa có mã của cơ quan thuế");
  await expect(news).toContainText("2 hồ sơ");
  await finance.visit("/");
  await expect(news, "the day's work tells it too").toBeVisible();
  await news.getByRole("button", { name: "Đã xem", exact: true }).click();
  await expect(news).toHaveCount(0);
  await finance.visit("/rules");
  await expect(library).toBeVisible();
  await expect(news).toHaveCount(0);
});

test("a long day says at its top what waits; who has a share of a group reads that share", async ({ office }) => {
  const centre = await office.signedIn(people.centre, { size: "phone" });
  await test.step("each kind by its number, with the way down", async () => {
    const contents = centre.main.getByRole("navigation", { name: "Việc theo loại" });
    const waiting = contents.getByRole("link", { name: /^Đề án \(\d+\)$/ });
    const [, total] = /\((\d+)\)/.exec((await waiting.textContent())!)!;
    await waiting.click();
    const section = centre.main.getByRole("region", { name: "Đề án chờ bạn" });
    await expect(section.getByRole("heading")).toBeInViewport();
    await expect(section, "the same number stands at the section").toContainText(`${total} việc`);
  });

  await test.step("the history of support tells the share, not the whole", async () => {
    const projects = await (await office.person(people.centre)).all("project");
    const of = ({ doc }: (typeof projects)[number]) => (doc["beneficiaries"] ?? []) as { facility?: string; share: number }[];
    const share = projects.filter(({ doc }) => doc["support_approved"]).flatMap(of).find(({ facility }) => facility !== undefined);
    expect(share, "the demo has a group project").toBeDefined();
    await centre.follow(`/facilities/${share!.facility}`);
    const history = centre.main.getByRole("region", { name: "Đã được hỗ trợ" });
    await expect(history).toContainText(`duyệt ${share!.share.toLocaleString("de-DE")} ₫`);
  });
});
