// What a person trying the product with their hands ran into: forms opened twice, hands that are quicker than a
// page is left, two at the same goods, and rows that somebody else takes away.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { alive, expect, test } from "./crew";
import { setScene } from "./scene";

const dialog = (page: Page) => page.getByRole("dialog");
const edit = (page: Page) => page.getByRole("button", { name: "Edit", exact: true }).click();

test("a form that was closed opens again with its fields, and says what others wrote of each", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  for (const venue of ["The barn", "The garden"]) {
    await edit(alice.page);
    await dialog(alice.page).getByLabel("Venue").fill(venue);
    await dialog(alice.page).getByRole("button", { name: "Save" }).click();
    await expect(alice.page.locator(".party-head")).toContainText(venue);
  }
  await edit(alice.page);
  await dialog(alice.page).getByLabel("Served at").fill("20:30");
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, servingTime: "18:00" } });
  await expect(dialog(alice.page).locator(".strip")).toContainText("David changed this to 18:00.");
});

test.describe("a cook's taps", () => {
  const row = (page: Page) => page.locator(".ingredients > li").filter({ hasText: "Beef ribs" });
  const amount = (page: Page) => row(page).getByRole("button", { name: /type an amount/ });

  test("are there after the page was left at once", async ({ meet }) => {
    const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
    const before = await amount(carla.page).innerText();
    for (let tap = 0; tap < 3; tap++) await row(carla.page).getByRole("button", { name: "More Beef ribs" }).tap();
    await expect(amount(carla.page)).not.toHaveText(before);
    const shown = await amount(carla.page).innerText();
    await carla.page.reload();
    await alive(carla.page);
    await expect(amount(carla.page)).toHaveText(shown);
  });

  test("go out while the finger still taps, and count as waiting until then", async ({ meet }) => {
    const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
    const sent = carla.page.waitForRequest("**/api/submit", { timeout: 10_000 });
    let over = false;
    void sent.catch(() => {}).then(() => (over = true));
    const more = row(carla.page).getByRole("button", { name: "More Beef ribs" });
    await more.tap();
    await expect(carla.page.locator("#sync-details")).toContainText("One change waits on this device");
    // Nobody rests: a tap each time the page can take one, until the first of them has gone out.
    while (!over) await more.tap();
    await sent;
    await expect(carla.page.locator("#sync-details")).toContainText("Everything on this device is on the server.");
  });
});

test("what is typed into a cell is taken when the page is left", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const cell = alice.page.getByRole("textbox", { name: /Unit price of Briquettes/ });
  await cell.fill("31.50");
  await alice.page.reload();
  await alive(alice.page);
  await expect(cell).toHaveValue("31.50");
});

test("a form with something typed asks before its page is left, and an untouched one does not", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  let asked = 0;
  alice.page.on("dialog", async (question) => {
    expect(question.type()).toBe("beforeunload");
    asked += 1;
    await question.accept();
  });
  await edit(alice.page);
  await expect(dialog(alice.page).getByLabel("Name")).toBeFocused();
  await alice.page.reload();
  await alive(alice.page);
  expect(asked).toBe(0);
  await edit(alice.page);
  await dialog(alice.page).getByLabel("Venue").pressSequentially("The b");
  await alice.page.reload();
  await alive(alice.page);
  expect(asked).toBe(1);
});

test("a party half made and a comment half written come back after a reload, until they are sent or given up", async ({
  meet,
  server,
}) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: "/budgets?new" });
  const name = dialog(alice.page).getByLabel("Name of the party");
  await expect(name).toBeFocused();
  await name.fill("Regatta");
  await dialog(alice.page).locator('input[type="date"]').fill("2027-06-05");
  await dialog(alice.page).getByRole("button", { name: "Guests and menu" }).click();
  await dialog(alice.page).getByRole("textbox", { name: "Guests" }).fill("44");
  await alice.page.goto("/budgets");
  await alive(alice.page);
  await expect(dialog(alice.page).getByRole("textbox", { name: "Guests" })).toHaveValue("44");
  await dialog(alice.page).getByRole("button", { name: "Back" }).click();
  await expect(name).toHaveValue("Regatta");
  await dialog(alice.page).getByRole("button", { name: "Cancel" }).click();
  await alice.page.reload();
  await alive(alice.page);
  await expect(dialog(alice.page)).toHaveCount(0);

  await alice.page.goto(`/budgets/${scene.partyA}`);
  await alive(alice.page);
  const comment = alice.page.getByRole("textbox", { name: "Comment" });
  await comment.fill("The gate is on the left");
  await alice.page.reload();
  await alive(alice.page);
  await expect(comment).toHaveValue("The gate is on the left");
  await alice.page.getByRole("button", { name: "Send" }).click();
  await expect(comment).toHaveValue("");
  await alice.page.reload();
  await alive(alice.page);
  await expect(alice.page.locator("[data-row]").getByText("The gate is on the left").first()).toBeVisible();
  await expect(comment).toHaveValue("");
});

test("an open sheet follows what others buy, and says so", async ({ meet, server }) => {
  const bea = await Remote.signIn(server.url, "bea@demo.example", server.password());
  const item = (await bea.rows("/shopping"))["shopping-items"].find((row) => row.name === "Chorizo")!;
  const bob = await meet("bob", { path: `/shopping?line=${item.id}` });
  const sheet = dialog(bob.page);
  const now = sheet.getByRole("textbox", { name: /^Bought now/ });
  await expect(now).not.toHaveValue("");
  const half = { amount: "0.5", unit: "kg" };
  await bea.must({ type: "add-purchase", data: { itemId: item.id, purchaseId: uuidv7(), quantity: half } });
  await expect(sheet.locator(".strip.meanwhile")).toContainText("Bea bought 0.5 kg meanwhile.");
  const left = String(Number((Number(item.needed.amount) - Number(item.purchased.amount) - 0.5).toFixed(3)));
  await expect(now).toHaveValue(left);
  await expect(sheet.getByRole("button", { name: `All ${left} left` })).toBeVisible();
  await sheet.locator(".strip.meanwhile").getByRole("button", { name: "Seen" }).tap();
  await expect(sheet.locator(".strip.meanwhile")).toHaveCount(0);

  // What he has typed stays his.
  await now.fill("0.2");
  const rest = { amount: left, unit: "kg" };
  await bea.must({ type: "add-purchase", data: { itemId: item.id, purchaseId: uuidv7(), quantity: rest } });
  await expect(sheet.locator(".strip.meanwhile")).toContainText("Nothing is left to buy.");
  await expect(now).toHaveValue("0.2");
  await expect(sheet.getByRole("button", { name: /^All/ })).toHaveCount(0);
});

test("who writes in a line that somebody removes is told, in the dialog and afterwards", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: /^Edit Briquettes/ }).click();
  await dialog(alice.page).getByLabel("Words on the offer").fill("Charcoal, the good one");
  const line = (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"].find(
    (row) => row.text === "Charcoal" && row.budgetId === scene.partyA,
  )!;
  await david.must({ type: "remove-budget-line", data: { lineId: line.id } });
  await expect(dialog(alice.page).locator(".strip.gone")).toHaveText("David removed this line.");
  await dialog(alice.page).getByRole("button", { name: /^Save/ }).click();
  await expect(alice.page.locator(".toast").filter({ hasText: "David removed Briquettes meanwhile." })).toBeVisible();
  await expect(alice.page.locator(".toast").filter({ hasText: "Removed by one, changed by another:" })).toBeVisible();
});

test("the kitchen shows what a cook is at, whatever comes first by now", async ({ meet, server }) => {
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const cai = await Remote.signIn(server.url, "cai@demo.example", server.password());
  const title = carla.page.locator("#schedule-title");
  const first = await title.innerText();
  const shown = (await carla.page.locator("#schedule").getAttribute("data-row"))!;
  const row = carla.page.locator(".ingredients > li").first();
  await row.getByRole("button", { name: /type an amount/ }).tap();
  await dialog(carla.page).getByRole("button", { name: "9", exact: true }).tap();
  await cai.must({ type: "set-schedule-status", data: { scheduleId: shown.split(":")[1], status: "ready" } });
  const on = carla.page.locator(".schedule-head a").filter({ hasText: "Next:" });
  await expect(on).toBeVisible();
  await expect(dialog(carla.page).locator(".big-value")).toContainText("9");
  await expect(title).toHaveText(first);
  await carla.page.keyboard.press("Escape");
  await on.tap();
  await expect(carla.page.locator("#schedule")).not.toHaveAttribute("data-row", shown);
});

test("a product without a quantity says that nothing is bought of it", async ({ meet, server }) => {
  const scene = await setScene(server);
  await scene.alice.must({
    type: "put-budget-line",
    data: { lineId: uuidv7(), budgetId: scene.partyA, category: "rental", productId: scene.charcoal, unitPrice: 1500 },
  });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const line = alice.page.getByRole("row").filter({ hasText: "no quantity yet, nothing is bought" });
  await expect(line).toHaveCount(1);
  const quantity = line.getByRole("textbox", { name: /^Quantity of/ });
  await expect(quantity).toHaveAttribute("placeholder", "?");
  await quantity.fill("4");
  await quantity.blur();
  await expect(line).toHaveCount(0);
});

test("what a changed number of guests brings is shown while it is typed, and the button stays in its place", async ({
  meet,
  server,
}) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyB}` });
  await alice.page.getByRole("button", { name: "Change guests" }).click();
  const guests = dialog(alice.page).getByRole("textbox", { name: "Guests" });
  await expect(guests).toBeFocused();
  const change = dialog(alice.page).getByRole("button", { name: /^Change/ });
  await dialog(alice.page).evaluate((dialog) => Promise.all(dialog.getAnimations().map((rise) => rise.finished)));
  const before = (await change.boundingBox())!;
  await guests.fill("");
  await guests.pressSequentially("34");
  await expect(change).toHaveText("Change to 34 guests");
  await expect(dialog(alice.page).locator(".diff, .soft, details").first()).toBeVisible();
  const after = (await change.boundingBox())!;
  expect([after.y, after.height]).toEqual([before.y, before.height]);
  await change.click();
  await expect(alice.page.locator(".party-head")).toContainText("34");
});

test("a dialog on a phone begins at its title, with no keyboard over it", async ({ meet }) => {
  const alice = await meet("alice", { path: "/budgets", device: "phone" });
  const open = alice.page.getByRole("button", { name: "New party" }).first();
  await open.tap();
  await expect(dialog(alice.page).getByRole("heading", { name: "New party" })).toBeFocused();
  await alice.page.keyboard.press("Escape");
  await expect(dialog(alice.page)).toHaveCount(0);
});

test("more of an ingredient that is there already is added to it", async ({ meet }) => {
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const row = carla.page.locator(".ingredients > li").filter({ hasText: "Onion" }).first();
  const was = Number(/[\d.]+/.exec(await row.getByRole("button", { name: /type an amount/ }).innerText())![0]);
  await carla.page.getByRole("button", { name: "Add an ingredient" }).tap();
  const product = dialog(carla.page).getByRole("combobox", { name: "Product" });
  await product.fill("Onion");
  await dialog(carla.page).getByRole("option", { name: "Onion", exact: true }).tap();
  await expect(dialog(carla.page).locator(".strip")).toContainText(`It is in this schedule already: ${was} kg`);
  await dialog(carla.page).getByRole("textbox", { name: "Amount" }).fill("1,25");
  const sum = String(Number((was + 1.25).toFixed(3)));
  await expect(dialog(carla.page).locator(".strip")).toContainText(`Together that makes ${sum} kg`);
  await dialog(carla.page).getByRole("button", { name: "Add to it" }).tap();
  await expect(row.getByRole("button", { name: /type an amount/ })).toContainText(sum);
});

test("an invitation that waits on the device says so, and a used one says so at once", async ({ meet, browser, server }) => {
  const david = await meet("david", { path: "/people" });
  await david.context.setOffline(true);
  await david.page.getByRole("button", { name: /^Invite/ }).first().click();
  await dialog(david.page).getByRole("button", { name: "Make the link" }).click();
  await expect(dialog(david.page)).toContainText("It works as soon as it has reached the server");
  const link = await dialog(david.page).getByRole("textbox", { name: "Invitation link" }).inputValue();
  const guest = await browser.newContext();
  const page = await guest.newPage();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work now" })).toBeVisible();
  await david.context.setOffline(false);
  await expect(dialog(david.page)).toContainText("It works once, and is shown only now.", { timeout: 30_000 });
  await page.goto(link);
  await page.getByLabel("Your name").fill("Nora");
  await page.getByLabel("E-mail").fill("nora@demo.example");
  await page.getByLabel("Password").fill(server.password());
  await page.getByRole("button", { name: "Join the crew" }).click();
  await page.waitForURL((to) => to.pathname === "/");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work now" })).toBeVisible();
  await guest.close();
});
