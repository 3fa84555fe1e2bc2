// The app as an installed program: PWA-1, 2, 4, 6 and what lies in the caches.

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, Office, people, test } from "./support/office.ts";
import * as build from "./support/newer_build.ts";
import { facilities } from "./support/province.ts";
import { builtApp } from "./support/server.ts";
import { kept } from "./support/storage.ts";

interface Icon {
  src: string;
  sizes: string;
  type: string;
  purpose?: string;
}

interface Manifest {
  lang: string;
  icons: Icon[];
  screenshots: Icon[];
  shortcuts: { name: string; url: string }[];
}

/** Width and height in the head of a PNG. */
function pngSize(bytes: Buffer): string {
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test("browsers offer to install it: manifest, icons, screenshots, shortcuts", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.canStartOffline();
  const cdp = await book.page.context().newCDPSession(book.page);
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, url } = await cdp.send("Page.getAppManifest");
  expect(errors).toEqual([]);

  const manifest = (await (await fetch(url)).json()) as Manifest;
  expect(manifest.lang).toBe("vi");
  expect(manifest.shortcuts.length).toBeGreaterThan(0);
  for (const shortcut of manifest.shortcuts) {
    await book.visit(shortcut.url);
    await expect(book.heading).toBeVisible();
    await expect(book.heading).not.toHaveText("Không có trang này");
  }
  for (const { src, sizes, type } of [...manifest.icons, ...manifest.screenshots]) {
    const answer = await fetch(new URL(src, url));
    expect(answer.headers.get("content-type"), src).toContain(type);
    if (type === "image/png") expect(pngSize(Buffer.from(await answer.arrayBuffer())), src).toBe(sizes);
  }
  const has = (size: string, purpose: string) =>
    manifest.icons.some((icon) => icon.sizes.split(" ").includes(size) && (icon.purpose ?? "any").split(" ").includes(purpose));
  expect(has("192x192", "any"), "192").toBe(true);
  expect(has("512x512", "any"), "512").toBe(true);
  expect(has("512x512", "maskable"), "512 maskable").toBe(true);
  expect(manifest.icons.some((icon) => icon.purpose?.includes("monochrome")), "monochrome").toBe(true);
});

test("after one visit it starts without network, and no record is in its caches", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await book.canStartOffline();
  await book.visit("/ready");
  await expect(book.main).toContainText("Mở được khi không có mạng");
  await network.turn("down");
  await book.close();

  await book.start();
  await expect(book.heading).toHaveText("Việc hôm nay");
  await book.openFacility(facilities.pottery);
  const { caches, cachedPaths } = await kept(book.page);
  expect(cachedPaths.filter((path) => path.startsWith("/api"))).toEqual([]);
  expect(cachedPaths).toContain("/index.html");
  expect(caches).not.toContain(facilities.pottery);
});

test("files say how long they may be kept", async ({ office }) => {
  const head = async (path: string) => {
    const answer = await fetch(office.server.url + path, { headers: { "accept-encoding": "br" } });
    await answer.arrayBuffer();
    expect(answer.status, path).toBe(200);
    return answer.headers;
  };
  for (const path of ["/", "/index.html", "/sw.js", "/facilities"]) {
    expect((await head(path)).get("cache-control"), path).toBe("no-cache");
  }
  expect((await head("/api/v1/health")).get("cache-control")).toBe("no-store");
  const assets = (await build.files(builtApp)).filter((path) => path.startsWith("/assets/") && !/\.(br|gz)$/.test(path));
  for (const path of assets) {
    expect((await head(path)).get("cache-control"), path).toBe("public, max-age=31536000, immutable");
  }
  const wasm = assets.filter((path) => path.endsWith(".wasm"));
  expect(wasm).not.toEqual([]);
  for (const path of wasm) {
    const headers = await head(path);
    expect(headers.get("content-type")).toBe("application/wasm");
    expect(headers.get("content-encoding")).toBe("br");
  }
});

test("a newer build that came only in part leaves the one in use working", async () => {
  const web = await build.copyOfBuild();
  const office = await Office.open({ web });
  try {
    const book = await office.signedIn(people.officer);
    await book.canStartOffline();
    const [newSheet] = await build.release(web);
    const whole = await readFile(join(web, newSheet!));
    await writeFile(join(web, newSheet!), whole.subarray(0, whole.length / 2));

    const states = await book.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update().catch(() => undefined);
      const coming = registration.installing;
      if (!coming) return "nothing came";
      await new Promise((resolve) => coming.addEventListener("statechange", resolve, { once: true }));
      return coming.state;
    });
    expect(states, "the half build is thrown away").toBe("redundant");

    await office.server.kill();
    await book.visit("/");
    await expect(book.heading).toHaveText("Việc hôm nay");
    await expect(book.page.getByText("Có bản mới")).toBeHidden();

    await writeFile(join(web, newSheet!), whole);
    await office.server.start();
    await book.visit("/");
    await expect(book.page.getByText("Có bản mới").first()).toBeVisible({ timeout: 30_000 });
  } finally {
    await office.close();
    await rm(web, { recursive: true, force: true });
  }
});

test("the kill switch drops the worker and the cached program, never the records", async () => {
  const web = await build.copyOfBuild();
  const office = await Office.open({ web });
  try {
    const network = await office.network();
    const book = await office.signedIn(people.officer, { network });
    await book.canStartOffline();
    await network.turn("no-api");
    await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "6" });
    await book.hasSaved();

    await writeFile(join(web, "sw.js"), await readFile(join(web, "sw-kill.js")));
    for (const packed of ["sw.js.br", "sw.js.gz"]) await rm(join(web, packed), { force: true });
    await book.visit("/");
    await expect.poll(async () => (await kept(book.page).catch(() => undefined))?.cachedPaths).toEqual([]);
    await expect(book.heading).toHaveText("Việc hôm nay");
    await book.hasSaved();
    await network.turn("fine");
    await book.sendNow();
  } finally {
    await office.close();
    await rm(web, { recursive: true, force: true });
  }
});
