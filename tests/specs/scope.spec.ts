// An officer of one commune never receives a byte of another.

import { expect, people, test } from "./support/office.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";
import { kept } from "./support/storage.ts";

/** What identifies a record: its id, and the texts in it that nothing of the own commune shares. */
function marks(others: Stored[], own: Stored[]): string[] {
  const texts = (record: Stored) =>
    ["name", "title", "wish", "code", "owner_name", "phone", "tax_code"].map((field) => record.doc[field]).filter((text) => typeof text === "string");
  const shared = JSON.stringify(own.map((record) => record.doc));
  const telling = others.flatMap(texts).filter((text) => text.length >= 8 && !shared.includes(text));
  return [...new Set([...others.map(({ id }) => id), ...telling])];
}

test("nothing of another commune is on the wire, in the databases, in the caches", async ({ office }) => {
  const centre = await office.person(people.centre);
  const officer = await office.person(people.officer);
  expect(officer.place).toBe(COMMUNE);
  const own = [...(await officer.held(COMMUNE)), ...(await officer.held("ref"))];
  const isOwn = new Set(own.map(({ id }) => id));
  const communes = centre.scopes.filter((scope) => scope.startsWith("commune:") && scope !== COMMUNE);
  const others = (await Promise.all(communes.map((scope) => centre.held(scope)))).flat().filter(({ id }) => !isOwn.has(id));
  const foreign = marks(others, own);
  expect(communes.length, "the province has 99 communes").toBe(98);
  expect(foreign.length, "there is much to leak").toBeGreaterThan(1_000);

  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await test.step("a day's work, while the centre works in other communes", async () => {
    await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "8" });
    await book.sendNow();
    const elsewhere = others.find((record) => record.kind === "facility")!;
    await centre.edit(elsewhere, { workers_total: 77 });
    await book.catchUp("/facilities");
    await book.search(String(elsewhere.doc["name"]));
    await expect(book.main).toContainText("Không thấy");
  });

  await test.step("asking for it is refused", async () => {
    const statuses = await book.page.evaluate(async (scopes) => {
      const answers = await Promise.all(scopes.map((scope) => fetch(`/api/v1/sync/snapshot/${scope}`)));
      return answers.map((answer) => answer.status);
    }, communes);
    expect(new Set(statuses)).toEqual(new Set([403]));
  });

  await test.step("nothing of it came", async () => {
    const wire = network.exchanges.map(({ received }) => received).join("\n");
    const here = await kept(book.page);
    expect(wire, "the record of the wire is readable").toContain(facilities.mechanics);
    expect(here.databases, "the dump of the databases is readable").toContain(facilities.mechanics);
    const places = { wire, databases: here.databases, caches: here.caches, local: here.local };
    for (const [place, text] of Object.entries(places)) {
      expect(foreign.filter((mark) => text.includes(mark)), `of other communes in ${place}`).toEqual([]);
    }
  });
});
