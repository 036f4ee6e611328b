// What nobody should type: markup in every text, which stays text, and names that are too long, which
// are refused in words while what was typed stays.
import type { Page } from "@playwright/test";
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Remote, uuidv7 } from "./api";
import { type Name, type Person, alive, expect, listen, test } from "./crew";
import { setScene } from "./scene";
import type { Server } from "./server";

/** Markup that would tell on itself wherever it became more than text: an element, or a script that names it and opens a dialog. */
const markup = (place: string) =>
  `"'></textarea></script><img/src="x"onerror="alert(ran='${place}')"><x-mark>${place}</x-mark>`;

/** The same as an e-mail address. */
const mail = (place: string) => `${markup(place)}@mail.example`;

/** What has become of it on this page. */
function traces(page: Page) {
  return page.evaluate(() => ({
    ran: (window as any).ran,
    made: [...document.querySelectorAll("img[src=x], x-mark, [onerror]")].map((element) => element.outerHTML),
  }));
}

const NOTHING = { ran: undefined, made: [] };

/** Which of these texts nobody sees, as text or in a field. */
const unseen = (page: Page, texts: string[]) =>
  page.evaluate((texts) => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("input, textarea")].filter((one) => one.checkVisibility());
    const shown = [document.body.innerText, ...fields.map((one) => one.value)];
    return texts.filter((text) => !shown.some((one) => one.includes(text)));
  }, texts);

/** What was made, by its name in this test. */
type Made = Record<string, string>;

type Place = {
  path: (its: Made) => string;
  /** Who looks; an admin unless said. */
  who?: Name;
  /** Opens what the texts stand in. */
  open?: (page: Page) => Promise<void>;
  /** What is seen there, by the command that carries it and its field. */
  texts: string[];
};

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).first().click();
  await expect(page.getByRole("dialog").first()).toBeVisible();
};

/** Every text that a command can carry, where it is seen; and what a page says that a command started from. */
const PLACES: Record<string, Place> = {
  "the parties": {
    path: () => "/budgets",
    texts: ["create-budget.name", "edit-budget.name", "put-client.name"],
  },
  "a party": {
    path: (its) => `/budgets/${its.party}`,
    texts: [
      "create-budget.venue", "create-budget.notes", "create-budget.groups.label", "put-budget-line.portions.group",
      "put-budget-line.text", "put-menu.name", "record-payment.method", "record-payment.reference",
      "set-budget-status.note", "comment.text", "put-client.email", "put-client.phone", "put-client.company", "put-client.notes",
    ],
  },
  "a party's groups": {
    path: (its) => `/budgets/${its.party}`,
    open: press(/^Edit$/),
    texts: ["create-budget.groups.diet"],
  },
  "a party that was edited": {
    path: (its) => `/budgets/${its.edited}`,
    texts: ["edit-budget.venue", "edit-budget.groups.label"],
  },
  "an edited party's groups": {
    path: (its) => `/budgets/${its.edited}`,
    open: press(/^Edit$/),
    texts: ["edit-budget.groups.diet"],
  },
  "a question of a party": {
    path: (its) => `/budgets/${its.edited}`,
    open: press("Resolve"),
    texts: ["edit-budget.notes", "was.notes"],
  },
  "a party whose question is settled": {
    path: (its) => `/budgets/${its.settled}`,
    texts: ["resolve-conflict.value"],
  },
  "a task": {
    path: (its) => `/tasks?task=${its.task}`,
    texts: ["create-task.title", "block-task.reason", "comment.text of a task"],
  },
  "a task that was begun": {
    path: (its) => `/tasks?task=${its.begun}`,
    texts: ["edit-task.title", "set-task-status.note", "set-task-status.anyway"],
  },
  "the kitchen": {
    path: () => "/cooking-schedule?show=week",
    who: "carla",
    texts: ["put-dish.name"],
  },
  "the stations": {
    path: () => "/cooking-schedule?show=stations",
    who: "carla",
    texts: ["create-schedule.station", "edit-schedule.station"],
  },
  "a schedule": {
    path: (its) => `/cooking-schedule?schedule=${its.schedule}`,
    who: "carla",
    texts: [
      "create-schedule.title", "create-schedule.steps.text", "create-schedule.instructions", "set-timer.label",
      "put-ingredient.notes", "put-product.name",
    ],
  },
  "a schedule that was edited": {
    path: (its) => `/cooking-schedule?schedule=${its.moved}`,
    who: "carla",
    texts: ["edit-schedule.title", "edit-schedule.steps.text", "edit-schedule.instructions"],
  },
  "a dish's schedule": {
    path: (its) => `/cooking-schedule?schedule=${its.planned}`,
    who: "carla",
    texts: ["put-dish.steps.text", "put-dish.notes"],
  },
  "the list": {
    path: () => "/shopping",
    who: "bob",
    texts: ["edit-shopping-item.notes", "edit-shopping-item.supplier", "put-product.supplier"],
  },
  "a line of the list": {
    path: (its) => `/shopping?line=${its.item}`,
    who: "bob",
    texts: [
      "put-demand.text", "mark-purchased.place", "mark-purchased.note", "add-purchase.place", "add-purchase.note",
      "have-already.note", "mark-many-purchased.items.note", "edit-purchase.place", "edit-purchase.note",
    ],
  },
  "the people": {
    path: () => "/people",
    texts: ["put-user.name", "put-user.email", "edit-workspace.name"],
  },
};

/** Texts that no page shows, and why. */
const NOWHERE: Record<string, string> = {
  "put-user.colour": "people have the colour of their role",
  "put-user.language": "a field offers the languages of the workspace, and this is none of them",
};

/** Texts that are words of their own kind, where markup is refused. */
const REFUSED = ["edit-workspace.currency", "edit-workspace.zone", "edit-workspace.languages", "invite.tokenHash"];

const TEXTS = [...Object.values(PLACES).flatMap((place) => place.texts), ...Object.keys(NOWHERE), ...REFUSED];

/** Sends every text of a command, each as markup that names it; what was made. */
async function sendEverything(server: Server): Promise<Made> {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const named = (table: string) => async (path: string, name: string) => (await david.rows(path))[table].find((row) => row.name === name)!;
  const names = ["client", "product", "other", "dish", "menu", "party", "edited", "settled", "task", "begun", "schedule", "moved", "ingredient", "bought"];
  const its: Made = Object.fromEntries(names.map((name) => [name, uuidv7()]));
  const { date } = await named("budgets")("/budgets", "Harvest supper");
  const kg = (amount: string) => ({ amount, unit: "kg" });
  const party = (budgetId: string, name: string) => ({ budgetId, name, date, servingTime: "19:00", guests: 10 });
  // The stations show what is cooked today.
  const startAt = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T09:00`;
  const sent = new Set<string>();
  const m = (text: string, write = markup) => (sent.add(text), write(text));
  await scene.alice.must(
    { type: "create-budget", data: party(its.edited, "To be edited") },
    { type: "create-budget", data: party(its.settled, "To be settled") },
  );
  await david.must(
    { type: "put-client", data: { clientId: its.client, name: m("put-client.name"), email: m("put-client.email", mail), phone: m("put-client.phone"), company: m("put-client.company"), notes: m("put-client.notes") } },
    { type: "put-product", data: { productId: its.product, name: m("put-product.name"), category: "meat", unit: "kg", price: 500 } },
    { type: "put-dish", data: { dishId: its.dish, name: m("put-dish.name"), course: "main", serves: 10, notes: m("put-dish.notes"), ingredients: [{ productId: its.product, quantity: kg("2") }], steps: [{ text: m("put-dish.steps.text"), minutes: 5 }] } },
    { type: "put-menu", data: { menuId: its.menu, name: m("put-menu.name"), dishIds: [its.dish] } },
    {
      type: "create-budget",
      data: {
        ...party(its.party, m("create-budget.name")), clientId: its.client, venue: m("create-budget.venue"), notes: m("create-budget.notes"), limit: 100000,
        groups: [{ label: m("create-budget.groups.label"), count: 2, diet: m("create-budget.groups.diet") }, { label: m("put-budget-line.portions.group"), count: 1, diet: "vegan" }],
      },
    },
    { type: "put-budget-line", data: { lineId: uuidv7(), budgetId: its.party, category: "food", text: m("put-budget-line.text"), dishId: its.dish, portions: { group: m("put-budget-line.portions.group") } } },
    { type: "put-budget-line", data: { lineId: uuidv7(), budgetId: its.party, category: "food", text: "", menuId: its.menu } },
    { type: "record-payment", data: { paymentId: uuidv7(), budgetId: its.party, amount: 9000, kind: "deposit", method: m("record-payment.method"), date, reference: m("record-payment.reference") } },
    { type: "set-budget-status", data: { budgetId: its.party, status: "reserva", note: m("set-budget-status.note") } },
    { type: "comment", data: { commentId: uuidv7(), table: "budgets", rowId: its.party, text: m("comment.text") } },
    { type: "edit-budget", data: { budgetId: its.edited, name: m("edit-budget.name"), venue: m("edit-budget.venue"), groups: [{ label: m("edit-budget.groups.label"), count: 2, diet: m("edit-budget.groups.diet") }] } },
    { type: "create-task", data: { taskId: its.task, title: m("create-task.title"), role: "logistics", minutes: 30, budgetId: its.party } },
    { type: "block-task", data: { taskId: its.task, reason: m("block-task.reason") } },
    { type: "comment", data: { commentId: uuidv7(), table: "tasks", rowId: its.task, text: m("comment.text of a task") } },
    { type: "create-task", data: { taskId: its.begun, title: "To be edited", role: "logistics", minutes: 30, budgetId: its.party } },
    { type: "edit-task", data: { taskId: its.begun, title: m("edit-task.title") } },
    { type: "set-task-status", data: { taskId: its.begun, status: "in_progress", note: m("set-task-status.note"), anyway: m("set-task-status.anyway") } },
    { type: "create-schedule", data: { scheduleId: its.schedule, budgetId: its.party, startAt, title: m("create-schedule.title"), station: m("create-schedule.station"), instructions: m("create-schedule.instructions"), steps: [{ text: m("create-schedule.steps.text"), minutes: 10 }] } },
    { type: "create-schedule", data: { scheduleId: its.moved, budgetId: its.party, startAt, title: "To be edited" } },
    { type: "edit-schedule", data: { scheduleId: its.moved, title: m("edit-schedule.title"), station: m("edit-schedule.station"), instructions: m("edit-schedule.instructions"), steps: [{ text: m("edit-schedule.steps.text"), minutes: 10 }] } },
    { type: "put-ingredient", data: { ingredientId: its.ingredient, scheduleId: its.schedule, productId: its.product, quantity: kg("1"), notes: m("put-ingredient.notes") } },
    { type: "set-timer", data: { timerId: uuidv7(), scheduleId: its.schedule, label: m("set-timer.label"), endsAt: Date.now() + 600_000 } },
    { type: "edit-workspace", data: { name: m("edit-workspace.name") } },
  );
  const bea = (await named("users")("/people", "Bea")).id;
  const { id, week } = await named("shopping-items")("/shopping", m("put-product.name"));
  its.item = id;
  its.planned = (await david.rows("/cooking-schedule")).schedules.find((row) => row.title === m("put-dish.name"))!.id;
  const bought = (kind: string, purchaseId = uuidv7()) => ({ itemId: id, purchaseId, quantity: kg("0.1"), note: m(`${kind}.note`) });
  await david.must(
    { type: "put-user", data: { userId: bea, name: m("put-user.name"), email: m("put-user.email", mail), colour: m("put-user.colour"), language: m("put-user.language") } },
    { type: "edit-shopping-item", data: { itemId: id, notes: m("edit-shopping-item.notes"), supplier: m("edit-shopping-item.supplier") } },
    { type: "put-product", data: { productId: its.other, name: "Skewers", category: "supplies", unit: "kg", supplier: m("put-product.supplier") } },
    { type: "put-demand", data: { demandId: uuidv7(), week, productId: its.other, quantity: kg("1") } },
    { type: "put-demand", data: { demandId: uuidv7(), week, productId: its.product, quantity: kg("1"), text: m("put-demand.text") } },
    { type: "mark-purchased", data: { ...bought("mark-purchased"), place: m("mark-purchased.place") } },
    { type: "add-purchase", data: { ...bought("add-purchase"), place: m("add-purchase.place") } },
    { type: "have-already", data: bought("have-already") },
    { type: "mark-many-purchased", data: { items: [bought("mark-many-purchased.items")] } },
    { type: "add-purchase", data: { itemId: id, purchaseId: its.bought, quantity: kg("0.1") } },
    { type: "edit-purchase", data: { purchaseId: its.bought, place: m("edit-purchase.place"), note: m("edit-purchase.note") } },
  );
  // Neither of two people has seen what the other wrote.
  const [edited, settled] = [its.edited, its.settled].map((budgetId) => ({ type: "edit-budget", data: { budgetId, notes: "the long table" } }));
  await david.must(edited, settled);
  const unaware = ({ type, data }: typeof edited) => ({ type, data: { ...data, notes: m("edit-budget.notes") }, was: { notes: m("was.notes") } });
  await scene.alice.must(unaware(edited), unaware(settled));
  const question = (await david.rows(`/budgets/${its.settled}`)).conflicts.find((row) => row.rowId === its.settled)!;
  await david.must({ type: "resolve-conflict", data: { conflictId: question.id, value: m("resolve-conflict.value") } });

  const refused = await david.submit([
    ...["currency", "zone"].map((field) => ({ type: "edit-workspace", data: { [field]: m(`edit-workspace.${field}`) } })),
    { type: "edit-workspace", data: { languages: [m("edit-workspace.languages")] } },
    { type: "invite", data: { inviteId: uuidv7(), role: "cook", tokenHash: m("invite.tokenHash") } },
  ]);
  expect(refused.map(({ outcome, reason }) => `${outcome} ${reason?.code}`)).toEqual(REFUSED.map(() => "rejected invalid"));
  expect([...sent].sort()).toEqual([...TEXTS].sort());
  return its;
}

test("markup in any text is shown as text and never runs", async ({ meet, server }) => {
  test.setTimeout(180_000);
  const its = await sendEverything(server);
  const everybody = [await meet("david"), await meet("carla"), await meet("bob")];
  const all: string[] = [];
  const look = async ({ name, page }: Person, label: string) => {
    expect.soft(await traces(page), `${label}, ${name}`).toEqual(NOTHING);
    all.push((await page.locator("body").textContent()) ?? "");
  };
  for (const [label, { path, who = "david", open, texts }] of Object.entries(PLACES)) {
    for (const person of everybody) {
      await person.page.goto(path(its));
      await alive(person.page);
      if (person.name === who) {
        await open?.(person.page);
        await expect.soft.poll(() => unseen(person.page, texts.map(markup)), { message: `${label}: what is not seen` }).toEqual([]);
      }
      await look(person, label);
    }
  }
  // What the browser renders itself, rather than takes over from the server.
  const [admin] = everybody;
  await admin.page.goto("/");
  await alive(admin.page);
  await admin.page.getByRole("button", { name: /^Notifications/ }).click();
  await look(admin, "the bell");
  await admin.page.keyboard.press("Escape");
  for (const link of ["Parties", "Tasks", "Shopping", "Kitchen", "People"]) {
    await admin.page.getByRole("link", { name: link, exact: true }).first().click();
    await expect(admin.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await look(admin, link);
  }
  for (const [text, why] of Object.entries(NOWHERE)) {
    expect.soft(all.some((page) => page.includes(markup(text))), `${text}: ${why}`).toBe(false);
  }
});

test("no text of the golden commands is left out", async () => {
  const golden = JSON.parse(await readFile(new URL("../../tests/golden/commands.json", import.meta.url), "utf8"));
  // Ids, amounts, dates, times, weeks, and words that are one of a few.
  const isChosen = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9.]+|[0-9]{4}-[W0-9-]+(?:T[0-9:]+)?|[0-9]{2}:[0-9]{2}|[a-z]+(?:[_-][a-z]+)*)$/;
  const texts = (name: string, value: unknown): string[] => {
    if (typeof value === "string") return isChosen.test(value) ? [] : [name];
    if (Array.isArray(value)) return value.flatMap((one) => texts(name, one));
    return Object.entries(value ?? {}).flatMap(([field, one]) => texts(`${name}.${field}`, one));
  };
  const missing = Object.entries(golden).flatMap(([kind, data]) => texts(kind, data)).filter((text) => !TEXTS.includes(text));
  expect(missing).toEqual([]);
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
    expect(await traces(page)).toEqual(NOTHING);
  }
  const bob = await meet("bob", { path: "/shopping" });
  await bob.page.getByRole("combobox", { name: "Add something to the list" }).fill(markup("added"));
  await bob.page.getByRole("option").last().tap();
  await expect(bob.page.getByText(markup("added")).first()).toBeVisible();
  expect(await traces(bob.page)).toEqual(NOTHING);
});

/** Sends a form for people who are not signed in, which the browser by itself would not send with such an address. */
async function send(page: Page, typed: Record<string, string>) {
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  await page.locator("form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await page.locator("form").getByRole("button").click();
}

/** The form came back with a sentence and with what was typed, but for the password. */
async function comesBack(page: Page, { Password, ...typed }: Record<string, string>) {
  await expect(page.getByRole("alert")).toBeVisible();
  for (const [label, text] of Object.entries(typed)) await expect(page.getByLabel(label)).toHaveValue(text);
  await expect(page.getByLabel("Password")).toHaveValue("");
  expect(await traces(page)).toEqual(NOTHING);
}

test.describe("at the doors", () => {
  test.use({ demo: false });

  test("markup comes back as text in a refused form, and goes in as text", async ({ browser, server }) => {
    const complaints: string[] = [];
    const comeIn = async (link: string, typed: Record<string, string>) => {
      const page = await browser.newPage({ baseURL: server.url });
      listen(page, complaints);
      await page.goto(link);
      await send(page, { ...typed, Password: "short" });
      await comesBack(page, typed);
      return page;
    };
    const first = { "Name of your crew": markup("crew"), "Time zone": markup("zone"), "Your name": markup("admin"), "E-mail": mail("admin") };
    const dana = await comeIn(server.printed(/https?:\/\/\S*\/start\?token=\S+/), first);
    const password = "a quiet kitchen at dawn";
    await send(dana, { Password: password });
    await comesBack(dana, first);
    await send(dana, { "Time zone": "Europe/Madrid", Password: password });
    await alive(dana);

    const token = randomUUID();
    const tokenHash = createHash("sha256").update(token).digest("hex");
    const admin = await Remote.signIn(server.url, mail("admin"), password);
    await admin.must({ type: "invite", data: { inviteId: uuidv7(), role: "cook", tokenHash } });
    const cleo = await comeIn(`/invite?token=${token}`, { "Your name": markup("cook"), "E-mail": mail("cook") });
    await send(cleo, { Password: password });
    await alive(cleo);

    await dana.goto("/people");
    await alive(dana);
    const shown = [markup("crew"), markup("admin"), mail("admin"), markup("cook"), mail("cook")];
    await expect.poll(() => unseen(dana, shown)).toEqual([]);
    expect(await traces(dana)).toEqual(NOTHING);

    await comeIn(`/sign-in?next=${encodeURIComponent(markup("next"))}`, { "E-mail": mail("nobody") });
    const told = await browser.newPage({ baseURL: server.url });
    listen(told, complaints);
    await told.goto(`/sign-in?refused=${encodeURIComponent(markup("refused"))}`);
    // Nobody puts words there by a link.
    await expect(told.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(told.getByRole("alert")).toHaveCount(0);
    expect(await traces(told)).toEqual(NOTHING);
    for (const context of browser.contexts()) await context.close();
    // The browser says itself that a form was refused.
    expect(complaints.filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
  });
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
