// Brings the program to the page: the person's look, the wasm, the words of the
// person's language, the service worker. The only script besides the worker; the policy forbids inline ones.
// Placeholders in double braces are filled by `cargo xtask build`.

const APP_JS = "{{app_js}}";
const APP_WASM = "{{app_wasm}}";

// Before anything is drawn: theme, text size and language chosen earlier on this
// device. No choice = no attribute, and the style sheet follows the device.
function applyLook() {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("look.theme");
    const size = localStorage.getItem("look.size");
    const language = localStorage.getItem("look.language");
    if (theme) root.dataset.theme = theme;
    if (size) root.dataset.size = size;
    if (language) root.lang = language;
  } catch {
    // Storage may be forbidden; the page is then shown as the device prefers.
  }
}

function showFailure(error) {
  console.error(error);
  document.getElementById("boot-opening").hidden = true;
  document.getElementById("boot-failed").hidden = false;
  document.getElementById("boot-why").textContent = String(error?.message ?? error);
}

// Where the words lie, by language, is written in the page: the app reads it too.
function wordsLink() {
  const link = (language) => document.querySelector(`link[rel=words][hreflang="${CSS.escape(language)}"]`);
  return link(document.documentElement.lang) ?? link("vi");
}

async function fetchWords(link, cache) {
  const answer = await fetch(link.href, { cache });
  if (!answer.ok) throw new Error(`${link.href}: ${answer.status}`);
  return answer.text();
}

// The app refuses words that are not exactly those of its build. A first miss
// may be a bad copy in the HTTP cache, so the second try goes past it.
async function draw(app, link, words) {
  try {
    app.start(link.hreflang, await words);
  } catch (error) {
    console.warn("words:", error);
    app.start(link.hreflang, await fetchWords(link, "reload"));
  }
}

async function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  // The worker file itself must never come from the HTTP cache, or a broken
  // release could not be called back.
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
}

async function start() {
  applyLook();
  try {
    // All at once: the wasm must not wait for the script that starts it.
    const link = wordsLink();
    const words = fetchWords(link, "default");
    words.catch(() => undefined); // draw() hears of it.
    const [app, wasm] = await Promise.all([import(APP_JS), fetch(APP_WASM)]);
    await app.default({ module_or_path: wasm });
    await draw(app, link, words);
    document.getElementById("boot")?.remove();
  } catch (error) {
    showFailure(error);
  }
  // After the app, so that its download does not compete with the first screen,
  // and also after a failure: a newer worker may bring the repair.
  registerWorker().catch((error) => console.warn("service worker:", error));
}

start();
