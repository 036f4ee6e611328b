// Keeps one build of the program on the device, and opens pages there where the server does not
// answer, or while acts of the person wait. The build is named in this script's own address, so that
// another build is another worker. It knows the page's database (src/browser/disk.rs), and tells the
// server first of a sign-out that it has not heard.

const build = new URL(location).searchParams.get("build");
const name = `bliss-${build}`;
const shell = "/shell";
const folder = `/pkg/${build}/`;
const files = [shell, "/favicon.svg", "/icons.svg", "/manifest.webmanifest", "/theme.js"];
/** How long a page may take before the device opens it, in milliseconds. */
const patience = 1500;
/** Where somebody is sent whose account was closed. */
const refused = "/sign-in?error=account-closed";
/** How long the server may take to end a session, in milliseconds. */
const ending = 10000;
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
    event.respondWith(door(request, pathname));
  } else if (request.mode === "navigate" && request.method === "GET" && pages.test(pathname)) {
    event.respondWith(page(request, event));
  } else if (request.method === "GET" && isKept(pathname)) {
    event.respondWith(caches.match(pathname, { cacheName: name }).then((kept) => kept ?? fetch(request)));
  }
});

const isKept = (pathname) => pathname.startsWith(folder) || (files.includes(pathname) && pathname !== shell);

async function page(request, event) {
  const kept = await caches.match(shell, { cacheName: name });
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  const telling = left();
  event.waitUntil(telling);
  // Nothing of somebody who has signed out is asked for before the server has heard it.
  if (!(await Promise.race([telling, late]))) return kept ?? Response.error();
  if (!kept) return fetch(request);
  const owner = await current().catch(() => undefined);
  if (owner && (await waits(owner).catch(() => false))) return kept;
  const answer = fetch(request).catch(() => undefined);
  // Who is not known here has nothing to see on the device, and waits for the server.
  const first = await (owner ? Promise.race([answer, late]) : answer);
  // Sent to the door: of a closed account this device keeps nothing.
  if (owner && first?.type === "opaqueredirect" && (await closed(owner))) return Response.redirect(refused, 303);
  return first && first.status < 500 ? first : kept;
}

/** Forgets a person whose account was closed, where the server says so of this session; whether it does. */
async function closed(owner) {
  const answer = await fetch("/api/submit", { method: "POST", body: "{}" }).catch(() => undefined);
  if (answer?.status !== 401) return false;
  const { error } = await answer.json().catch(() => ({}));
  if (error?.reason !== "closed") return false;
  const theirs = IDBKeyRange.bound(`${owner}/`, `${owner}0`);
  for (const store of ["device", "rows", "acts"]) await ask(store, "readwrite", (all) => all.delete(theirs));
  await forget();
  // Local storage is for pages alone: the next one forgets what stands there (closed.js).
  await (await caches.open("notes")).put("/closed", new Response(owner));
  return true;
}

/** Somebody comes or goes. */
async function door(request, pathname) {
  const noted = pathname === "/api/sign-out" && (await note().catch(() => false));
  await forget();
  // The first page says that nobody is signed in here.
  const home = () => Response.redirect("/", 303);
  if (!(await left())) return home();
  return noted ? Response.redirect("/sign-in", 303) : fetch(request).catch(home);
}

/** Tells the server of a sign-out that it has not heard; whether there is none any more. */
async function left() {
  const leaving = await ask("device", "readonly", (device) => device.get("leaving")).catch(() => undefined);
  if (!leaving) return true;
  const signal = AbortSignal.timeout(ending);
  const answer = await fetch("/api/sign-out", { method: "POST", redirect: "manual", signal }).catch(() => undefined);
  // Anything but the way to the door is no answer of ours.
  if (answer?.type !== "opaqueredirect") return false;
  await ask("device", "readwrite", (device) => device.delete("leaving")).catch(() => undefined);
  return true;
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

/** Who is here signs out; false where nobody is. */
async function note() {
  const owner = await current();
  if (owner) await ask("device", "readwrite", (device) => device.put(owner, "leaving"));
  return Boolean(owner);
}

/** It is nobody's: the next page is not opened with the last one's rows. */
const forget = () => ask("device", "readwrite", (device) => device.delete("current")).catch(() => undefined);
