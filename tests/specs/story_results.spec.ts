// What a project leaves in the workshop, from the wish to the archive: a demonstration model and who took it over, a model
// that is shown as it works, a technology, cleaner production, the treatment of waste water.

import { accepted } from "./support/carrying.ts";
import { test } from "./support/office.ts";
import { results } from "./support/stories/results.ts";
import { Walk } from "./support/walk.ts";

test("results of projects are written down on site, disputed, found wanting, accepted, paid for and archived", async ({ office }) => {
  test.setTimeout(420_000);
  const walk = await Walk.of(office);
  const cases = await walk.begun(results);
  await accepted(office, walk, cases);
  await walk.closed(cases);
  await walk.compare(cases, "results.json");
});
