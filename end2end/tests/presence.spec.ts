// Who is where: small, at the row, for everybody but the person themselves, and nothing moves.
import type { Page } from "@playwright/test";
import { uuidv7 } from "./api";
import { expect, test } from "./crew";
import { setScene } from "./scene";

/** Takes a page out of sight, as another tab or app over it does. */
async function lookAway(page: Page) {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
}

test("others see who is on a party, and who edits it, until they leave", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await meet("david", { path: `/budgets/${scene.partyA}` });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const seen = david.page.locator(".party-head > .others");
  await expect(seen).toContainText("Alice is here");
  await expect(alice.page.locator(".party-head > .others")).toContainText("David is here");
  await expect(alice.page.locator(".others")).not.toContainText("Alice");

  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(seen).toContainText("Alice is editing");
  await expect(seen.getByTitle("Alice is editing")).toBeVisible();
  await david.page.screenshot({ path: "pictures/presence-party.png" });
  await alice.page.keyboard.press("Escape");
  await expect(seen).toContainText("Alice is here");

  await alice.page.getByRole("link", { name: "Tasks", exact: true }).click();
  await expect(seen).toHaveCount(0);
  await alice.page.goBack();
  await expect(seen).toContainText("Alice is here");
  await lookAway(alice.page);
  await expect(seen).toHaveCount(0);
});

test("a line of the list shows who is at it without moving a pixel", async ({ meet, server }) => {
  await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  const bea = await meet("bea", { path: "/shopping" });
  const line = (page: Page) =>
    page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /Briquettes/ }) });
  const places = () => bea.page.locator(".line").evaluateAll((lines) => lines.map((one) => one.getBoundingClientRect().top));
  await expect(line(bea.page)).toBeVisible();
  const before = await places();
  await line(bob.page).locator(".line-body").tap();
  await expect(bob.page.getByRole("dialog")).toBeVisible();
  await expect(line(bea.page)).toContainText("Bob is editing");
  expect(await places()).toEqual(before);
  await bea.page.screenshot({ path: "pictures/presence-line.png" });
  await bob.page.keyboard.press("Escape");
  await expect(line(bea.page)).not.toContainText("Bob is editing");
  await bob.page.getByRole("link", { name: "Home", exact: true }).tap();
  await expect(line(bea.page)).not.toContainText("Bob is");
  expect(await places()).toEqual(before);
});

test("cooks see each other at an ingredient, at its schedule and in the queue", async ({ meet, server }) => {
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const cai = await meet("cai", { path: "/cooking-schedule?show=week" });
  const row = cai.page.locator(".ingredients > li").first();
  await carla.page.locator(".ingredients > li").first().getByRole("button", { name: /type an amount/ }).tap();
  await expect(carla.page.getByRole("dialog")).toBeVisible();
  await expect(row.locator("> .others")).toContainText("Carla is editing");
  await expect(cai.page.locator(".schedule-head > .others")).toContainText("Carla is editing");
  await expect(cai.page.locator(".ticket[aria-current] .others")).toContainText("Carla is editing");
  await cai.page.screenshot({ path: "pictures/presence-kitchen.png" });
  await carla.context.setOffline(true);
  await carla.context.close();
  await expect(row.locator("> .others")).toHaveCount(0);
});

test("a task that somebody has open says so on everybody's card", async ({ meet, server }) => {
  const scene = await setScene(server);
  await scene.alice.must({
    type: "create-task",
    data: { taskId: uuidv7(), title: "Fetch the ice", role: "logistics", minutes: 30 },
  });
  const bob = await meet("bob", { path: "/tasks" });
  const alice = await meet("alice", { path: "/tasks" });
  const card = (page: Page) =>
    page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "Fetch the ice" }) });
  await card(bob.page).getByRole("button", { name: /More for/ }).tap();
  await expect(card(alice.page)).toContainText("Bob is editing");
  await alice.page.screenshot({ path: "pictures/presence-task.png" });
  // A cook does not see the task, and hears nothing of who is at it.
  const carla = await meet("carla", { path: "/tasks" });
  await expect(carla.page.locator(".others")).toHaveCount(0);
});
