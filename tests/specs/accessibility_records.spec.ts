// UX-8 on a record of every kind, in each stage: its page, its form, its paper. The Centre holds all kinds; a
// commune's officer writes some of them in a scope of their own.

import { Addresses, kinds } from "./support/addresses.ts";
import { look } from "./support/looking.ts";
import { people, test } from "./support/office.ts";

test("no record of any kind is hard to use, at any width", async ({ office }) => {
  test.setTimeout(300_000);
  const book = await office.signedIn(people.centre, { size: "phone" });
  const addresses = await Addresses.of(office, people.centre);
  const all = await Promise.all((await kinds()).map((kind) => addresses.records(kind)));
  await look(book, all.flat(), "phone");
});

test("no record an officer writes is hard to use, at any width", async ({ office }) => {
  const book = await office.signedIn(people.officer, { size: "phone" });
  const addresses = await Addresses.of(office, people.officer);
  const written = ["facility_year", "visit", "training_class", "trainee"];
  const all = await Promise.all(written.map((kind) => addresses.records(kind)));
  await look(book, all.flat(), "phone");
});
