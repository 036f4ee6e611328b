// What nobody should type: markup in every text, which stays text, and names that are too long, which
// are refused in words while what was typed stays.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { type Person, alive, expect, test } from "./crew";
import { setScene } from "./scene";

/** Markup that would tell on itself if it ever ran. */
const markup = (place: string) => `<img src=x onerror="window.ran='${place}'"><b>${place}</b>`;

/** What has become of it on this page. */
function traces(page: Page) {
  return page.evaluate(() => ({
    ran: (window as any).ran,
    images: [...document.querySelectorAll("img")].map((image) => image.getAttribute("src")).filter((src) => src === "x"),
    text: document.body.textContent ?? "",
  }));
}

test("markup in any text is shown as text and never runs", async ({ meet, server }) => {
  test.setTimeout(120_000);
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const [client, product, dish, menu, party, task, schedule, ingredient] = Array.from({ length: 8 }, uuidv7);
  const date = (await david.rows("/budgets")).budgets.find((row) => row.id === scene.partyA)!.date;
  await david.must(
    { type: "put-client", data: { clientId: client, name: markup("client"), company: markup("company"), phone: markup("phone"), notes: markup("client-notes") } },
    { type: "put-product", data: { productId: product, name: markup("product"), category: "meat", unit: "kg", supplier: markup("supplier"), price: 500 } },
    { type: "put-dish", data: { dishId: dish, name: markup("dish"), course: "main", serves: 10, notes: markup("dish-notes"), ingredients: [{ productId: product, quantity: { amount: "2", unit: "kg" } }], steps: [{ text: markup("step"), minutes: 5 }] } },
    { type: "put-menu", data: { menuId: menu, name: markup("menu"), dishIds: [dish] } },
    { type: "create-budget", data: { budgetId: party, name: markup("party"), clientId: client, date, servingTime: "19:00", guests: 10, venue: markup("venue"), notes: markup("notes"), groups: [{ label: markup("group"), count: 2, diet: markup("diet") }], limit: 100000 } },
    { type: "put-budget-line", data: { lineId: uuidv7(), budgetId: party, category: "food", text: markup("line"), dishId: dish } },
    { type: "record-payment", data: { paymentId: uuidv7(), budgetId: party, amount: 9000, kind: "deposit", method: "transfer", date, reference: markup("reference") } },
    { type: "set-budget-status", data: { budgetId: party, status: "reserva", note: markup("status-note") } },
    { type: "comment", data: { commentId: uuidv7(), table: "budgets", rowId: party, text: markup("comment") } },
    { type: "create-task", data: { taskId: task, title: markup("task"), role: "logistics", minutes: 30, budgetId: party } },
    { type: "block-task", data: { taskId: task, reason: markup("block") } },
    { type: "comment", data: { commentId: uuidv7(), table: "tasks", rowId: task, text: markup("task-comment") } },
    { type: "create-schedule", data: { scheduleId: schedule, budgetId: party, title: markup("schedule"), serveAt: `${date}T19:00`, guests: 10, station: markup("station"), instructions: markup("instructions"), steps: [{ text: markup("own-step"), minutes: 10 }] } },
    { type: "put-ingredient", data: { ingredientId: ingredient, scheduleId: schedule, productId: product, quantity: { amount: "1", unit: "kg" }, notes: markup("ingredient-notes") } },
    { type: "set-timer", data: { timerId: uuidv7(), scheduleId: schedule, label: markup("timer"), endsAt: Date.now() + 600_000 } },
    { type: "put-user", data: { userId: (await david.rows("/people")).users.find((row) => row.name === "Bea")!.id, name: markup("person") } },
    { type: "edit-workspace", data: { name: markup("workspace") } },
  );
  const items = (await david.rows("/shopping"))["shopping-items"];
  const item = items.find((row) => row.name === markup("product"))!;
  await david.must(
    { type: "edit-shopping-item", data: { itemId: item.id, notes: markup("item-notes") } },
    { type: "add-purchase", data: { itemId: item.id, purchaseId: uuidv7(), quantity: { amount: "1", unit: "kg" }, place: markup("place"), note: markup("purchase-note") } },
    { type: "put-demand", data: { demandId: uuidv7(), week: item.week, productId: product, quantity: { amount: "1", unit: "kg" }, text: markup("demand") } },
  );

  const seen: string[] = [];
  const look = async ({ name, page }: Person, label: string) => {
    const { ran, images, text } = await traces(page);
    expect.soft(ran, `${label}, ${name}`).toBeUndefined();
    expect.soft(images, `${label}, ${name}`).toEqual([]);
    seen.push(text);
  };
  const admin = await meet("david", { path: "/" });
  const cook = await meet("carla", { path: "/" });
  const shopper = await meet("bob", { path: "/" });
  for (const person of [admin, cook, shopper]) {
    for (const path of ["/", "/budgets", `/budgets/${party}`, `/tasks?task=${task}`, `/cooking-schedule?schedule=${schedule}`, "/cooking-schedule?show=week", `/shopping?line=${item.id}`, "/people"]) {
      await person.page.goto(path);
      await alive(person.page);
      await look(person, path);
    }
  }
  // What the browser renders itself, rather than takes over from the server.
  await admin.page.goto("/");
  await alive(admin.page);
  for (const link of ["Parties", "Tasks", "Shopping", "Kitchen", "People"]) {
    await admin.page.getByRole("link", { name: link, exact: true }).first().click();
    await expect(admin.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await look(admin, link);
  }
  const all = seen.join("\n");
  for (const place of ["client", "product", "dish", "party", "venue", "line", "reference", "comment", "task", "block", "task-comment", "schedule", "own-step", "ingredient-notes", "timer", "person", "item-notes", "place", "purchase-note"]) {
    expect.soft(all, `${place} is shown as it was typed`).toContain(markup(place));
  }
});

test("markup that is typed is text for whoever types it and whoever reads it", async ({ meet, server }) => {
  const scene = await setScene(server);
  await scene.alice.must({ type: "set-budget-status", data: { budgetId: scene.partyA, status: "reserva" } });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const david = await meet("david", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("textbox", { name: "Comment" }).fill(markup("typed"));
  await alice.page.getByRole("button", { name: "Send" }).click();
  for (const { page } of [alice, david]) {
    await expect(page.getByRole("region", { name: "Comments" })).toContainText(markup("typed"));
    const { ran, images } = await traces(page);
    expect({ ran, images }).toEqual({ ran: undefined, images: [] });
  }
  const bob = await meet("bob", { path: "/shopping" });
  await bob.page.getByRole("combobox", { name: "Add something to the list" }).fill(markup("added"));
  await bob.page.getByRole("option").last().tap();
  await expect(bob.page.getByText(markup("added")).first()).toBeVisible();
  const { ran, images } = await traces(bob.page);
  expect({ ran, images }).toEqual({ ran: undefined, images: [] });
});

const LONG = "An endless name ".repeat(625);

test("a new name of 10,000 characters for a party is refused, and the party keeps its own", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(LONG);
  await dialog.getByRole("button", { name: "Save" }).click();
  await isToldAndKeeps(alice.page);
  await expect(dialog).toBeVisible();
  const party = (await scene.alice.rows("/budgets")).budgets.find((row) => row.id === scene.partyA)!;
  expect(party.name).toBe("Harvest supper");
});

test("a task with a name of 10,000 characters is not made, and what was typed stays", async ({ meet }) => {
  const alice = await meet("alice", { path: "/tasks" });
  await alice.page.getByRole("button", { name: "New task" }).click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByLabel("What").fill(LONG);
  await dialog.getByRole("button", { name: "Make the task" }).click();
  await isToldAndKeeps(alice.page);
});

test("a thing with a name of 10,000 characters is not put on the list, and what was typed stays", async ({ meet }) => {
  const bob = await meet("bob", { path: "/shopping" });
  const field = bob.page.getByRole("combobox", { name: "Add something to the list" });
  await field.fill(LONG);
  await field.press("Enter");
  await isToldAndKeeps(bob.page);
});

/** Says in words what is wrong, and holds what was typed: in its field, or with what was not saved. */
async function isToldAndKeeps(page: Page) {
  await expect(page.getByText("At most 200 characters.").filter({ visible: true }).first()).toBeVisible();
  const kept = await page.evaluate((text) => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("input, textarea")].map((field) => field.value);
    return [document.body.textContent ?? "", ...fields].some((one) => one.includes(text));
  }, LONG.trim());
  expect(kept, "what was typed stays").toBe(true);
}
