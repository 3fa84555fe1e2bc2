// Everything a browser keeps for the app's origin, as text.

import type { Page } from "@playwright/test";

export interface Kept {
  /** Every database, every store, every key and value; bytes read as UTF-8. */
  databases: string;
  databaseNames: string[];
  /** Every address, and each body that is text, in the cache of the service worker. */
  caches: string;
  cachedPaths: string[];
  local: string;
}

export async function kept(page: Page): Promise<Kept> {
  return page.evaluate(async () => {
    const decoder = new TextDecoder();
    const readable = (_key: string, value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return decoder.decode(value);
      if (ArrayBuffer.isView(value)) return decoder.decode(value as Uint8Array);
      return value;
    };
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });

    const databaseNames: string[] = [];
    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue;
      databaseNames.push(name);
      const database = await done(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        rows.push([name, storeName, keys, values]);
      }
      database.close();
    }

    const cachedPaths: string[] = [];
    const files: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cachedPaths.push(new URL(request.url).pathname);
        const response = await cache.match(request);
        const isText = !/wasm|image/.test(response?.headers.get("content-type") ?? "");
        files.push(request.url, (isText && (await response?.text())) || "");
      }
    }
    return {
      databases: JSON.stringify(rows, readable),
      databaseNames,
      caches: files.join("\n"),
      cachedPaths,
      local: JSON.stringify({ ...localStorage }),
    };
  });
}

/** From now on nothing of what a person writes reaches the disk, until what comes back is called: a disk that is busy. */
export async function busyDisk(page: Page): Promise<() => Promise<void>> {
  const hold = await page.evaluateHandle(async () => {
    const hold = { is_held: true };
    const names = (await indexedDB.databases()).map(({ name }) => name!);
    for (const name of names.filter((name) => /^so-[0-9a-f]{8}-/.test(name))) {
      await new Promise<void>((begun, failed) => {
        const open = indexedDB.open(name);
        open.onerror = () => failed(open.error);
        open.onsuccess = () => {
          const outbox = open.result.transaction(["outbox", "meta"], "readwrite").objectStore("outbox");
          // A transaction is open as long as something is asked in it.
          const ask = (): void => {
            outbox.count().onsuccess = () => {
              begun();
              if (hold.is_held) ask();
              else open.result.close();
            };
          };
          ask();
        };
      });
    }
    return hold;
  });
  return () => hold.evaluate((hold) => void (hold.is_held = false));
}
