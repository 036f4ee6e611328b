// From a tap to the own screen, and from a tap to the others': fifty taps on one line by Bob, seen on his
// list, on Bea's, and among Carla's ingredients. Prints the figures; fails only on what is not seen
// within five seconds.
import type { Page } from "@playwright/test";
import { expect, test } from "./crew";
import { setScene } from "./scene";

const TAPS = 50;
const LINE = 'li:has([role="checkbox"])';
const INGREDIENT = 'li:has([role="group"])';

/** Has a page note the time at which what `read` gives of the row with this name changes. */
async function watch(page: Page, selector: string, name: string, read: string) {
  await page.evaluate(
    ({ selector, name, read }) => {
      const value = new Function("row", `return String(${read})`);
      const times: [string, number][] = [];
      const shown = () => {
        const row = [...document.querySelectorAll(selector)].find((row) => row.textContent?.includes(name));
        return row ? value(row) : "";
      };
      let last = shown();
      const look = () => {
        const now = shown();
        if (now !== last) {
          last = now;
          requestAnimationFrame(() => times.push([now, performance.timeOrigin + performance.now()]));
        }
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      Object.assign(window, { times });
    },
    { selector, name, read },
  );
}

const times = (page: Page): Promise<[string, number][]> => page.evaluate(() => (window as any).times);

function figures(label: string, delays: number[]) {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
  console.log(`${label}: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms (${delays.length} taps)`);
}

test("fifty taps reach the own screen and the others'", async ({ meet, server }) => {
  test.setTimeout(180_000);
  const scene = await setScene(server);
  await scene.alice.must({ type: "set-budget-status", data: { budgetId: scene.partyA, status: "reserva" } });
  const bob = await meet("bob", { path: "/shopping" });
  const bea = await meet("bea", { path: "/shopping" });
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  await carla.page.getByRole("link", { name: /Smoked brisket/ }).tap();
  await carla.page.getByRole("heading", { level: 1, name: "Smoked brisket" }).waitFor();

  const ticked = `row.querySelector('[role="checkbox"]').getAttribute("aria-checked")`;
  await watch(bob.page, LINE, "Brisket", ticked);
  await watch(bea.page, LINE, "Brisket", ticked);
  await watch(carla.page, INGREDIENT, "Brisket", `row.textContent.includes("bought by Bob")`);
  const taps: number[] = [];
  for (let tap = 0; tap < TAPS; tap++) {
    const state = tap % 2 === 0 ? "true" : "false";
    taps.push(
      await bob.page.evaluate((line) => {
        const row = [...document.querySelectorAll(line)].find((one) => one.textContent?.includes("Brisket"));
        const start = performance.timeOrigin + performance.now();
        row?.querySelector<HTMLElement>('[role="checkbox"]')?.click();
        return start;
      }, LINE),
    );
    for (const [name, person] of Object.entries({ bob, bea, carla })) {
      const message = `tap ${tap} on ${name}'s screen`;
      await expect
        .poll(async () => (await times(person.page)).length, { message, timeout: 5_000, intervals: [20] })
        .toBeGreaterThanOrEqual(tap + 1);
      expect((await times(person.page))[tap][0]).toBe(state);
    }
  }
  for (const [label, { page }] of [
    ["tap to own screen", bob],
    ["tap to another's list", bea],
    ["tap to the kitchen", carla],
  ] as const) {
    const seen = await times(page);
    figures(label, taps.map((start, tap) => seen[tap][1] - start));
  }
});
