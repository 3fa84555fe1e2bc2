// What a browser must never do during any journey: break the content policy, ask another origin, panic.

import type { BrowserContext } from "@playwright/test";

/** Begins to watch; what was seen is added to `faults` in words. */
export async function watch(context: BrowserContext, origin: string, faults: string[]): Promise<void> {
  context.on("console", (message) => {
    const text = message.text();
    if (/Content Security Policy|Permissions policy violation|panicked at/i.test(text)) faults.push(text);
  });
  context.on("weberror", (error) => faults.push(String(error.error())));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isForeign = url.origin !== origin && !["data:", "blob:", "chrome:", "about:"].includes(url.protocol);
    if (isForeign) faults.push(`asked ${url.href}`);
  });
  await context.exposeBinding("__violated", (_source, what: string) => faults.push(what));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell = (globalThis as unknown as { __violated: (what: string) => void }).__violated;
      tell(`${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}
