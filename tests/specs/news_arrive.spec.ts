// News arrive on a page where somebody is in the middle of something: what was begun stays as it is.

import { expect, people, test } from "./support/office.ts";
import { day, typed } from "./support/offices.ts";
import { COMMUNE } from "./support/province.ts";

const FOUND = "Xưởng đủ điện, nền đã gia cố, chờ máy.";
const CHANGED = "Máy cắt dây, thêm bàn nâng";

test("the step form of a need that is half filled stays while the centre changes the need", async ({ office }) => {
  const centre = await office.person(people.centre);
  const needs = (await centre.held(COMMUNE)).filter(({ kind }) => kind === "need");
  const need = needs.find(({ doc }) => doc["stage"] === "surveying")!;
  const officer = await office.signedIn(people.officer);
  await officer.catchUp(`/needs/${need.id}`);
  await officer.main.locator(".next").getByRole("button", { name: "Hoàn thành khảo sát", exact: true }).click();
  const form = officer.main.locator(".action-form");
  await officer.answer({ "Ngày khảo sát": typed(), "Kết quả khảo sát": FOUND }, form);
  await officer.field("Kết quả khảo sát").focus();

  await centre.edit(need, { wish: CHANGED });
  await officer.hear();
  await expect(officer.heading, "the page follows").toHaveText(CHANGED);
  await expect(officer.field("Kết quả khảo sát")).toHaveValue(FOUND);
  await expect(officer.field("Kết quả khảo sát")).toBeFocused();

  await officer.answer({ "Đề nghị hỗ trợ": "Có" }, form);
  await form.getByRole("button", { name: "Hoàn thành khảo sát", exact: true }).click();
  await expect(form).toBeHidden();
  await officer.sendNow();
  const { doc } = (await centre.record(need.id, COMMUNE))!;
  expect([doc["stage"], doc["survey_note"], doc["wish"]]).toEqual(["surveyed", FOUND, CHANGED]);
});

test("another page of the same kind does not take over what was begun on the last one", async ({ office }) => {
  const centre = await office.person(people.centre);
  const needs = (await centre.held(COMMUNE)).filter(({ kind, doc }) => kind === "need" && doc["stage"] === "surveying");
  const [one, other] = [needs[0]!, needs[1]!];
  const officer = await office.signedIn(people.officer);
  await officer.catchUp(`/needs/${one.id}`);
  await officer.main.locator(".next").getByRole("button", { name: "Hoàn thành khảo sát", exact: true }).click();
  await officer.answer({ "Kết quả khảo sát": FOUND }, officer.main.locator(".action-form"));
  // As a link in the app would, without starting it anew.
  await officer.page.evaluate((path) => {
    history.pushState({}, "", path);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, `/needs/${other.id}`);
  await expect(officer.heading).toHaveText(String(other.doc["wish"]));
  await expect(officer.main.locator(".action-form")).toHaveCount(0);
});

test("rows of a list of papers keep their place, the fold and the focus while other papers move", async ({ office }) => {
  const centre = await office.person(people.centre);
  const held = await centre.held(COMMUNE);
  const project = held.find(({ kind, doc }) => kind === "project" && doc["title"] === "Lò nung gas thay lò củi, HTX Gốm Trung Thôn")!;
  const papers = held.filter(({ kind, doc }) => kind === "paper" && doc["project"] === project.id && doc["phase"] === "settle");
  const is_to_come = ({ doc }: (typeof papers)[number]) => doc["stage"] === "missing" && doc["held"] === undefined;
  const coming = papers.filter((paper) => is_to_come(paper) && paper.doc["condition"] === "always");
  const returned = papers.find(({ doc }) => doc["stage"] === "returned")!;
  expect(coming.length, "somebody hands one in meanwhile").toBeGreaterThan(0);

  const finance = await office.signedIn(people.finance, { size: "desk" });
  await finance.catchUp(`/projects/${project.id}`);
  const list = finance.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" });
  const row = list.getByRole("listitem").filter({ has: finance.page.locator(`a[href$="${returned.id}"]`) });
  const fold = list.locator("details");
  await fold.locator("summary").click();
  // What is drawn anew loses what it was marked with.
  await row.evaluate((element) => element.setAttribute("data-kept", ""));
  await row.getByRole("link").first().focus();

  // One paper goes to another group, and the project itself takes a step.
  await centre.act(coming[0]!, "provide", "missing", { handed_to: "Lê Thị Thu", handed_on: day() });
  await centre.act((await centre.record(project.id, COMMUNE))!, "report_done", "in_progress", { volume_report_on: day(), volume_pct: 100 });
  await finance.hear();
  await expect(finance.state).toContainText("Chờ nghiệm thu");
  const moved = list.getByRole("listitem").filter({ has: finance.page.locator(`a[href$="${coming[0]!.id}"]`) });
  await expect(moved.locator(".cst")).toContainText("Đã nộp");
  await expect(row).toHaveAttribute("data-kept", "");
  await expect(row.getByRole("link").first()).toBeFocused();
  await expect(fold).toHaveAttribute("open", "");
});
