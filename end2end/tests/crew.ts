// The people of the demonstration workspace, each on their own device, all on one real server.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { Network } from "./network";
import { test as base, expect } from "./server";

export type Name = "david" | "alice" | "bob" | "bea" | "carla" | "cai";

/** What each kind of person has in their hands. */
export const DEVICES = {
  desk: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const;

export type Device = keyof typeof DEVICES;

/** One of them, or somebody who is not signed in. */
export type Visitor = Name | "nobody";

export const DEVICE_OF: Record<Visitor, Device> = {
  david: "desk",
  alice: "desk",
  bob: "phone",
  bea: "phone",
  carla: "tablet",
  cai: "tablet",
  nobody: "phone",
};

export type Person = { name: Visitor; page: Page; context: BrowserContext; complaints: string[] };

/** A browser's own words that say nothing about us: what a test did to the network. */
const EXPECTED = [
  /net::ERR_(CONNECTION_(REFUSED|RESET)|INTERNET_DISCONNECTED|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|FAILED|CONTENT_LENGTH_MISMATCH)/,
  /WebSocket connection to .* failed/,
  // A part of the program that was asked for without a network.
  /^TypeError: (Failed to fetch|WebAssembly compilation aborted: Network error)/,
  /Service Worker registration blocked by Playwright/,
];

/** Fails the test when the console of this page complains of anything. */
export function listen(page: Page, complaints: string[]) {
  page.on("console", (message) => {
    const text = message.text();
    // That an address is no page, the browser says on the page that says so.
    const isNoPage = /status of 404/.test(text) && message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !isNoPage && !EXPECTED.some((known) => known.test(text))) {
      complaints.push(`${page.url()}: ${text}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
}

/** Opens a browser for a person and signs them in through the page, as they would; nobody stays outside. */
export async function arrive(
  browser: Browser,
  url: string,
  password: string,
  name: Visitor,
  options: { device?: Device; colorScheme?: "light" | "dark"; path?: string; url?: string; worker?: boolean } = {},
): Promise<Person> {
  const context = await browser.newContext({
    ...DEVICES[options.device ?? DEVICE_OF[name]],
    baseURL: options.url ?? url,
    // What a test holds back on the way to the server is not seen on the way through a worker.
    serviceWorkers: options.worker ? "allow" : "block",
    colorScheme: options.colorScheme ?? "light",
    locale: "en-GB",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  listen(page, complaints);
  if (name !== "nobody") {
    await page.goto(`/sign-in?next=${encodeURIComponent(options.path ?? "/")}`);
    await signIn(page, name, password);
    await alive(page);
  }
  return { name, page, context, complaints };
}

/** Signs somebody in on the page that asks for it. */
export async function signIn(page: Page, name: Name, password: string) {
  await page.getByLabel("E-mail").fill(`${name}@demo.example`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((to) => to.pathname !== "/sign-in");
}

export async function signOut(page: Page) {
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
}

/** Waits until a page is hydrated, knows the rules, and its socket is live. */
export async function alive(page: Page) {
  await expect(page.locator('html[data-live="true"][data-rules="true"]')).toBeAttached({ timeout: 15_000 });
}

/** Keeps what a page sends back until it is let go. */
export async function holdBack(page: Page) {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/submit", async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

type Crew = {
  meet: (name: Visitor, options?: Parameters<typeof arrive>[4]) => Promise<Person>;
  /** A network of its own before the server, for a device that loses it. */
  network: Network;
};

export const test = base.extend<Crew>({
  meet: async ({ browser, server }, use) => {
    const people: Person[] = [];
    await use(async (name, options) => {
      const person = await arrive(browser, server.url, server.password(), name, options);
      people.push(person);
      return person;
    });
    for (const person of people) {
      await person.context.close();
      expect(person.complaints, `${person.name}'s console is silent`).toEqual([]);
    }
  },
  network: async ({ server }, use) => {
    const network = await Network.before(server.url);
    await use(network);
    await network.close();
  },
});

export { expect };
