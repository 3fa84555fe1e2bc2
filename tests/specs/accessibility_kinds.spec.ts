// UX-8 on the pages every kind has from its description: register, export, import, a new record. The Centre holds
// all kinds.

import { Addresses, kinds } from "./support/addresses.ts";
import { look } from "./support/looking.ts";
import { people, test } from "./support/office.ts";

/** Told by the server, made by taking a file, published from the accounts: nobody fills them in. */
const WITHOUT_FORM = ["/records/duplicate/new", "/records/attachment/new", "/records/colleague/new"];

test("no register and no form of any kind is hard to use, at any width", async ({ office }) => {
  test.setTimeout(300_000);
  const book = await office.signedIn(people.centre, { size: "phone" });
  const addresses = await Addresses.of(office, people.centre);
  const all = await Promise.all((await kinds()).map((kind) => addresses.register(kind)));
  await look(book, all.flat(), "phone", WITHOUT_FORM);
});
