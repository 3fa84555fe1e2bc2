// Service worker: the program itself, offline. Nothing else.
//
// What it keeps: the files of one build, named in PRECACHE with their hashes, in
// one cache named after the build. What it refuses: everything under /api/ and
// every record; those live in the app's own store. What it leaves to the
// server: the public pages under /cn/, where the codes on certificates lead.
//
// Life of a build
//   install   fetches the list. Each answer must be the file the build made
//             (status, type, hash), or the install fails as a whole and the
//             build in use goes on. Files already held with the same hash are
//             copied instead of fetched, and a broken install resumes. Words of a
//             language that nobody chose here are left out until somebody does.
//   waiting   until every tab is closed, or until the person taps "Cập nhật":
//             only then the page posts {type: "activate"}.
//   activate  drops the caches of other builds.
//
// Kill switch: sw-kill.js is put in place of this file in the served folder (how:
// docs/OPERATIONS.md). Browsers ask for /sw.js past every cache at each
// navigation and at least once a day, so every device drops its worker and its
// files, never its records, and loads the app from the network.
//
// Messages from a page                answered through the message's port
//   {type: "activate"}                nothing; the page sees "controllerchange"
//   {type: "status"}                  {build, missing}: files not yet held
//   {type: "keep", url}               nothing; a file on choice is held from now on
// Messages to pages
//   {type: "wake"}                    a background sync fired: look at the outbox
//
// Placeholders in double braces are filled by `cargo xtask build`.

const BUILD = "{{build}}";
/** @type {Array<{url: string, integrity: string, onChoice?: true}>} */
const PRECACHE = JSON.parse('{{precache}}');
const SHELL = "/index.html";
const OF_SERVER = ["/api/", "/cn/"];

const CACHE_PREFIX = "build-";
const CACHE = CACHE_PREFIX + BUILD;
// What a finished cache says of itself, so that the next build can reuse its files.
const CONTENTS = "/.precache.json";

const TYPES = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  txt: "text/plain",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answer = answerFor(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener("message", (event) => {
  switch (event.data?.type) {
    case "activate":
      self.skipWaiting();
      break;
    case "keep":
      event.waitUntil(keep(event.data.url));
      break;
    case "status":
      event.waitUntil(status().then((found) => event.ports[0]?.postMessage(found)));
      break;
  }
});
self.addEventListener("sync", (event) => event.waitUntil(wakePages()));

async function install() {
  const cache = await caches.open(CACHE);
  const held = await filesOfOtherBuilds();
  for (const entry of PRECACHE) {
    if (await cache.match(entry.url)) continue;
    if (entry.onChoice && !(await wasChosen(entry))) continue;
    const copy = await held(entry);
    await cache.put(entry.url, copy ?? (await download(entry)));
  }
  await cache.put(CONTENTS, new Response(JSON.stringify(PRECACHE)));
}

// The hash is checked by the browser (`integrity`). A first miss may be a stale
// copy in the HTTP cache, so the second try goes past it.
async function download({ url, integrity }) {
  try {
    return checked(await fetch(url, { integrity, credentials: "omit" }), url);
  } catch {
    return checked(await fetch(url, { integrity, credentials: "omit", cache: "reload" }), url);
  }
}

// A login page of the café's network answers 200 too: status alone proves nothing.
function checked(response, url) {
  const expected = TYPES[url.slice(url.lastIndexOf(".") + 1)];
  const type = response.headers.get("content-type") ?? "";
  if (response.status !== 200 || response.redirected) {
    throw new Error(`${url}: answered ${response.status}, not the file`);
  }
  if (expected && !type.startsWith(expected)) {
    throw new Error(`${url}: came as ${type}, expected ${expected}`);
  }
  return response;
}

async function filesOfOtherBuilds() {
  const known = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(CACHE_PREFIX) || name === CACHE) continue;
    const cache = await caches.open(name);
    const contents = await cache.match(CONTENTS);
    for (const { url, integrity } of contents ? await contents.json() : []) {
      known.set(integrity, () => cache.match(url));
    }
  }
  return async ({ integrity }) => known.get(integrity)?.();
}

const stem = (url) => url.replace(/-[0-9a-f]+\.\w+$/, "");

async function wasChosen({ url }) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(CACHE_PREFIX) || name === CACHE) continue;
    const held = await (await caches.open(name)).keys();
    if (held.some((request) => stem(new URL(request.url).pathname) === stem(url))) return true;
  }
  return false;
}

async function keep(url) {
  const entry = PRECACHE.find((entry) => entry.url === url);
  const cache = await caches.open(CACHE);
  if (entry && !(await cache.match(url))) await cache.put(url, await download(entry));
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

// `undefined` leaves the request to the browser as if there were no worker.
function answerFor(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return undefined;
  if (OF_SERVER.some((path) => url.pathname.startsWith(path))) return undefined;
  if (request.mode === "navigate") return fromCache(SHELL, request);
  if (PRECACHE.some((entry) => entry.url === url.pathname)) return fromCache(url.pathname, request);
  return undefined;
}

// The browser may have emptied the cache under pressure: then the network, as a
// page without a worker would.
async function fromCache(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function status() {
  const cache = await caches.open(CACHE);
  const wanted = PRECACHE.filter((entry) => !entry.onChoice);
  const held = await Promise.all(wanted.map((entry) => cache.match(entry.url)));
  return { build: BUILD, missing: held.filter((file) => !file).length };
}

// Background sync only wakes the app: the engine that sends lives in the page.
async function wakePages() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: "wake" });
}
