// The way of a project from a wish to the archive, walked by those whose part it is: an officer who registers without
// network, the Centre that makes a project of it, offices that decide; what is carried out in between stands in carrying.ts.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Book, Sheet } from "./book.ts";
import type { Network } from "./network.ts";
import { expect, people, test, type Office } from "./office.ts";
import { day, Offices, typed } from "./offices.ts";
import type { Fields, Stored } from "./person.ts";
import { COMMUNE } from "./province.ts";
import { isOwn, titleOf, type Story } from "./stories/story.ts";

const MILLION = 1_000_000;
const YEAR = String(new Date().getFullYear() + 1);

/** A story under way: its need, where it has one, its project, and what was written down for it by name. */
export interface Case {
  story: Story;
  need: string | undefined;
  project: string;
  deeds: Map<string, string>;
}

/** Somebody who writes, and the line that can be cut. */
export interface Writer {
  book: Book;
  network: Network;
}

/** Each in a step of its own: a report names the one that failed. */
export async function each<T, R>(what: string, all: T[], name: (one: T) => string, take: (one: T) => Promise<R>): Promise<R[]> {
  const taken: R[] = [];
  await test.step(what, async () => {
    for (const one of all) taken.push(await test.step(name(one), () => take(one)));
  });
  return taken;
}

const named = ({ story }: Case) => story.activity;

export class Walk {
  private constructor(
    readonly offices: Offices,
    readonly officer: Writer,
    readonly centre: Writer,
  ) {}

  static async of(office: Office): Promise<Walk> {
    const [near, far] = [await office.network(), await office.network()];
    const officer = await office.signedIn(people.officer, { network: near });
    const centre = await office.signedIn(people.planner, { size: "desk", network: far });
    return new Walk(Offices.of(office), { book: officer, network: near }, { book: centre, network: far });
  }

  /** From the wish to the first day of work. */
  async begun(stories: Story[]): Promise<Case[]> {
    const needs = await this.registered(stories.filter((story) => !isOwn(story)));
    const { book } = this.centre;
    await book.catchUp();
    const cases = await each("the Centre makes a project", stories, ({ activity }) => activity, async (story) => {
      const need = needs.get(story);
      const project = await this.made(story, need);
      return { story, need, project, deeds: new Map<string, string>() };
    });
    await book.sendNow();
    await each("the offices appraise, approve and sign", cases, named, async ({ story, project }) => {
      const decision = { decision_no: "52/QĐ-SCT", decision_issuer: "Sở Công Thương", support_approved: story.support * MILLION };
      await this.offices.grant(project, decision, { contract_no: "33/HĐ-KC" }, people.leader);
    });
    await book.catchUp();
    await each("the lists of papers are drawn up", cases, named, async ({ project }) => {
      await book.follow(`/projects/${project}`);
      await drawUp(book);
    });
    await book.sendNow();
    return cases;
  }

  /** The officer writes all of them down without network. */
  private async registered(stories: Story[]): Promise<Map<Story, string>> {
    const { book, network } = this.officer;
    const facilities = await (await this.offices.person(people.centre)).all("facility", [COMMUNE]);
    const needs = new Map<Story, string>();
    if (stories.length === 0) return needs;
    await network.turn("no-api");
    await each("the officer registers without network", stories, ({ activity }) => activity, async (story) => {
      if (!("wish" in story.origin)) return;
      const { facility: name, wish } = story.origin;
      const facility = facilities.find(({ doc }) => doc["name"] === name)!;
      await book.follow(`/facilities/${facility.id}/need`);
      await book.answer({ "Nội dung cần hỗ trợ": story.called, "Việc cần hỗ trợ": wish });
      await book.openGroup("Chi phí, vốn");
      const later = book.main.getByRole("group", { name: "Đã hiểu: Nhà nước trả sau khi nghiệm thu", exact: true });
      if (await later.isVisible()) await later.getByRole("radio", { name: "Có", exact: true }).check();
      await book.answer({
        "Chi phí dự kiến": `${story.cost} tr`,
        "Vốn của cơ sở": `${story.cost - story.support} tr`,
        "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
      });
      await book.finish("Nộp đăng ký");
      needs.set(story, book.id);
    });
    await book.hasSaved();
    await network.turn("fine");
    await book.sendNow();
    await each("the Centre surveys and chooses", stories, ({ activity }) => activity, (story) => this.offices.choose(needs.get(story)!));
    return needs;
  }

  /** The project of a need, or one of the offices, with its dossier and the list of its papers. */
  private async made(story: Story, need: string | undefined): Promise<string> {
    const { book } = this.centre;
    const amounts = { "Chi phí được tính hỗ trợ": `${story.cost} tr`, "Đề nghị hỗ trợ": `${story.support} tr` };
    const days = { "Dự kiến bắt đầu": typed(), "Dự kiến xong": typed(day(90)) };
    const part: Sheet = story.part ? { "Phần việc để tính mức chi": story.part } : {};
    const dossier = { "3. Mục tiêu": `${titleOf(story)}: xong trong năm, đúng dự toán` };
    if (need) {
      await book.follow(`/needs/${need}/project`);
      await book.answerAll({
        ...(story.part ? { "Đề án": part } : {}),
        "Vốn, đề nghị hỗ trợ": { ...amounts, "Đã đầu tư hoặc cam kết vốn đối ứng": "Có" },
        "Tiến độ": days,
        "Thuyết minh": { "Ngày văn bản đề nghị của cơ sở": typed(), ...dossier },
      });
      await book.finish("Lập đề án");
    } else {
      await book.follow("/projects");
      await book.main.getByRole("link", { name: "Lập đề án", exact: true }).click();
      await book.main.getByRole("link", { name: "Không của riêng cơ sở nào", exact: true }).click();
      await book.answerAll({
        "Đề án": {
          "Tên đề án": titleOf(story),
          "Nội dung": story.called,
          "Nguồn kinh phí": "Kinh phí địa phương",
          ...part,
          "Loại đề án": "Đề án có đối tượng cụ thể",
          "Cách chọn": "Xét chọn",
          "Đơn vị thực hiện": "Trung tâm Khuyến công",
        },
        "Vốn, đề nghị hỗ trợ": {
          ...amounts,
          "Tổng đầu tư": `${story.cost} tr`,
          "Vốn đối ứng": `${story.cost - story.support} tr`,
          "Đã đầu tư hoặc cam kết vốn đối ứng": "Có",
          "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
        },
        "Tiến độ": { "Kế hoạch năm": YEAR, ...days },
        "Thuyết minh": dossier,
      });
      await book.finish("Lưu vào sổ");
    }
    await expect(book.heading).toHaveText(titleOf(story));
    await drawUp(book);
    return book.id;
  }

  /** From the report that all is done to the archive; who did the work is not asked any more. */
  async closed(cases: Case[]): Promise<void> {
    await each("the offices accept, pay, settle, look again and close", cases, named, async ({ story, project }) => {
      const { stage } = (await this.offices.record(project)).doc;
      if (stage === "in_progress") await this.offices.reportDone(project);
      if (stage !== "accepted") await this.offices.accept(project);
      await this.offices.settle(project, story.support * MILLION, story.support * MILLION, story.cost * MILLION);
      await this.offices.step(people.centre, project, "close");
    });
  }

  /** What is left of each in the book, and what else is told, is what stands in this file. */
  async compare(cases: Case[], file: string, more: Record<string, unknown> = {}): Promise<void> {
    const now = await this.offices.held();
    const told = { ...Object.fromEntries(cases.map((one) => [one.story.activity, tellOf(one, now)])), ...more };
    const path = join(import.meta.dirname, "../expected", file);
    expect(told).toEqual(JSON.parse(await readFile(path, "utf8")));
  }
}

/** The papers of the steps that lie ahead; one by one they are put on the list. */
export async function drawUp(book: Book): Promise<void> {
  const press = book.main.getByRole("button", { name: /^Lập danh mục giấy tờ$|^Lập nốt/ });
  await press.click();
  await expect(book.main.getByRole("button", { name: /^Lập danh mục giấy tờ$|^Lập nốt|^Đang lưu/ })).toHaveCount(0);
}

/** What a project is in the end, in few words. */
const OF_PROJECT = ["title", "activity", "stage", "total_investment", "counterpart", "support_approved", "acceptance_conclusion", "paid", "settlement_amount"];
/** What differs from run to run: days of steps, accounts, numbers the server issues. */
const NOT_COMPARED = ["owner_account", "stage_since", "stage_note", "code", "days", "certificates_on", "judges", "decision_on", "notified_on", "issued_on", "valid_to", "nominated_on"];

function tellOf({ need, project, deeds }: Case, now: Map<string, Stored>): unknown {
  const { doc } = now.get(project)!;
  const kept = Object.fromEntries(OF_PROJECT.map((field) => [field, doc[field]]));
  const done = Object.fromEntries([...deeds].map(([name, id]) => [name, withNames(now.get(id)!, now)]));
  return { ...(need ? { need: now.get(need)!.doc["stage"] } : {}), project: kept, done };
}

/** A record with the names of those it points to in the place of their ids. */
export function withNames({ doc }: Stored, now: Map<string, Stored>): Fields {
  const kept = Object.entries(doc).filter(([field, value]) => value !== null && !NOT_COMPARED.includes(field));
  return Object.fromEntries(kept.map(([field, value]) => [field, nameOf(now.get(String(value))) ?? value]));
}

function nameOf(record: Stored | undefined): string | undefined {
  const name = ["name", "title", "technology"].map((field) => record?.doc[field]).find((value) => value !== undefined);
  return typeof name === "string" ? name : undefined;
}
