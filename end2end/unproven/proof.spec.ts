// The main job: an organizer, a cook and a shopper work on one party and see each other's changes
// without reloading, over a restart of the server.
import type { Page } from "@playwright/test";
import { alive, expect, test } from "../tests/crew";
import { setScene } from "../tests/scene";

/** What is not seen within this is not live. */
const SOON = 5_000;

const line = (page: Page, name: string) =>
  page.locator("li.line").filter({ has: page.locator(".name", { hasText: name }) });
const ingredient = (page: Page, name: string) => page.locator(".ingredients > li").filter({ hasText: name });
const task = (page: Page, title: string, party: string) =>
  page
    .locator("li.task")
    .filter({ has: page.getByRole("link", { name: title, exact: true }) })
    .filter({ hasText: party });

async function buy(page: Page, name: string, amount: string) {
  await line(page, name).locator(".line-body").tap();
  const sheet = page.getByRole("dialog", { name });
  await sheet.getByRole("textbox", { name: /amount|bought now|how much/i }).first().fill(amount);
  await sheet.getByRole("button", { name: new RegExp(`^Bought ${amount}`) }).tap();
  await expect(sheet).toBeHidden();
}

test("a party is booked, cooked and shopped for by three people at once", async ({ meet, server }) => {
  test.setTimeout(180_000);
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const bob = await meet("bob", { path: "/shopping" });
  const reloads = { carla: 0, bob: 0 };
  carla.page.on("load", () => reloads.carla++);
  bob.page.on("load", () => reloads.bob++);

  await test.step("Bob has the other party's charcoal already", async () => {
    await expect(line(bob.page, "Briquettes")).toContainText("3");
    await expect(line(bob.page, "Brisket")).toHaveCount(0);
  });

  await test.step("Alice books, after seeing what it will create", async () => {
    await alice.page.getByRole("button", { name: "Book", exact: true }).click();
    const dialog = alice.page.getByRole("dialog");
    await expect(dialog).toContainText("Brisket");
    await dialog.getByRole("button", { name: "Book the party" }).click();
    await expect(alice.page.getByText("Booked").first()).toBeVisible();
  });

  await test.step("Carla and Bob get schedule and lines without reloading", async () => {
    await expect(carla.page.locator(".queue .ticket", { hasText: "Smoked brisket" })).toBeVisible({ timeout: SOON });
    await expect(line(bob.page, "Brisket").locator(".amount")).toContainText("12", { timeout: SOON });
    const shared = line(bob.page, "Briquettes");
    await expect(shared.locator(".amount")).toContainText("5", { timeout: SOON });
    await expect(shared).toContainText("Harvest supper 2");
    await expect(shared).toContainText("Village fair 3");
  });

  await test.step("Carla changes 12 to 14 kg: Bob's line reads 14 and he is told", async () => {
    await carla.page.locator(".queue .ticket", { hasText: "Smoked brisket" }).tap();
    const row = ingredient(carla.page, "Brisket");
    await expect(row).toContainText("12");
    for (let more = 0; more < 8 && !(await row.locator(".value").innerText()).startsWith("14"); more++) {
      await row.getByRole("button", { name: /more/i }).tap();
    }
    await expect(row.locator(".value")).toContainText("14");
    await expect(line(bob.page, "Brisket").locator(".amount")).toContainText("14", { timeout: SOON });
    await expect(bob.page.locator(".toasts")).toContainText("Brisket: 12 kg → 14 kg", { timeout: SOON });
  });

  await test.step("Bob buys 9: five are missing", async () => {
    await buy(bob.page, "Brisket", "9");
    await expect(ingredient(carla.page, "Brisket")).toContainText(/5 kg/, { timeout: SOON });
  });

  await test.step("the server is restarted, and everybody goes on", async () => {
    await server.stop();
    for (const { page } of [alice, carla, bob]) {
      await expect(page.locator('html[data-live="false"]')).toBeAttached({ timeout: SOON });
    }
    await server.start();
    for (const { page } of [alice, carla, bob]) {
      await page.evaluate(() => window.dispatchEvent(new Event("online")));
      await alive(page);
    }
  });

  await test.step("Bob buys 5 more: Carla's ingredient becomes available", async () => {
    await buy(bob.page, "Brisket", "5");
    const row = ingredient(carla.page, "Brisket");
    await expect(row).toContainText(/bought by Bob/i, { timeout: SOON });
    await expect(row).not.toContainText(/missing/i);
  });

  await test.step("Bob takes the charcoal in one tap: Alice sees supplies complete", async () => {
    await line(bob.page, "Briquettes").getByRole("checkbox").tap();
    await expect(alice.page.getByText(/supplies (are )?complete|2 of 2/i).first()).toBeVisible({ timeout: SOON });
  });

  await test.step("Bob finishes shopping and Carla's preparation is enabled", async () => {
    await carla.page.getByRole("link", { name: "Tasks" }).first().tap();
    await expect(task(carla.page, "Preparation", "Harvest supper")).toContainText("Waits for", { timeout: SOON });
    await bob.page.getByRole("link", { name: "Tasks" }).first().tap();
    await task(bob.page, "Shopping", "Harvest supper").getByRole("button", { name: "Finish" }).tap();
    const preparation = task(carla.page, "Preparation", "Harvest supper");
    await expect(preparation.getByRole("button", { name: "Start", exact: true })).toBeVisible({ timeout: SOON });
  });

  expect(reloads, "nobody had to reload").toEqual({ carla: 0, bob: 0 });
});
