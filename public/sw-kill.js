// Kill switch, served in place of sw.js when a release must be called back: drops
// the cached program, unregisters the worker and reloads open pages from the
// network. Records and unsent changes are not in its reach (they are in the
// app's own store) and stay where they are. How to use it: header of sw.js.

// Taking over at once is the purpose here, unlike in sw.js.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(standDown()));

async function standDown() {
  for (const name of await caches.keys()) {
    if (name.startsWith("build-")) await caches.delete(name);
  }
  await self.registration.unregister();
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => undefined)));
}
