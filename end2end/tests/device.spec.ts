// What a device says and does where the network lies, the clock is wrong, or its person changes.
import type { Page } from "@playwright/test";
import { alive, expect, test as crew } from "./crew";
import { Network } from "./network";
import { setScene } from "./scene";

const test = crew.extend<{ network: Network }>({
  network: async ({ server }, use) => {
    const network = await Network.before(server.url);
    await use(network);
    await network.close();
  },
});

/** What the pill of the top bar says. */
const pill = (page: Page, words: string | RegExp) =>
  page.locator(".sync").filter({ hasText: typeof words === "string" ? new RegExp(`^${words}$`) : words });

const line = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

test("a connection that hangs is given up, and whoever asks gets another at once", async ({ meet, network, server }) => {
  test.setTimeout(120_000);
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url });
  await expect(line(bob.page, "Briquettes")).toBeVisible();

  // The socket is lost, and the next attempt is swallowed.
  network.cut();
  await expect(pill(bob.page, /Reconnecting|Offline/)).toBeVisible();
  const hanging = bob.page.waitForEvent("websocket", { timeout: 40_000 });
  network.swallow();
  await hanging;

  // The network is well again: nobody waits for the attempt that hangs.
  network.mend();
  await bob.page.locator(".sync").tap();
  await expect(async () => {
    await bob.page.getByRole("button", { name: "Retry now" }).tap({ timeout: 1_000 });
    await expect(bob.page.locator('html[data-live="true"]')).toBeAttached({ timeout: 1_000 });
  }).toPass({ timeout: 6_000 });
  await bob.page.keyboard.press("Escape");

  // And with nobody at the phone it comes back by itself.
  network.cut();
  await expect(bob.page.locator('html[data-live="false"]')).toBeAttached();
  const swallowed = bob.page.waitForEvent("websocket", { timeout: 40_000 });
  network.swallow();
  await swallowed;
  network.mend();
  await expect(bob.page.locator('html[data-live="true"]')).toBeAttached({ timeout: 50_000 });
  await scene.alice.must({
    type: "edit-budget",
    data: { budgetId: scene.partyB, name: "Village fair and market" },
  });
  await expect(bob.page.getByText("Village fair and market").first()).toBeVisible();
});
