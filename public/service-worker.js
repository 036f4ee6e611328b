// Keeps one build of the program on the device, and opens pages there where the server does not
// answer, or while acts of the person wait. The build is named in this script's own address, so that
// another build is another worker. It knows the page's database (src/browser/disk.rs).

const build = new URL(location).searchParams.get("build");
const name = `bliss-${build}`;
const shell = "/shell";
const folder = `/pkg/${build}/`;
const files = [shell, "/favicon.svg", "/icons.svg", "/manifest.webmanifest", "/theme.js"];
/** How long a page may take before the device opens it, in milliseconds. */
const patience = 1500;
const pages = /^\/($|budgets($|\/)|tasks$|cooking-schedule$|shopping$|people$)/;
/** Who is on this device changes here. */
const doors = /^\/api\/(sign-in|sign-out|start|accept-invite)$/;

self.addEventListener("install", (event) => event.waitUntil(keep()));

/** Everything of one build, or nothing: a shell of another one would not find its program. */
async function keep() {
  const list = await get(`${folder}files.json`);
  if (!list.ok) throw new Error(`${list.url}: ${list.status}`);
  const all = [...files, ...(await list.json()).map((file) => folder + file)];
  const answers = await Promise.all(all.map(get));
  const wrong = answers.find((answer) => !answer.ok);
  if (wrong) throw new Error(`${wrong.url}: ${wrong.status}`);
  if (answers[0].headers.get("x-build") !== build) throw new Error("the server has another build by now");
  const cache = await caches.open(name);
  await Promise.all(all.map((file, at) => cache.put(file, answers[at])));
  await self.skipWaiting();
}

/** What is named by its build never changes, and the page has just got it. */
const get = (file) => fetch(file, { cache: file.startsWith(folder) ? "default" : "no-cache", credentials: "omit" });

self.addEventListener("activate", (event) => event.waitUntil(begin()));

/** Pages of the build before have all they need, and the server still has their files. */
async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith("bliss-") && one !== name).map((one) => caches.delete(one)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && request.method === "POST" && doors.test(pathname)) {
    event.respondWith(forget().then(() => fetch(request)));
  } else if (request.mode === "navigate" && request.method === "GET" && pages.test(pathname)) {
    event.respondWith(page(request));
  } else if (request.method === "GET" && isKept(pathname)) {
    event.respondWith(caches.match(pathname, { cacheName: name }).then((kept) => kept ?? fetch(request)));
  }
});

const isKept = (pathname) => pathname.startsWith(folder) || (files.includes(pathname) && pathname !== shell);

async function page(request) {
  const kept = await caches.match(shell, { cacheName: name });
  if (!kept) return fetch(request);
  const owner = await current().catch(() => undefined);
  if (owner && (await waits(owner).catch(() => false))) return kept;
  const answer = fetch(request).catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  // Who is not known here has nothing to see on the device, and waits for the server.
  const first = await (owner ? Promise.race([answer, late]) : answer);
  return first && first.status < 500 ? first : kept;
}

// The page's database.

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("bliss");
    // Made by pages alone: an empty one would have no stores.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function ask(store, mode, question) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = question(database.transaction(store, mode).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

/** Whose device it is. */
const current = () => ask("device", "readonly", (device) => device.get("current"));

/** Whether acts of theirs are not settled, and there are rows to open a page with. */
const waits = async (owner) =>
  (await ask("device", "readonly", (device) => device.count(`${owner}/head`))) &&
  (await ask("acts", "readonly", (acts) => acts.count(IDBKeyRange.bound(`${owner}/`, `${owner}0`))));

/** Before somebody comes or goes: the next page is not opened with the last one's rows. */
const forget = () => ask("device", "readwrite", (device) => device.delete("current")).catch(() => undefined);
