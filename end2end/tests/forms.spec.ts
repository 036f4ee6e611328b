// Forms that keep what is typed, say what is wrong before it is sent, and never drop the keyboard's place.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { expect, test } from "./crew";
import { setScene } from "./scene";

const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: string | RegExp) => dialog(page).getByRole("button", { name, exact: true });
const inTwoYears = () => `${new Date().getFullYear() + 2}-06-05`;

/** The first step of a new party. */
async function begin(page: Page, name: string) {
  await page.getByRole("button", { name: "New party" }).first().click();
  await dialog(page).getByLabel("Name of the party").fill(name);
  await dialog(page).getByLabel("Date").fill(inTwoYears());
  await button(page, "Guests and menu").click();
}

test("groups larger than the guests are said in the form, and nothing goes on until they fit", async ({ meet, server }) => {
  const alice = await meet("alice", { path: "/budgets" });
  await begin(alice.page, "Sailors");
  await dialog(alice.page).getByRole("textbox", { name: "Guests" }).fill("30");
  await button(alice.page, "Add a group").click();
  await dialog(alice.page).getByLabel("How many").fill("40");
  await expect(dialog(alice.page)).toContainText("The groups have 40 people; 30 guests are fewer.");
  await button(alice.page, "Lines and price").click();
  await expect(dialog(alice.page).getByLabel("How many")).toBeVisible();
  // One that is being written counts, without “Add the group”.
  await dialog(alice.page).getByLabel("How many").fill("4");
  await button(alice.page, "Lines and price").click();
  await button(alice.page, "Make the party").click();
  await expect(alice.page.locator(".party-head")).toContainText("4 vegetarian");
  await expect(alice.page).toHaveTitle("Sailors · Party Budget Bliss");
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  await expect
    .poll(async () => (await david.rows("/budgets")).budgets.find((one) => one.name === "Sailors")?.groups)
    .toMatchObject([{ label: "vegetarian", count: 4 }]);
});

test("a party that the server refuses says so at its address, and is given back to its form", async ({ meet }) => {
  const alice = await meet("alice", { path: "/budgets" });
  // The server gets groups that do not fit; the page's own act is what was typed.
  await alice.page.route("**/api/submit", async (route) => {
    const sent = route.request().postDataJSON();
    for (const command of sent.commands) {
      if (command.type === "create-budget") command.data.groups = [{ label: "crowd", count: 9_000, diet: "vegan" }];
    }
    await route.continue({ postData: JSON.stringify(sent) });
  });
  await begin(alice.page, "Regatta ball");
  await button(alice.page, "Lines and price").click();
  await button(alice.page, "Add a line").click();
  await dialog(alice.page).getByLabel("Category").selectOption("transport");
  await dialog(alice.page).getByLabel("Words on the offer").fill("Boat hire");
  await dialog(alice.page).getByLabel("Price of one").fill("125.50");
  await button(alice.page, "Add the line").click();
  await button(alice.page, "Make the party").click();
  const main = alice.page.getByRole("main");
  await expect(main.getByRole("heading", { name: "This party was not made" })).toBeVisible();
  await expect(main).not.toContainText("It was removed");
  const refused = alice.page.locator("#sync-details");
  await expect(refused).toContainText("Added Regatta ball");
  await expect(refused).toContainText("Added Boat hire");
  await expect(refused).toContainText("125.50");
  await expect(refused).not.toContainText("12550");
  await alice.page.screenshot({ path: "pictures/party-refused.png" });

  await alice.page.unroute("**/api/submit");
  await main.getByRole("link", { name: "Edit" }).click();
  await expect(dialog(alice.page).getByLabel("Name of the party")).toHaveValue("Regatta ball");
  await button(alice.page, "Guests and menu").click();
  await button(alice.page, "Lines and price").click();
  await expect(dialog(alice.page).getByRole("row", { name: /Boat hire/ })).toBeVisible();
  await expect(dialog(alice.page).getByRole("textbox", { name: "Price of Boat hire" })).toHaveValue("125.50");
  await button(alice.page, "Make the party").click();
  await expect(main.getByRole("heading", { name: "Regatta ball" })).toBeVisible();
  await expect(main.getByRole("table")).toContainText("Boat hire");
  await expect(alice.page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
  await expect(refused).not.toContainText("Regatta ball");
});

test("the focus goes on in the wizard, from step to step and with each choice", async ({ meet }) => {
  const alice = await meet("alice", { path: "/budgets" });
  await begin(alice.page, "Keyboards");
  await expect(dialog(alice.page).getByRole("textbox", { name: "Guests" })).toBeFocused();
  await button(alice.page, "Add a group").click();
  await expect(dialog(alice.page).getByLabel("Diet", { exact: true })).toBeFocused();
  await button(alice.page, "Add the group").click();
  await expect(button(alice.page, "Add a group")).toBeFocused();
  await button(alice.page, "Lines and price").click();
  await expect(button(alice.page, "Add a line")).toBeFocused();
  await alice.page.keyboard.press("Enter");
  await expect(dialog(alice.page).getByLabel("Category")).toBeFocused();
  await button(alice.page, "Not now").click();
  await expect(button(alice.page, "Add a line")).toBeFocused();
  await button(alice.page, "Back").click();
  await button(alice.page, "Back").click();
  await expect(dialog(alice.page).getByLabel("Name of the party")).toBeFocused();
  const client = dialog(alice.page).getByRole("combobox", { name: "Client" });
  await client.fill("Iris Vale");
  await dialog(alice.page).getByRole("option", { name: /New client/ }).click();
  await expect(dialog(alice.page).getByLabel("Name", { exact: true })).toBeFocused();
});

test("what is only typed or only named of a line is not left behind", async ({ meet, server }) => {
  const alice = await meet("alice", { path: "/budgets" });
  await begin(alice.page, "Lanterns");
  // What stands in a field that takes the focus is replaced by what is typed.
  await alice.page.keyboard.type("35");
  await button(alice.page, "Lines and price").click();
  await button(alice.page, "Add a line").click();
  const what = dialog(alice.page).getByRole("combobox", { name: "Dish, menu or product" });
  await what.fill("Paper lanterns");
  await button(alice.page, "Make the party").click();
  await expect(what).toBeFocused();
  await expect(dialog(alice.page)).toContainText("Choose one of the list, or make it new.");
  await dialog(alice.page).getByRole("option", { name: /New “Paper lanterns”/ }).click();
  await button(alice.page, "Make the party").click();
  await expect(dialog(alice.page)).toContainText("This line is not finished yet");
  await button(alice.page, "New product").click();
  await button(alice.page, "Make the party").click();
  await expect(alice.page.locator(".party-head")).toContainText("35");
  // The keyboard goes on in the page of the party.
  await expect(alice.page.locator("#main")).toBeFocused();
  await expect(alice.page.getByRole("row", { name: /Paper lanterns/ })).toBeVisible();
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  expect((await david.rows("/shopping")).products.map((one) => one.name)).toContain("Paper lanterns");
});

test("a client's mistyped address is said where it is typed", async ({ meet }) => {
  const alice = await meet("alice", { path: "/budgets" });
  await alice.page.getByRole("button", { name: "New party" }).first().click();
  await dialog(alice.page).getByLabel("Name of the party").fill("Mistyped");
  await dialog(alice.page).getByLabel("Date").fill(inTwoYears());
  await dialog(alice.page).getByRole("combobox", { name: "Client" }).fill("Iris Vale");
  await dialog(alice.page).getByRole("option", { name: /New client/ }).click();
  const mail = dialog(alice.page).getByLabel("E-mail");
  await mail.fill("iris@vale example");
  await button(alice.page, "Guests and menu").click();
  await expect(dialog(alice.page)).toContainText("This is no e-mail address.");
  await expect(mail).toBeFocused();
  await mail.fill("iris@vale.example");
  await button(alice.page, "Guests and menu").click();
  await expect(dialog(alice.page).getByRole("textbox", { name: "Guests" })).toBeVisible();
});

test("the workspace's form is not sent as long as something in it is wrong", async ({ meet }) => {
  const david = await meet("david", { path: "/people" });
  const form = david.page.getByRole("region", { name: "Workspace" });
  const sent: string[] = [];
  david.page.on("request", (request) => sent.push(...(request.url().endsWith("/api/submit") ? ["submit"] : [])));
  for (const [label, wrong, right, words] of [
    ["Name of the crew", " ", "The Long Table", "A crew has a name."],
    ["Time zone", "Berlin", "Europe/Lisbon", "No such time zone is known."],
    ["Languages", "", "en, pt", "One at least, like en."],
  ]) {
    await form.getByLabel(label).fill(wrong);
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form).toContainText(words);
    await expect(form.getByLabel(label)).toBeFocused();
    await form.getByLabel(label).fill(right);
  }
  expect(sent).toEqual([]);
  await form.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  await david.page.reload();
  await expect(form.getByLabel("Time zone")).toHaveValue("Europe/Lisbon");
});

test("the focus stays with a task that moves to another column", async ({ meet, server }) => {
  const scene = await setScene(server);
  const taskId = uuidv7();
  await scene.alice.must({ type: "create-task", data: { taskId, title: "Fold the napkins", role: "logistics", minutes: 30 } });
  const david = await meet("david", { path: "/tasks" });
  const card = david.page.getByRole("listitem").filter({ has: david.page.getByRole("link", { name: "Fold the napkins" }) });
  await card.getByRole("button", { name: "Start" }).focus();
  await david.page.keyboard.press("Enter");
  await expect(card.getByRole("button", { name: "Finish" })).toBeVisible();
  await expect(card.getByRole("button").and(david.page.locator(":focus"))).toHaveCount(1);
});

test("a group half written is saved with the party, and fewer guests than the groups have are not", async ({
  meet,
  server,
}) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const edit = alice.page.getByRole("button", { name: "Edit", exact: true });
  await edit.click();
  await button(alice.page, "Add a group").click();
  await dialog(alice.page).getByLabel("How many").fill("5");
  await button(alice.page, "Save").click();
  await expect(alice.page.locator(".party-head")).toContainText("5 vegetarian");

  await alice.page.getByRole("button", { name: "Change guests" }).click();
  await dialog(alice.page).getByRole("textbox", { name: "Guests" }).fill("3");
  await expect(dialog(alice.page)).toContainText("The groups have 5 people; 3 guests are fewer.");
  await expect(dialog(alice.page)).toContainText("Groups are changed under “Edit”.");
  await expect(button(alice.page, "Change to 3 guests")).toBeDisabled();
  await alice.page.keyboard.press("Escape");

  await edit.click();
  await dialog(alice.page).getByLabel("Date").fill("");
  await expect(dialog(alice.page)).toContainText("On which day?");
  await expect(button(alice.page, "Save")).toBeDisabled();
});

test("a cell says what it cannot take, and Escape takes back what was typed", async ({ meet, server }) => {
  const scene = await setScene(server);
  const line = async () => {
    const lines = (await scene.alice.rows(`/budgets/${scene.partyA}`))["budget-lines"];
    return lines.find((one) => one.productId === scene.charcoal && one.budgetId === scene.partyA)!;
  };
  const { id } = await line();
  await scene.alice.must({ type: "put-budget-line", data: { lineId: id, budgetId: scene.partyA, unitPrice: 3150 } });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const cell = alice.page.getByRole("textbox", { name: /Unit price of Briquettes/ });
  const row = alice.page.getByRole("row").filter({ has: cell });
  await cell.fill("abc");
  await cell.blur();
  await expect(row).toContainText("An amount of money, like 24.50.");
  await expect(cell).toHaveAttribute("aria-invalid", "true");
  await cell.press("Escape");
  await expect(cell).toHaveValue("31.50");
  await expect(row).not.toContainText("An amount of money");
  await cell.fill("");
  await cell.press("Escape");
  await cell.blur();
  await expect(cell).toHaveValue("31.50");
  // What comes after it has been through: an emptied cell would have gone out before.
  await cell.fill("32");
  await cell.blur();
  await expect.poll(async () => (await line()).unitPrice).toBe(3200);
  await expect(alice.page.locator("#sync-details")).toContainText("Everything on this device is on the server.");
});

test("what a line of a booked party brings is shown before it is changed or removed", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyB}` });
  const row = alice.page.getByRole("row").filter({ hasText: "Briquettes" });
  await expect(row.getByRole("textbox", { name: /^Quantity of/ })).toHaveCount(0);
  await row.getByRole("button", { name: "Edit Briquettes" }).click();
  await dialog(alice.page).getByLabel("Quantity").fill("5");
  const diff = dialog(alice.page).locator(".diff").first();
  await expect(diff).toContainText("Briquettes");
  await expect(diff.locator("ins").first()).toContainText("5");
  await button(alice.page, /^Save/).click();
  await expect(row).toContainText("5 bags");
  await row.getByRole("button", { name: "Edit Briquettes" }).click();
  await button(alice.page, "Remove").click();
  await expect(diff.locator("del").first()).toContainText("5");
  await expect(row).toHaveCount(1);
  await button(alice.page, "Remove the line").click();
  await expect(row).toHaveCount(0);
});

test("a refund of more than was paid in says so before it is recorded", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const payments = alice.page.getByRole("region", { name: "Payments" });
  await payments.getByRole("button", { name: "Add" }).click();
  const dialog = alice.page.getByRole("dialog", { name: "Record a payment" });
  await dialog.getByLabel("Amount").fill("250");
  await expect(dialog.getByText("more than was paid in")).toHaveCount(0);
  await dialog.getByLabel("What for").selectOption("refund");
  await expect(dialog).toContainText("That is more than was paid in, 0.00.");
  await dialog.getByLabel("What for").selectOption("deposit");
  await dialog.getByRole("button", { name: "Record" }).click();
  await expect(payments).toContainText("250.00");
});

test("completing a party is looked at first", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyB}` });
  await alice.page.getByRole("button", { name: "Complete", exact: true }).click();
  await expect(dialog(alice.page)).toContainText("It is only on");
  await button(alice.page, "Not now").click();
  await expect(alice.page.getByRole("main")).toContainText("Booked");
});

test("the way back closes a form before it leaves the page, and asks where something is typed in it", async ({
  meet,
  server,
}) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: "/budgets" });
  let asked = 0;
  alice.page.on("dialog", (question) => {
    asked += 1;
    return asked > 1 ? question.accept() : question.dismiss();
  });
  const back = () => alice.page.evaluate(() => history.back());
  await alice.page.getByRole("link", { name: "Harvest supper" }).first().click();
  const heading = alice.page.getByRole("heading", { name: "Harvest supper", level: 1 });
  await expect(heading).toBeVisible();
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  await dialog(alice.page).getByLabel("Venue").fill("The old mill");
  await back();
  await expect.poll(() => asked).toBe(1);
  await expect(dialog(alice.page).getByLabel("Venue")).toHaveValue("The old mill");
  await expect(alice.page).toHaveURL(new RegExp(scene.partyA));
  await back();
  await expect(dialog(alice.page)).toHaveCount(0);
  await expect(alice.page).toHaveURL(new RegExp(scene.partyA));
  await expect(heading).toBeVisible();
  await back();
  await expect(alice.page).toHaveURL(/\/budgets$/);
  expect(asked).toBe(2);
});

test("a price typed into a cell is taken when the way back leaves its page", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: "/budgets" });
  await alice.page.getByRole("link", { name: "Harvest supper" }).first().click();
  await alice.page.getByRole("textbox", { name: /Unit price of Briquettes/ }).fill("77");
  await alice.page.evaluate(() => history.back());
  await expect(alice.page).toHaveURL(/\/budgets$/);
  await expect
    .poll(async () => {
      const lines = (await scene.alice.rows(`/budgets/${scene.partyA}`))["budget-lines"];
      return lines.find((one) => one.productId === scene.charcoal && one.budgetId === scene.partyA)!.unitPrice;
    })
    .toBe(7700);
});

test("the cooks answer a substitute at the ingredient, as long as nobody has", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await Remote.signIn(server.url, "bob@demo.example", server.password());
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const shown = (await carla.page.locator("#schedule").getAttribute("data-row"))!;
  const schedule = (await scene.alice.rows("/cooking-schedule")).schedules.find((one) => shown.includes(one.id))!;
  const items = (await bob.rows("/shopping"))["shopping-items"];
  const item = items.find((one) => one.name === "Beef ribs" && one.budgetIds.includes(schedule.budgetId))!;
  const propose = async (amount: string) => {
    const substituteId = uuidv7();
    const quantity = { amount, unit: "kg" };
    const data = { itemId: item.id, substituteId, productId: scene.brisket, quantity };
    const outcomes = await bob.must({ type: "propose-substitute", data });
    return { substituteId, commandId: outcomes[0].id };
  };
  const asked = (page: Page, words: string) =>
    page.locator(".ingredients > li").filter({ hasText: "Beef ribs" }).locator(".strip").filter({ hasText: words });
  const { substituteId } = await propose("1");
  // A second one within the same minutes, taken back, and a second cook.
  const second = await propose("0.5");
  const cai = await meet("cai", { path: "/cooking-schedule?show=week" });
  for (const cook of [carla, cai]) {
    await expect(asked(cook.page, "1 kg Brisket instead?")).toHaveCount(1);
    await expect(asked(cook.page, "0.5 kg Brisket instead?")).toHaveCount(1);
  }
  await bob.must({ type: "undo", data: { commandId: second.commandId } });
  await asked(carla.page, "1 kg Brisket instead?").getByRole("button", { name: "Refuse" }).tap();
  for (const cook of [carla, cai]) await expect(asked(cook.page, "Brisket instead?")).toHaveCount(0);
  await expect
    .poll(async () => (await bob.rows("/shopping")).substitutes.find((one) => one.id === substituteId)!.state)
    .toBe("refused");
});

test("a list on paper says of when it is, and leaves out what is for hands", async ({ meet, server }) => {
  await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  const paper = bob.page.locator(".only-print");
  await expect(paper).toBeHidden();
  await bob.page.emulateMedia({ media: "print" });
  await expect(paper).toContainText("as of");
  for (const part of [".chips", ".segments", ".add-line", ".buy-bar"]) {
    await expect(bob.page.locator(part).first()).toBeHidden();
  }
});
