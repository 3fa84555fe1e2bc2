// A newer build of the app, made of the built one as `cargo xtask build` would: another style sheet, another name, a
// list that fits.

import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtApp } from "./server.ts";

/** The name of the newer build. */
export const NEWER = "newer-build-of-the-journeys";

interface Entry {
  url: string;
  integrity: string;
}

/** A copy of the built app that a journey may replace. */
export async function copyOfBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "skc-web-"));
  await cp(builtApp, folder, { recursive: true });
  return folder;
}

/** The name of the build in a folder. */
export async function nameOf(folder: string): Promise<string> {
  return found(await readFile(join(folder, "sw.js"), "utf8"), /const BUILD = "([^"]+)"/);
}

/** Puts the newer build in the place of the one in the folder; gives the paths that only it has. */
export async function release(folder: string): Promise<string[]> {
  const old = await nameOf(folder);
  const page = await readFile(join(folder, "index.html"), "utf8");
  const worker = await readFile(join(folder, "sw.js"), "utf8");
  const sheet = found(page, /href="(\/assets\/[^"]+\.css)"/);

  const style = `${await readFile(join(folder, sheet), "utf8")}\n/* ${NEWER} */\n`;
  const newSheet = sheet.replace(/[0-9a-f]{16}/, createHash("sha256").update(style).digest("hex").slice(0, 16));
  const newPage = page.replaceAll(sheet, newSheet).replaceAll(old, NEWER);
  const list = JSON.parse(found(worker, /JSON\.parse\('(\[.*\])'\)/)) as Entry[];
  const newList = list.map(({ url, integrity }) => {
    if (url === sheet) return { url: newSheet, integrity: hash(style) };
    if (url === "/index.html") return { url, integrity: hash(newPage) };
    return { url, integrity };
  });

  await remove(folder, sheet);
  await replace(folder, newSheet, style);
  await replace(folder, "/index.html", newPage);
  const newWorker = worker.replace(old, NEWER).replace(JSON.stringify(list), JSON.stringify(newList));
  if (!newWorker.includes(newSheet) || !newWorker.includes(`"${NEWER}"`)) throw new Error("sw.js is not as expected");
  await replace(folder, "/sw.js", newWorker);
  return [newSheet];
}

/** Packed twins would be served in place of the file. */
async function remove(folder: string, path: string): Promise<void> {
  for (const ending of ["", ".br", ".gz"]) await rm(join(folder, path + ending), { force: true });
}

/** Puts something in the place of a file, or takes the file away. */
export async function replace(folder: string, path: string, content: string | Uint8Array | undefined): Promise<void> {
  await remove(folder, path);
  if (content !== undefined) await writeFile(join(folder, path), content);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function found(text: string, pattern: RegExp): string {
  const hit = pattern.exec(text)?.[1];
  if (!hit) throw new Error(`${pattern} is not in the build`);
  return hit;
}

export async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Every file of a build, by its path on the server. */
export async function files(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
}
