// What the Centre carries out for the whole province in projects of its own, from the dossier to the archive: a fair, a
// journey, a workshop, news, a cluster, an association, an exchange, training of its own people.

import { reported } from "./support/carrying.ts";
import { test } from "./support/office.ts";
import { ofTheCentre } from "./support/stories/of_the_centre.ts";
import { Walk } from "./support/walk.ts";

test("what the Centre carries out is reported, sent back, confirmed, accepted, paid for and archived", async ({ office }) => {
  test.setTimeout(420_000);
  const walk = await Walk.of(office);
  const cases = await walk.begun(ofTheCentre);
  await reported(office, walk, cases);
  await walk.closed(cases);
  await walk.compare(cases, "centre.json");
});
