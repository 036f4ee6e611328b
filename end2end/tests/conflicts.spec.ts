// Two people at one field: what is typed stays, what met is told in words, and every question has a place.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { expect, holdBack, test } from "./crew";
import { setScene } from "./scene";

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

  const line = (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"].find(
    (row) => row.text === "Charcoal" && row.budgetId === scene.partyA,
  )!;
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

/** Two notes on one party, written without sight of each other: Alice's own on her page, David's first. */
async function twoNotes(alicePage: Page, david: Remote, partyA: string) {
  const release = await holdBack(alicePage);
  await alicePage.getByRole("button", { name: "Edit", exact: true }).click();
  const editing = alicePage.getByRole("dialog");
  await editing.getByLabel("Notes").fill("the long table");
  await editing.getByRole("button", { name: "Save" }).click();
  await david.must({ type: "edit-budget", data: { budgetId: partyA, notes: "round tables" } });
  release();
}

test("every open question stands in one list, leads to its row, and is settled in place with the keyboard alone", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await twoNotes(alice.page, david, scene.partyA);
  await expect(alice.page.getByText("Two changes met:")).toBeVisible();
  // Far from the row, on a page that does not hold it.
  await alice.page.getByRole("link", { name: "People", exact: true }).click();
  const bell = alice.page.getByRole("button", { name: /^Notifications.*, 1 to settle$/ });
  await bell.focus();
  await alice.page.keyboard.press("Enter");
  const list = alice.page.getByRole("region", { name: "To settle" });
  await expect(list).toContainText("Harvest supper, notes");
  await expect(list).toContainText("David wrote “round tables”, you wrote “the long table”.");
  await expect(list.getByRole("link")).toHaveAttribute("href", `/budgets/${scene.partyA}`);
  await alice.page.screenshot({ path: "pictures/to-settle.png" });
  await list.getByRole("button", { name: "Resolve" }).focus();
  await alice.page.keyboard.press("Enter");
  const dialog = alice.page.getByRole("dialog", { name: "Two changes met" });
  await expect(dialog).toContainText("Harvest supper, notes");
  await dialog.getByRole("radio", { name: /Keep mine/ }).focus();
  await alice.page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /Write a third/ })).toBeChecked();
  await alice.page.keyboard.press("Tab");
  await alice.page.keyboard.press("ControlOrMeta+a");
  await alice.page.keyboard.type("Long tables,");
  await alice.page.keyboard.press("Enter");
  await alice.page.keyboard.type("and one round");
  await alice.page.screenshot({ path: "pictures/to-settle-third.png" });
  await dialog.getByRole("button", { name: "Settle it" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(alice.page.getByRole("button", { name: /^Notifications(, \d+ unread)?$/ })).toBeVisible();
  await expect.poll(async () => (await party(david, scene.partyA)).notes).toBe("Long tables,\nand one round");
});

test("who has a question open is told when somebody else settles it", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await twoNotes(alice.page, david, scene.partyA);
  await alice.page.getByRole("button", { name: "Resolve" }).click();
  const dialog = alice.page.getByRole("dialog", { name: "Two changes met" });
  await expect(dialog.getByRole("button", { name: "Settle it" })).toBeEnabled();
  const [conflict] = (await david.rows("/people")).conflicts.filter((row) => row.state === "open");
  // On another device, where he has seen both.
  const elsewhere = await Remote.signIn(server.url, "david@demo.example", server.password());
  await elsewhere.must({ type: "resolve-conflict", data: { conflictId: conflict.id, value: "round tables" } });
  await expect(dialog).toContainText("Somebody has settled this meanwhile.");
  await expect(dialog.getByRole("button", { name: "Settle it" })).toBeDisabled();
});

test("a task that was removed while somebody changed it can stay, with the change, or go", async ({ meet, server }) => {
  const scene = await setScene(server);
  const [kept, gone] = [uuidv7(), uuidv7()];
  for (const [taskId, title] of [[kept, "Fetch the ice"], [gone, "Iron the cloths"]]) {
    await scene.alice.must({ type: "create-task", data: { taskId, title, role: "logistics", minutes: 30 } });
  }
  const bea = await Remote.signIn(server.url, "bea@demo.example", server.password());
  const bob = await meet("bob", { path: "/tasks" });
  const release = await holdBack(bob.page);
  for (const title of ["Fetch the ice", "Iron the cloths"]) {
    await bob.page.getByRole("link", { name: title }).tap();
    const sheet = bob.page.getByRole("dialog");
    await sheet.getByLabel("Takes, in minutes").fill("45");
    await sheet.getByRole("button", { name: "Save" }).tap();
  }
  await bea.must({ type: "remove-task", data: { taskId: kept } }, { type: "remove-task", data: { taskId: gone } });
  release();
  // The rows are on nobody's page any more: the list is where they are found.
  await bob.page.getByRole("button", { name: /^Notifications.*, 2 to settle$/ }).tap();
  const list = bob.page.getByRole("region", { name: "To settle" });
  await expect(list).toContainText("Removed by one, changed by another: Bea removed it, you changed it: 45.");
  await bob.page.screenshot({ path: "pictures/to-settle-removed.png" });
  for (const [choice, value] of [["It stays, with 45", "Keep mine"], ["Remove it", "Take theirs"]]) {
    await list.getByRole("button", { name: "Resolve" }).first().tap();
    const dialog = bob.page.getByRole("dialog", { name: "Two changes met" });
    await expect(dialog).toContainText(choice);
    await dialog.getByRole("radio", { name: new RegExp(value) }).check();
    await dialog.getByRole("button", { name: "Settle it" }).tap();
    await expect(dialog).toBeHidden();
  }
  await expect(list).toHaveCount(0);
  const left = (await bea.rows("/tasks")).tasks.filter((row) => [kept, gone].includes(row.id));
  expect(left.map((row) => row.minutes)).toEqual([45]);
});

test("two ticks of one line are asked about with what each has ticked", async ({ meet, server }) => {
  await setScene(server);
  const bea = await Remote.signIn(server.url, "bea@demo.example", server.password());
  const bob = await meet("bob", { path: "/shopping" });
  const line = bob.page.getByRole("listitem").filter({ has: bob.page.getByRole("button", { name: /Briquettes/ }) });
  const itemId = (await line.getAttribute("data-row"))!.split(":")[1];
  const release = await holdBack(bob.page);
  await line.getByRole("checkbox").tap();
  await bea.must({
    type: "mark-purchased",
    data: { itemId, purchaseId: uuidv7(), quantity: { amount: "5", unit: "bag" } },
  });
  release();
  await expect(bob.page.getByRole("button", { name: /1 to settle$/ })).toBeVisible();
  await bob.page.getByRole("button", { name: /1 to settle$/ }).tap();
  const list = bob.page.getByRole("region", { name: "To settle" });
  await expect(list).toContainText("Briquettes, bought");
  await expect(list).toContainText("The same goods? Bea ticked 5 bags, you ticked 3 bags.");
  await list.getByRole("button", { name: "The same" }).tap();
  await expect(list).toHaveCount(0);
});

test("both cooks read that the higher amount was kept, and either can take it back", async ({ meet, network }) => {
  const carla = await meet("carla", { path: "/cooking-schedule?show=week", url: network.url });
  const cai = await meet("cai", { path: "/cooking-schedule?show=week" });
  const row = (page: Page) => page.locator(".ingredients > li").filter({ hasText: "Beef ribs" });
  // What she does waits on her tablet, while he has not heard of it.
  network.cut();
  for (const [person, key] of [[carla, "6"], [cai, "8"]] as const) {
    await row(person.page).getByRole("button", { name: /type an amount/ }).tap();
    const dialog = person.page.getByRole("dialog");
    await dialog.getByRole("button", { name: key, exact: true }).tap();
    await dialog.getByRole("button", { name: `Set ${key} kg` }).tap();
  }
  await expect(cai.page.locator("#sync-details")).toContainText("Everything on this device is on the server.");
  network.mend();
  await carla.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(row(carla.page).locator(".strip")).toContainText("8 kg kept, you wrote 6 kg.");
  await expect(row(cai.page).locator(".strip")).toContainText("8 kg kept, Carla wrote 6 kg.");
  await expect(cai.page.locator(".toast").filter({ hasText: "8 kg kept, Carla wrote 6 kg." })).toContainText("Beef ribs");
  await cai.page.screenshot({ path: "pictures/receipt.png" });
  await row(carla.page).locator(".strip").getByRole("button", { name: "Undo" }).tap();
  for (const person of [carla, cai]) {
    await expect(row(person.page).getByRole("button", { name: /type an amount/ })).toContainText("6");
    await expect(row(person.page).locator(".strip")).toHaveCount(0);
  }
});

test("a name that gave way to an earlier one can be taken instead", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const release = await holdBack(alice.page);
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  await alice.page.getByRole("dialog").getByLabel("Venue").fill("The garden");
  await alice.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, venue: "The barn" } });
  release();
  const strip = alice.page.locator(".party-head .strip");
  await expect(strip).toContainText("The barn kept, you wrote “The garden”.");
  await strip.getByRole("button", { name: "Use mine" }).click();
  await expect(strip).toHaveCount(0);
  await expect.poll(async () => (await party(david, scene.partyA)).venue).toBe("The garden");
});

test("two who take one task read who has it, and whoever gave way may take it after all", async ({ meet, server }) => {
  const scene = await setScene(server);
  const taskId = uuidv7();
  await scene.alice.must({ type: "create-task", data: { taskId, title: "Fetch the ice", role: "logistics", minutes: 30 } });
  const bea = await Remote.signIn(server.url, "bea@demo.example", server.password());
  const people = (await bea.rows("/tasks")).users;
  const id = (name: string) => people.find((user) => user.name === name)!.id as string;
  const bob = await meet("bob", { path: "/tasks" });
  const card = bob.page.getByRole("listitem").filter({ has: bob.page.getByRole("link", { name: "Fetch the ice" }) });
  const release = await holdBack(bob.page);
  await card.getByRole("button", { name: "Take it" }).tap();
  await bea.must({ type: "edit-task", data: { taskId, assigneeId: id("Bea") } });
  release();
  const strip = card.locator(".strip");
  await expect(strip).toContainText("Bea has it, you took it.");
  await strip.getByRole("button", { name: "Use mine" }).tap();
  await expect(strip).toHaveCount(0);
  await expect.poll(async () => (await bea.rows("/tasks")).tasks.find((row) => row.id === taskId)!.assigneeId).toBe(id("Bob"));
});

test("a cook reads what the list says since her change, and who was told", async ({ meet, server }) => {
  const scene = await setScene(server);
  await scene.alice.must({ type: "set-budget-status", data: { budgetId: scene.partyA, status: "reserva" } });
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  await carla.page.getByRole("link", { name: /Smoked brisket/ }).first().tap();
  const row = carla.page.locator(".ingredients > li").filter({ hasText: "Brisket" });
  await row.getByRole("button", { name: /type an amount/ }).tap();
  const dialog = carla.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "1", exact: true }).tap();
  await dialog.getByRole("button", { name: "4", exact: true }).tap();
  await dialog.getByRole("button", { name: "Set 14 kg" }).tap();
  await expect(row.locator(".effect")).toContainText("List: 12 → 14 kg, Bea and Bob were told");
  await carla.page.screenshot({ path: "pictures/effect.png" });
});

test("a form as a whole says what somebody else made of it, and keeps what is typed", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const lines = (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"];
  const bags = lines.find((line) => line.productId === scene.charcoal && line.budgetId === scene.partyA)!;
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: "Edit Briquettes" }).click();
  const dialog = alice.page.getByRole("dialog", { name: "Edit the line" });
  const words = dialog.getByLabel("Words on the offer");
  await words.fill("Briquettes of beech");
  await david.must({
    type: "put-budget-line",
    data: { lineId: bags.id, budgetId: scene.partyA, text: "Charcoal, ours", unitPrice: 900 },
  });
  const strip = dialog.locator(".strip");
  await expect(strip).toContainText("David changed this meanwhile: text “Charcoal, ours”.");
  await expect(words).toHaveValue("Briquettes of beech");
  await alice.page.screenshot({ path: "pictures/draft-line.png" });
  await strip.getByRole("button", { name: "Keep mine" }).click();
  await expect(strip).toHaveCount(0);
  await dialog.getByRole("button", { name: /^Save/ }).click();
  await expect
    .poll(async () => (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"].find((line) => line.id === bags.id))
    .toMatchObject({ text: "Briquettes of beech", unitPrice: 900 });
  await expect(alice.page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
});

test("a client that nobody touched follows, and guests who eat differently are asked about", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a group" }).click();
  await dialog.getByRole("button", { name: "Add the group" }).click();
  const [client] = (await david.rows("/people")).clients;
  const groups = [{ label: "children", count: 4, diet: "" }];
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, clientId: client.id, groups } });
  const strip = dialog.locator(".strip");
  await expect(strip).toContainText("David changed this meanwhile: groups “children”.");
  await expect(dialog.getByRole("combobox", { name: "Client" })).toHaveValue(new RegExp(client.name));
  await strip.getByRole("button", { name: "Take theirs" }).click();
  await expect(strip).toHaveCount(0);
  await expect(dialog.getByRole("listitem").filter({ hasText: "children" })).toBeVisible();
});
