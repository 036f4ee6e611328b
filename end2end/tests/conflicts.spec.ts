// Two people at one field: what is typed stays, what met is told in words, and every question has a place.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { expect, test } from "./crew";
import { setScene } from "./scene";

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

/** The commands that a page has sent since. */
function sent(page: Page) {
  const commands: { type: string; seen: number; was?: Record<string, unknown>; data: Record<string, unknown> }[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/submit")) commands.push(...(request.postDataJSON().commands ?? []));
  });
  return commands;
}

const party = async (david: Remote, id: string) =>
  (await david.rows(`/budgets/${id}`)).budgets.find((row) => row.id === id)!;

test("a field under somebody's fingers keeps what is typed, and one that nobody touched follows", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const commands = sent(alice.page);
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  const editing = alice.page.getByRole("dialog");
  const notes = editing.getByLabel("Notes");
  await notes.fill("the long table");
  await notes.press("ArrowLeft");
  await david.must({
    type: "edit-budget",
    data: { budgetId: scene.partyA, notes: "round tables", venue: "The barn" },
  });

  const strip = editing.locator(".strip");
  await expect(strip).toContainText("David changed this to round tables.");
  await expect(notes).toHaveValue("the long table");
  expect(await notes.evaluate((one: HTMLTextAreaElement) => [document.activeElement === one, one.selectionStart])).toEqual([true, 13]);
  await expect(editing.getByLabel("Venue")).toHaveValue("The barn");
  await alice.page.screenshot({ path: "pictures/draft.png" });
  await strip.getByRole("button", { name: "Keep mine" }).click();
  await expect(strip).toHaveCount(0);
  await expect(notes).toBeFocused();
  await editing.getByRole("button", { name: "Save" }).click();
  // She has seen both and decided: nobody is asked once more, and the place that David wrote is not sent again.
  await expect.poll(async () => (await party(david, scene.partyA)).notes).toBe("the long table");
  await expect(alice.page.getByText("Two changes met")).toHaveCount(0);
  expect(commands.map((one) => one.data)).toEqual([{ budgetId: scene.partyA, notes: "the long table" }]);
});

test("a change that is sent in spite of the strip says what it started from, and the question is asked", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, notes: "small tables" } });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const commands = sent(alice.page);
  await expect(alice.page.getByRole("main")).toContainText("small tables");
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  const editing = alice.page.getByRole("dialog");
  await editing.getByLabel("Notes").fill("the long table");
  const [outcome] = await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, notes: "round tables" } });
  await expect(editing.locator(".strip")).toContainText("David changed this to round tables.");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(alice.page.getByText("Two changes met:")).toBeVisible();
  expect(commands[0].was).toEqual({ notes: "small tables" });
  expect(commands[0].seen).toBeLessThan(outcome.revision!);
  await alice.page.getByRole("button", { name: "Resolve" }).click();
  await expect(alice.page.getByRole("dialog")).toContainText("Both started from small tables");
});

test("theirs is taken with one tap, in a dialog and in a cell", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const commands = sent(alice.page);
  await alice.page.getByRole("button", { name: "Change guests" }).click();
  const guests = alice.page.getByRole("dialog");
  await guests.getByRole("button", { name: "More: Guests" }).click();
  await david.must({ type: "set-guest-count", data: { budgetId: scene.partyA, guests: 40 } });
  await expect(guests.locator(".strip")).toContainText("David changed this to 40.");
  await guests.getByRole("button", { name: "Take theirs" }).click();
  await expect(guests.getByLabel("Guests", { exact: true }).last()).toHaveValue("40");
  await guests.getByRole("button", { name: "Change", exact: true }).click();
  await expect(guests).toBeHidden();

  const line = (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"].find((row) => row.text === "Charcoal")!;
  const cell = alice.page.getByRole("textbox", { name: /Unit price of Briquettes/ });
  await cell.fill("12.50");
  await david.must({ type: "put-budget-line", data: { lineId: line.id, budgetId: scene.partyA, unitPrice: 1600 } });
  const strip = alice.page.locator("td .strip");
  await expect(strip).toContainText("David changed this to 16.00 €.");
  await expect(cell).toHaveValue("12.50");
  await alice.page.screenshot({ path: "pictures/draft-cell.png" });
  await strip.getByRole("button", { name: "Take theirs" }).click();
  await expect(cell).toHaveValue("16.00");
  await cell.blur();
  await expect(strip).toHaveCount(0);
  expect(commands).toEqual([]);
});

test("a cook at the keypad is told what another cook has set", async ({ meet, server }) => {
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const cai = await Remote.signIn(server.url, "cai@demo.example", server.password());
  const row = carla.page.locator(".ingredients > li").filter({ hasText: "Beef ribs" });
  await row.getByRole("button", { name: /type an amount/ }).tap();
  const dialog = carla.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "9", exact: true }).tap();
  const ids = (await row.getAttribute("data-row"))!.split(":");
  await cai.must({
    type: "set-ingredient-quantity",
    data: { ingredientId: ids[1], quantity: { amount: "14", unit: "kg" } },
  });
  await expect(dialog.locator(".strip")).toContainText("Cai changed this to 14 kg.");
  await expect(dialog.locator(".big-value")).toContainText("9");
  await carla.page.screenshot({ path: "pictures/draft-kitchen.png" });
  await dialog.getByRole("button", { name: "Keep mine" }).tap();
  await dialog.getByRole("button", { name: "Set 9 kg" }).tap();
  // She had seen the 14 and meant 9: no rule keeps the higher one.
  await expect(row).toContainText("9 kg");
  await expect(row).not.toContainText("kept");
});
