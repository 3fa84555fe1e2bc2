// Every page but the first is a module of its own, which comes while the first is read.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as build from "./support/newer_build.ts";
import { expect, Office, people, test } from "./support/office.ts";

test("the first page needs no other module; pages that did not come are told and open when they are there", async () => {
  const web = await build.copyOfBuild();
  const path = (await build.files(web)).find((path) => /^\/assets\/split_\w+-[0-9a-f]+\.wasm$/.test(path))!;
  const module = await readFile(join(web, path));
  await build.replace(web, path, undefined);
  const office = await Office.open({ web });
  try {
    const book = await office.signedIn(people.officer);
    await expect(book.heading).toHaveText("Việc hôm nay");
    await book.go("Cơ sở");
    await expect(book.heading).toHaveText("Chưa mở được trang này");
    await book.go("Hôm nay");
    await expect(book.heading).toHaveText("Việc hôm nay");

    await book.visit("/help");
    await expect(book.heading).toHaveText("Chưa mở được trang này");
    await build.replace(web, path, module);
    await book.page.getByRole("button", { name: "Mở lại" }).click();
    await expect(book.heading).toHaveText("Trợ giúp");
  } finally {
    await office.close();
    await build.discard(web);
  }
});
