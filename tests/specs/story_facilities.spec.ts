// What is carried out at one facility, from the wish to the archive: advice, by the Centre's consultant and by the experts of
// a partner; a mark, a showroom, a new enterprise, a move into a cluster, a booth at a fair.

import { reported } from "./support/carrying.ts";
import { test } from "./support/office.ts";
import { atFacilities } from "./support/stories/at_facilities.ts";
import { Walk } from "./support/walk.ts";

test("what is carried out at a facility is reported, sent back, confirmed, accepted, paid for and archived", async ({ office }) => {
  test.setTimeout(420_000);
  const walk = await Walk.of(office);
  const cases = await walk.begun(atFacilities);
  await reported(office, walk, cases);
  await walk.closed(cases);
  await walk.compare(cases, "facilities.json");
});
