// A day without a network: whatever a shopper does in the cellar is afterwards where the others look.
import type { Locator, Page } from "@playwright/test";
import { kept, line, live, made, online, queue, standing, stored, waiting } from "./away";
import { alive, expect, listen, test } from "./crew";
import { setScene } from "./scene";

/** A line of the list by its product and, where more weeks than one need it, a party; in the cart too. */
async function lineOf(page: Page, name: string, party = "") {
  const row = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("checkbox", { name: new RegExp(`^${name}\\b`) }) })
    .filter({ hasText: party });
  await expect(async () => {
    if (!(await row.isVisible())) await page.getByText("In the cart", { exact: true }).tap({ timeout: 1_000 });
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  return row;
}

const tick = async (page: Page, name: string, party?: string) =>
  (await lineOf(page, name, party)).getByRole("checkbox").tap();

/** The sheet behind a line. */
async function sheetOf(page: Page, name: string, party?: string) {
  await (await lineOf(page, name, party)).getByRole("button").filter({ hasText: name }).first().tap();
  return page.getByRole("dialog", { name: new RegExp(`^${name}`) });
}

async function closed(sheet: Locator) {
  if (await sheet.isVisible()) await sheet.getByRole("button", { name: "Close", exact: true }).tap();
  await expect(sheet).toBeHidden();
}

type Bought = { amount: string; paid?: string; place?: string; note?: string };

/** So much of a line was bought now. */
async function buy(page: Page, name: string, party: string, fields: Bought) {
  const sheet = await sheetOf(page, name, party);
  await sheet.getByRole("textbox", { name: /^Bought now/ }).fill(fields.amount);
  if (fields.paid) await sheet.getByLabel(/^Paid for it/).fill(fields.paid);
  if (fields.place) await sheet.getByRole("textbox", { name: /^Where( optional)?$/ }).fill(fields.place);
  if (fields.note) await sheet.getByLabel(/^Note for the kitchen/).fill(fields.note);
  await sheet.getByRole("button", { name: new RegExp(`^Bought ${fields.amount}\\b`) }).tap();
  await closed(sheet);
}

/** Types something into the field at the top of the list. */
async function add(page: Page, what: string) {
  const field = page.getByLabel("Add something to the list");
  await field.fill(what);
  await expect(page.getByRole("listbox", { name: "Products" })).toBeVisible();
  await field.press("Enter");
}

/** A task's card. */
const card = (page: Page, title: string, party = "") =>
  page
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: title, exact: true }) })
    .filter({ hasText: party });

async function taskSheet(page: Page, title: string, party?: string) {
  await card(page, title, party).getByRole("link", { name: title, exact: true }).tap();
  return page.getByRole("dialog", { name: title });
}

/** A reason where one is asked for. */
async function because(page: Page, button: string, why: string) {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(why);
  await dialog.getByRole("button", { name: button, exact: true }).tap();
  await expect(dialog).toBeHidden();
}

test("a day in the cellar: forty acts, a reload, a crash, and the others go on", async ({ meet, network, server }) => {
  test.setTimeout(240_000);
  const scene = await setScene(server);
  const carla = await meet("carla", { path: "/cooking-schedule?show=week", worker: true });
  const bea = await meet("bea", { path: "/shopping" });
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  let { page } = bob;
  // The device's clock, as far ahead as a test says.
  await bob.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + Number(localStorage.getItem("ahead"));
  });
  await kept(page);
  await page.reload();
  await alive(page);
  await add(bea.page, "3 kg brisket");
  await expect(await lineOf(page, "Brisket")).toContainText("3 kg");
  const before = await scene.alice.rows("/shopping");
  expect(before.conflicts ?? []).toEqual([]);
  const person = Object.fromEntries(before.users.map((row) => [row.name, row.id]));

  network.cut();
  await expect(waiting(page, "Reconnecting|Offline")).toBeVisible();
  let acts = 0;
  const counted = async (more: number) => {
    acts += more;
    await expect(waiting(page, ` ${acts} waiting`)).toBeVisible();
  };

  await test.step("ticks, two of them taken back where they were said", async () => {
    for (const name of ["Lettuce", "Mustard", "Beef ribs", "Lemon", "Manchego"]) await tick(page, name);
    await counted(5);
    for (const name of ["Red pepper", "Prawns"]) {
      await tick(page, name);
      const said = page.locator(".toast").filter({ hasText: `${name} bought` });
      await said.getByRole("button", { name: "Undo" }).tap();
      await expect((await lineOf(page, name)).getByRole("checkbox")).not.toBeChecked();
    }
    await counted(4);
  });

  await test.step("parts of lines, with what was paid and where; one is taken back", async () => {
    const chicken = { amount: "4", paid: "51.20", place: "Market hall", note: "the small ones" };
    await buy(page, "Whole chicken", "Company gala", chicken);
    await buy(page, "Red wine", "Company gala", { amount: "6", paid: "49,5", place: "Drinks Huber" });
    await buy(page, "Cherry tomato", "Company gala", { amount: "1" });
    const sheet = await sheetOf(page, "Cherry tomato", "Company gala");
    await sheet.getByRole("button", { name: "Void this purchase" }).tap();
    await closed(sheet);
    await counted(4);
  });

  await test.step("more than is needed, which is offered to the next week", async () => {
    await buy(page, "Mozzarella", "Company gala", { amount: "3.5", paid: "22.75" });
    const next = await lineOf(page, "Mozzarella", "Birthday paella");
    await expect(next).toContainText("1 kg left over");
    await next.getByRole("button", { name: "Take it" }).tap();
    await counted(2);
  });

  await test.step("what was paid, said later", async () => {
    const sheet = await sheetOf(page, "Mustard");
    await sheet.getByRole("button", { name: "Say what was paid" }).tap();
    await sheet.getByRole("textbox", { name: "Paid for it", exact: true }).fill("6.30");
    await sheet.getByRole("button", { name: "Save", exact: true }).tap();
    await closed(sheet);
    await counted(1);
  });

  await test.step("things nobody planned, one of them not wanted after all", async () => {
    // Each is a new product, and the need of it.
    for (const what of ["2 kg limes", "3 piece corkscrew"]) await add(page, what);
    await add(page, "2 kg brisket");
    await expect(await lineOf(page, "Brisket")).toContainText("5 kg");
    const sheet = await sheetOf(page, "Brisket");
    const need = sheet.getByRole("listitem").filter({ hasText: "asked by Bob" });
    await need.getByRole("button", { name: "Remove this need" }).tap();
    await closed(sheet);
    await expect(await lineOf(page, "Brisket")).toContainText("3 kg");
    await counted(6);
  });

  await test.step("the page is loaded anew, hours later", async () => {
    await page.evaluate((hours) => localStorage.setItem("ahead", String(hours * 3_600_000)), 6);
    await page.reload();
    await counted(0);
  });

  await test.step("lines that he takes, what is here already, and what is not to be had", async () => {
    let sheet = await sheetOf(page, "Saffron");
    await sheet.getByRole("button", { name: "I take this" }).tap();
    await closed(sheet);
    sheet = await sheetOf(page, "Mussels");
    await sheet.getByRole("button", { name: "I take all fish" }).tap();
    await closed(sheet);
    sheet = await sheetOf(page, "Focaccia");
    await sheet.getByRole("button", { name: "We have it" }).tap();
    await closed(sheet);
    sheet = await sheetOf(page, "Red pepper");
    await sheet.getByText("Not to be had", { exact: true }).tap();
    await sheet.getByRole("combobox", { name: "What is there instead" }).fill("Onion");
    await sheet.getByRole("option", { name: "Onion" }).tap();
    await sheet.getByRole("button", { name: "Ask the cook" }).tap();
    await sheet.getByLabel(/^Note on the list/).fill("only the long ones");
    await closed(sheet);
    sheet = await sheetOf(page, "Olive oil", "Company gala");
    await sheet.getByText("Not to be had", { exact: true }).tap();
    await sheet.getByRole("button", { name: "0.5 l will do" }).tap();
    await closed(sheet);
    await counted(6);
  });

  await test.step("many at once, and all of it handed over to the kitchen", async () => {
    await page.getByRole("button", { name: "Select several lines" }).tap();
    for (const name of ["Water", "Rice"]) await tick(page, name, "Birthday paella");
    await page.getByRole("button", { name: "Buy all 2" }).tap();
    await lineOf(page, "Beef ribs");
    await page.getByRole("button", { name: /^Hand over all \d+ to the kitchen/ }).tap();
    await counted(2);
  });

  await test.step("the page dies, and the next one has it all", async () => {
    await page.goto("chrome://crash").catch(() => undefined);
    page = await bob.context.newPage();
    listen(page, bob.complaints);
    await page.goto("/shopping");
    await counted(0);
  });

  await test.step("tasks: begun, finished, held up, taken, made, removed, talked about", async () => {
    await page.getByRole("link", { name: "Tasks" }).first().tap();
    const shopping = card(page, "Shopping", "Company gala");
    await shopping.getByRole("button", { name: "Start", exact: true }).tap();
    await shopping.getByRole("button", { name: "Finish" }).tap();
    await card(page, "Setup", "Company gala").getByRole("button", { name: "Start anyway" }).tap();
    await because(page, "Start anyway", "the hall is open already");
    let sheet = await taskSheet(page, "Delivery", "Bachelor barbecue");
    await sheet.getByRole("button", { name: "Block" }).tap();
    await because(page, "Block", "the van does not start");
    await card(page, "Delivery", "Bachelor barbecue").getByRole("button", { name: "Lift the block" }).tap();
    await card(page, "Delivery", "Company gala").getByRole("button", { name: "Take it" }).tap();
    await counted(6);

    await page.getByRole("button", { name: "New task" }).tap();
    const making = page.getByRole("dialog", { name: "New task" });
    await making.getByLabel("What").fill("Fetch the ice");
    await making.getByRole("button", { name: "Make the task" }).tap();
    await expect(making).toBeHidden();
    sheet = await taskSheet(page, "Fetch the ice");
    await sheet.getByRole("combobox", { name: "Add a task to wait for" }).fill("smoker");
    await sheet.getByRole("option", { name: /Return the borrowed smoker/ }).tap();
    await closed(sheet);
    sheet = await taskSheet(page, "Return the borrowed smoker");
    await sheet.getByLabel("Say something about it").fill("not before ten, they say");
    await sheet.getByRole("button", { name: "Send" }).tap();
    await closed(sheet);
    sheet = await taskSheet(page, "Check what is needed", "Company gala");
    await sheet.getByRole("button", { name: "Remove the task" }).tap();
    await counted(4);
  });
  expect(acts).toBe(40);
  await page.screenshot({ path: "pictures/forty-waiting.png" });

  await test.step("meanwhile Bea buys what Bob has bought and what he has not, and Carla cooks on", async () => {
    for (const name of ["Lettuce", "Rustic bread"]) await tick(bea.page, name);
    await carla.page.getByRole("link", { name: /Barbecue ribs/ }).first().tap();
    const ribs = carla.page.locator(".ingredients > li").filter({ hasText: "Beef ribs" });
    await ribs.getByRole("button", { name: /type an amount/ }).tap();
    const dialog = carla.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "6", exact: true }).tap();
    await dialog.getByRole("button", { name: "Set 6 kg" }).tap();
    await carla.page.getByRole("button", { name: "Start cooking" }).tap();
    for (const { page } of [bea, carla]) await live(page);
  });

  const queued = await queue(page);
  expect(queued).toHaveLength(40);
  network.mend();
  await page.bringToFront();
  await online(page);
  await live(page);
  // One that is refused would stand there too.
  await expect.poll(() => stored(page, "acts")).toBe(0);
  const after = await scene.alice.rows("/shopping");

  await test.step("nothing is lost", async () => {
    standing(queued, after, person.Bob);
    const kitchen = await scene.alice.rows("/cooking-schedule?show=week");
    const cooking = kitchen.schedules.filter((row) => row.status === "cooking");
    expect(cooking.map((row) => row.title)).toEqual(["Barbecue ribs"]);
    await page.getByRole("link", { name: "Shopping", exact: true }).first().tap();
    await expect(await lineOf(page, "Beef ribs")).toContainText("1.2 of 6 kg left");
    await expect((await lineOf(page, "Rustic bread")).getByRole("checkbox")).toBeChecked();
  });

  await test.step("nothing is doubled", async () => {
    const fresh = (table: string) => {
      const known = (before[table] ?? []).map((row) => row.id);
      return (after[table] ?? []).filter((row) => !known.includes(row.id));
    };
    const beas = fresh("purchases").filter((row) => row.buyerId === person.Bea);
    const bought = beas.map((row) => after["shopping-items"].find((item) => item.id === row.itemId)?.name);
    expect(bought.sort()).toEqual(["Lettuce", "Rustic bread"]);
    const notes = fresh("comments").filter((row) => row.text === "the small ones");
    expect(notes).toMatchObject([{ authorId: person.Bob }]);
    for (const table of ["purchases", "transfers", "substitutes", "products", "demands", "tasks", "comments"]) {
      const others = fresh(table).filter((row) => ![...beas, ...notes].includes(row));
      expect(others.map((row) => row.id).sort(), table).toEqual(made(queued, table).sort());
      const still = after[table] ?? [];
      const gone = (before[table] ?? []).filter((row) => !still.some((one) => one.id === row.id));
      expect(gone.map((row) => row.title), table).toEqual(table === "tasks" ? ["Check what is needed"] : []);
    }
    expect(fresh("shopping-items").map((row) => row.name).sort()).toEqual(["corkscrew", "limes"]);
  });

  await test.step("one question, to the two buyers and to who may settle everything, once", async () => {
    const lettuce = after["shopping-items"].find((item) => item.name === "Lettuce");
    const open = (after.conflicts ?? []).filter((one) => one.state === "open");
    expect(open).toMatchObject([{ table: "shopping-items", rowId: lettuce?.id }]);
    expect(open[0].values.map((one: { userId: string }) => one.userId).sort()).toEqual([person.Bob, person.Bea].sort());
    expect(after.conflicts).toHaveLength(1);

    const alice = await meet("alice", { path: "/shopping" });
    const david = await meet("david", { path: "/shopping" });
    for (const { page: at } of [bea, carla]) await at.reload();
    for (const at of [page, bea.page, david.page]) {
      await at.getByRole("button", { name: /^Notifications.*, 1 to settle$/ }).click();
      const questions = at.getByRole("region", { name: "To settle" }).getByRole("listitem");
      await expect(questions).toHaveCount(1);
      await expect(questions).toContainText("Lettuce, bought");
      await expect(questions).toContainText("The same goods?");
      await at.keyboard.press("Escape");
    }
    for (const at of [alice.page, carla.page]) {
      await alive(at);
      await at.getByRole("button", { name: /^Notifications(, \d+ unread)?$/ }).click();
      await expect(at.getByRole("heading", { name: "Notifications" })).toBeVisible();
      await expect(at.getByRole("region", { name: "To settle" })).toHaveCount(0);
      await at.keyboard.press("Escape");
    }
    // The row carries the mark for whoever sees it; only who may answer is asked there.
    await alice.page.getByText("In the cart", { exact: true }).click();
    for (const [row, answers] of [
      [await lineOf(page, "Lettuce"), 1],
      [await lineOf(bea.page, "Lettuce"), 1],
      [line(alice.page, "Lettuce"), 0],
    ] as const) {
      await expect(row.getByText("The same goods?")).toHaveCount(1);
      await expect(row.getByRole("button", { name: "The same", exact: true })).toHaveCount(answers);
    }
    await page.screenshot({ path: "pictures/same-goods.png" });
  });
});
