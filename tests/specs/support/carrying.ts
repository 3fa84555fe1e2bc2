// What is carried out in a project and written down by who does it: without network, with a figure that two people wrote,
// and a fault for which it comes back.

import type { Book } from "./book.ts";
import { expect, people, type Office } from "./office.ts";
import { typed } from "./offices.ts";
import type { Deed } from "./stories/story.ts";
import { each, type Case, type Walk, type Writer } from "./walk.ts";

const FAULT = "Thiếu kết quả, ghi thêm rồi báo cáo lại";

/** One deed of a case. */
interface Told {
  of: Case;
  deed: Deed;
}

const called = ({ of, deed }: Told) => `${of.story.activity}, ${deed.name}`;
const idOf = ({ of, deed }: Told) => of.deeds.get(deed.name)!;
const pageOf = (told: Told) => `/records/${told.deed.kind}/${idOf(told)}`;

function deedsOf(cases: Case[], by: Deed["by"]): Told[] {
  return cases.flatMap((of) => of.story.deeds.filter((deed) => deed.by === by).map((deed) => ({ of, deed })));
}

/** Opens the form of a deed where it is added: on its project, or on what was written down before. */
async function openForm(book: Book, { of, deed }: Told): Promise<void> {
  if (!deed.add) return book.follow(`/records/${deed.kind}/new`);
  const { link: name, on, facility } = deed.add;
  const before = of.story.deeds.find((other) => other.name === on);
  await book.follow(before ? `/records/${before.kind}/${of.deeds.get(before.name)}` : `/projects/${of.project}`);
  const link = book.main.getByRole("link", { name, exact: true });
  if (!(await link.isVisible())) await book.main.locator("summary").filter({ hasText: "Ghi thêm cho hồ sơ này" }).click();
  await link.click();
  if (facility) await book.row(facility).first().click();
}

/** Without network, one after the other. */
async function written(walk: Walk, { book, network }: Writer, told: Told[]): Promise<void> {
  await network.turn("no-api");
  await each("written down without network", told, called, async (one) => {
    await openForm(book, one);
    await book.answerAll(one.deed.answers);
    await book.finish("Lưu vào sổ");
    one.of.deeds.set(one.deed.name, book.id);
  });
  await book.hasSaved();
  await network.turn("fine");
  await book.sendNow();
  const disputed = told.filter(({ deed }) => deed.disputed);
  if (disputed.length === 0) return;

  const other = await walk.offices.person(people.centre);
  const arrived = await walk.offices.held();
  await network.turn("no-api");
  await each("two people change a field", disputed, called, async (one) => {
    await other.edit(arrived.get(idOf(one))!, one.deed.disputed!.theirs);
    await book.follow(pageOf(one));
    await book.edit(one.deed.disputed!.group, one.deed.disputed!.mine);
  });
  await network.turn("fine");
  await book.sendNow();
  await each("the writer decides", disputed, called, async (one) => {
    await book.follow(pageOf(one));
    await book.decide();
  });
}

/** What is written down, reported to the Department, sent back, put right and confirmed. */
export async function reported(office: Office, walk: Walk, cases: Case[]): Promise<void> {
  const department = await office.signedIn(people.department);
  for (const [by, writer] of [["centre", walk.centre], ["officer", walk.officer]] as const) {
    const told = deedsOf(cases, by);
    if (told.length === 0) continue;
    const { book } = writer;
    await book.catchUp();
    await written(walk, writer, told);
    await each("begun and reported", told, called, async (one) => {
      await book.follow(pageOf(one));
      await book.act("Bắt đầu thực hiện");
      await book.act("Báo cáo kết quả");
    });
    await book.sendNow();

    await department.catchUp();
    await each("the Department sends the report back", told, called, async (one) => {
      await department.follow(pageOf(one));
      await department.act("Trả lại báo cáo", { "Ghi chú khi chuyển bước": FAULT });
    });
    await department.sendNow();

    await book.catchUp();
    await each("it is put right and reported again", told, called, async (one) => {
      await book.follow(pageOf(one));
      await expect(book.main).toContainText(FAULT);
      await book.edit(one.deed.mended!.group, one.deed.mended!.answers);
      await book.act("Báo cáo kết quả");
    });
    await book.sendNow();

    await department.catchUp();
    await each("the Department confirms it", told, called, async (one) => {
      await department.follow(pageOf(one));
      await department.act("Xác nhận kết quả");
      await expect(department.state).toContainText("Đã xác nhận");
      await expect(department.history).toContainText(FAULT);
      await expect(department.main.getByRole("link", { name: /^Sửa / })).toHaveCount(0);
    });
    await department.sendNow();
  }
}

/** What a project leaves behind: the acceptance finds it wanting, and sends the project back for it. */
export async function accepted(office: Office, walk: Walk, cases: Case[]): Promise<void> {
  const { book } = walk.officer;
  await book.catchUp();
  await written(walk, walk.officer, deedsOf(cases, "officer"));
  await book.sendNow();
  const name = ({ story }: Case) => story.activity;
  for (const { project } of cases) await walk.offices.reportDone(project);

  const department = await office.signedIn(people.department, { size: "desk" });
  await each("the Department finds it wanting", cases, name, async ({ project }) => {
    await department.follow(`/projects/${project}`);
    await department.act("Trả lại, chưa đủ nghiệm thu", { "Lý do chuyển bước": "Giấy tờ chưa đúng", "Ghi chú khi chuyển bước": FAULT });
  });
  await department.sendNow();

  await book.catchUp();
  await each("the officer reads why and puts it right", cases, name, async (of) => {
    await book.follow(`/projects/${of.project}`);
    await expect(book.main).toContainText(FAULT);
    for (const deed of of.story.deeds.filter(({ mended }) => mended)) {
      await book.follow(pageOf({ of, deed }));
      await book.edit(deed.mended!.group, deed.mended!.answers);
    }
  });
  await book.sendNow();

  for (const { project } of cases) {
    await walk.offices.reportDone(project);
    await walk.offices.provide(project, "accept");
  }
  await department.catchUp();
  await each("the Department accepts", cases, name, async ({ project }) => {
    await department.follow(`/projects/${project}`);
    await department.act("Nghiệm thu", { "Biên bản nghiệm thu": "19/BB-NT", "Ngày nghiệm thu": typed(), "Kết luận nghiệm thu": "Đạt" });
  });
  await department.sendNow();

  const centre = await walk.offices.person(people.centre);
  await each("what was accepted stays as it is", cases, name, async (of) => {
    const deed = of.story.deeds.find(({ disputed }) => disputed)!;
    const late = centre.edit(await walk.offices.record(of.deeds.get(deed.name)!), deed.disputed!.theirs);
    await expect(late).rejects.toThrow("problem.project_accepted");
  });
}
