// News come at once to who is looking, by a stream; a line that carries none still brings them, and is not beaten upon.

import { expect, people, test } from "./support/office.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const FACILITY = facilities.noodles;

test("what one writes stands before the other at once", async ({ office }) => {
  const [near, far] = [await office.network(), await office.network()];
  const officer = await office.signedIn(people.officer, { network: near });
  const centre = await office.signedIn(people.centre, { network: far });
  await centre.openFacility(FACILITY);
  await officer.openFacility(FACILITY);
  await expect.poll(() => near.streams > 0 && far.streams > 0).toBe(true);

  await officer.edit("Lao động", { "Tổng số lao động": "27" });
  await officer.sendNow();
  await expect(centre.main).toContainText("27 người", { timeout: 5_000 });

  await test.step("a stream that breaks is there again once the line is", async () => {
    const opened = far.streams;
    await far.turn("no-api");
    await far.turn("fine");
    await centre.hear();
    await expect.poll(() => far.streams, { timeout: 20_000 }).toBe(opened + 1);
    await officer.openFacility(FACILITY);
    await officer.edit("Lao động", { "Tổng số lao động": "28" });
    await officer.sendNow();
    await expect(centre.main).toContainText("28 người", { timeout: 5_000 });
  });
});

test("where no stream passes the news still come, and the line is asked for one once", async ({ office }) => {
  const far = await office.network();
  far.refuseStreams();
  const centre = await office.signedIn(people.centre, { network: far });
  await centre.openFacility(FACILITY);
  await expect.poll(() => far.streams).toBeGreaterThan(0);
  const opened = far.streams;
  const officer = await office.person(people.officer);
  const facility = (await officer.held(COMMUNE)).find(({ doc }) => doc["name"] === FACILITY)!;
  await officer.edit(facility, { workers_total: 31 });
  await centre.hear();
  await expect(centre.main).toContainText("31 người");
  await centre.hear();
  await centre.hear();
  expect(far.streams).toBe(opened);
});
