// From a tap to the own screen, and from a tap to the others': fifty taps on one line by Bob, seen by
// himself, Bea and Carla. Prints the figures; fails only on what is not seen within five seconds.
import type { Page } from "@playwright/test";
import { expect, test } from "./crew";
import { setScene } from "./scene";

const TAPS = 50;

/** Has a page note the time at which what `read` gives changes. */
async function watch(page: Page, selector: string, name: string, read: string) {
  await page.evaluate(
    ({ selector, name, read }) => {
      const value = new Function("row", `return ${read}`);
      const find = () => [...document.querySelectorAll(selector)].find((row) => row.textContent?.includes(name));
      const times: [string, number][] = [];
      const read_now = () => String(value(find() ?? document.createElement("li")));
      let last = find() ? read_now() : "";
      const look = () => {
        const now = find() ? read_now() : "";
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

  const ticked = `row.querySelector(".tick").getAttribute("aria-checked")`;
  await watch(bob.page, "li.line", "Brisket", ticked);
  await watch(bea.page, "li.line", "Brisket", ticked);
  const taps: number[] = [];
  for (let tap = 0; tap < TAPS; tap++) {
    const state = tap % 2 === 0 ? "true" : "false";
    taps.push(
      await bob.page.evaluate(() => {
        const row = [...document.querySelectorAll("li.line")].find((one) => one.textContent?.includes("Brisket"));
        const start = performance.timeOrigin + performance.now();
        row?.querySelector<HTMLElement>(".tick")?.click();
        return start;
      }),
    );
    for (const person of [bob, bea]) {
      await expect
        .poll(async () => (await times(person.page)).length, { timeout: 5_000, intervals: [20] })
        .toBeGreaterThanOrEqual(tap + 1);
      expect((await times(person.page))[tap][0]).toBe(state);
    }
  }
  const own = await times(bob.page);
  const others = await times(bea.page);
  figures("tap to own screen", taps.map((start, tap) => own[tap][1] - start));
  figures("tap to another's screen", taps.map((start, tap) => others[tap][1] - start));
});
