// Every page at its device, light and dark, into end2end/pictures/ to be looked at; and what a machine
// can see in them: nothing sticks out sideways, axe finds nothing, the console is silent.
import AxeBuilder from "@axe-core/playwright";
import { type Device, type Name, expect, test } from "../tests/crew";

const PAGES: [name: string, who: Name, path: string, device: Device][] = [
  ["home-organizer", "alice", "/", "desk"],
  ["home-cook", "carla", "/", "tablet"],
  ["home-shopper", "bob", "/", "phone"],
  ["parties", "alice", "/budgets", "desk"],
  ["parties-phone", "alice", "/budgets", "phone"],
  ["party", "alice", "/budgets/first", "desk"],
  ["party-cook", "carla", "/budgets/first", "tablet"],
  ["tasks", "alice", "/tasks", "desk"],
  ["tasks-cook", "carla", "/tasks", "tablet"],
  ["tasks-shopper", "bob", "/tasks", "phone"],
  ["kitchen", "carla", "/cooking-schedule", "tablet"],
  ["kitchen-desk", "alice", "/cooking-schedule", "desk"],
  ["shopping", "bob", "/shopping", "phone"],
  ["shopping-cook", "carla", "/shopping", "tablet"],
  ["people", "david", "/people", "desk"],
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is fit to be seen, ${colorScheme}`, async ({ meet, browser, server }) => {
    test.setTimeout(300_000);
    const people = new Map<string, Awaited<ReturnType<typeof meet>>>();
    for (const [name, who, path, device] of PAGES) {
      const key = `${who} ${device}`;
      const person = people.get(key) ?? (await meet(who, { device, colorScheme }));
      people.set(key, person);
      const { page } = person;
      if (path === "/budgets/first") {
        await page.goto("/tasks");
        await page.goto(await firstParty(page));
      } else {
        await page.goto(path);
      }
      await expect(page.locator('html[data-live="true"]')).toBeAttached();
      await page.screenshot({ path: `pictures/${name}-${colorScheme}.png` });
      await page.screenshot({ path: `pictures/${name}-${colorScheme}-whole.png`, fullPage: true });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(wider, `${name} does not scroll sideways`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
      expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
    }
    const entry = await browser.newPage({ baseURL: server.url, colorScheme });
    await entry.goto("/sign-in");
    await entry.screenshot({ path: `pictures/sign-in-${colorScheme}.png` });
    await entry.close();
  });
}

/** The address of a booked party, as the rows of the page name it. */
async function firstParty(page: import("@playwright/test").Page) {
  return page.evaluate(() => {
    const { rows } = JSON.parse(document.getElementById("seed")?.textContent ?? "{}");
    const party = rows.find(({ table, row }: any) => table === "budgets" && row.status === "reserva");
    return `/budgets/${party.row.id}`;
  });
}
