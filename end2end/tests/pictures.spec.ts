// Every page at its device, light and dark, into end2end/pictures/ to be looked at; and what a machine
// can see in them: nothing sticks out sideways, axe finds nothing, the console is silent.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { Remote, uuidv7 } from "./api";
import { type Device, type Person, type Visitor, alive, expect, test } from "./crew";
import type { Server } from "./server";

const PICTURES = new URL("../pictures/", import.meta.url).pathname;

type Shot = {
  name: string;
  who: Visitor;
  device: Device;
  path: string;
  /** Opens what stands behind the page. */
  open?: (page: Page) => Promise<void>;
};

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).first().click();
  await expect(page.getByRole("dialog").first()).toBeVisible();
};

/** The pages, with the ids of the demonstration's first booked party and what belongs to it. */
async function pages(server: Server, empty: Server): Promise<Shot[]> {
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const { budgets, tasks, schedules } = { ...(await david.rows("/tasks")), ...(await david.rows("/cooking-schedule")) };
  const party = budgets.find((row) => schedules.some((schedule) => schedule.budgetId === row.id))!;
  await fillKitchen(david, party.id);
  const task = tasks.find((row) => row.budgetId === party.id)!;
  const item = (await david.rows("/shopping"))["shopping-items"].find((row) => !row.isPurchased)!;
  const desk = "desk" as const, tablet = "tablet" as const, phone = "phone" as const;
  return [
    { name: "home-organizer", who: "alice", device: desk, path: "/" },
    { name: "home-cook", who: "carla", device: tablet, path: "/" },
    { name: "home-shopper", who: "bob", device: phone, path: "/" },
    { name: "parties", who: "alice", device: desk, path: "/budgets" },
    { name: "parties-board", who: "alice", device: desk, path: "/budgets?as=board" },
    { name: "parties-calendar", who: "alice", device: desk, path: "/budgets?as=calendar" },
    { name: "parties-phone", who: "alice", device: phone, path: "/budgets" },
    { name: "parties-new", who: "alice", device: desk, path: "/budgets", open: press("New party") },
    { name: "party", who: "alice", device: desk, path: `/budgets/${party.id}` },
    { name: "party-edit", who: "alice", device: desk, path: `/budgets/${party.id}`, open: press(/^Edit$/) },
    { name: "party-guests", who: "alice", device: desk, path: `/budgets/${party.id}`, open: press("Change guests") },
    { name: "party-cook", who: "carla", device: tablet, path: `/budgets/${party.id}` },
    { name: "party-phone", who: "bob", device: phone, path: `/budgets/${party.id}` },
    { name: "tasks", who: "alice", device: desk, path: "/tasks" },
    { name: "tasks-day", who: "alice", device: desk, path: "/tasks?by=day" },
    { name: "tasks-cook", who: "carla", device: tablet, path: "/tasks" },
    { name: "tasks-shopper", who: "bob", device: phone, path: "/tasks" },
    { name: "task", who: "alice", device: desk, path: `/tasks?task=${task.id}` },
    { name: "kitchen", who: "carla", device: tablet, path: "/cooking-schedule" },
    { name: "kitchen-week", who: "carla", device: tablet, path: "/cooking-schedule?show=week" },
    { name: "kitchen-ingredients", who: "carla", device: tablet, path: "/cooking-schedule?show=week", open: ingredients },
    { name: "kitchen-stations", who: "carla", device: tablet, path: "/cooking-schedule?show=stations" },
    { name: "kitchen-desk", who: "alice", device: desk, path: "/cooking-schedule?show=week" },
    { name: "shopping", who: "bob", device: phone, path: "/shopping" },
    { name: "shopping-party", who: "bob", device: phone, path: "/shopping?group=party" },
    { name: "shopping-line", who: "bob", device: phone, path: `/shopping?line=${item.id}` },
    { name: "shopping-cook", who: "carla", device: tablet, path: "/shopping" },
    { name: "shopping-desk", who: "alice", device: desk, path: "/shopping" },
    { name: "people", who: "david", device: desk, path: "/people" },
    { name: "people-invite", who: "david", device: desk, path: "/people", open: press(/^Invite/) },
    { name: "people-phone", who: "bob", device: phone, path: "/people" },
    ...(await doors(david, empty)),
  ];
}

/** The pages for somebody who is not signed in, on a desk and on a phone. */
async function doors(david: Remote, empty: Server): Promise<Shot[]> {
  const token = uuidv7();
  const tokenHash = createHash("sha256").update(token).digest("hex");
  await david.must({ type: "invite", data: { inviteId: uuidv7(), role: "cook", tokenHash } });
  const paths = {
    "sign-in": "/sign-in",
    "sign-in-refused": "/sign-in?error=wrong-password",
    invite: `/invite?token=${token}`,
    "invite-spent": "/invite?token=spent",
    start: empty.printed(/https?:\/\/\S*\/start\?token=\S+/),
    "start-spent": "/start?token=spent",
    "start-no-link": `${empty.url}/start`,
    missing: "/no-such-page",
  };
  return Object.entries(paths).flatMap(([name, path]) => [
    { name, path, who: "nobody", device: "desk" },
    { name: `${name}-phone`, path, who: "nobody", device: "phone" },
  ]);
}

/** What a cook has on an evening: one dish late, one soon, one later, and a timer that runs. */
async function fillKitchen(david: Remote, budgetId: string) {
  const { zone } = (await david.rows("/people")).workspaces[0];
  const local = (minutes: number) =>
    new Date(Date.now() + minutes * 60_000).toLocaleString("sv", { timeZone: zone }).slice(0, 16).replace(" ", "T");
  const ids = [uuidv7(), uuidv7(), uuidv7()];
  const schedule = (at: number, title: string, station: string, start: number) => ({
    type: "create-schedule",
    data: {
      scheduleId: ids[at],
      budgetId,
      title,
      station,
      startAt: local(start),
      serveAt: local(start + 90),
      guests: 12,
      steps: [{ text: "Light the smoker", minutes: 20 }, { text: "Turn the ribs every quarter of an hour", minutes: 60 }],
    },
  });
  await david.must(
    schedule(0, "Smoked ribs with a glaze of honey and mustard", "smoker", -25),
    schedule(1, "Potato salad", "cold", 10),
    schedule(2, "Grilled peppers", "grill", 70),
    { type: "set-timer", data: { timerId: uuidv7(), scheduleId: ids[0], step: 0, label: "Smoker", endsAt: Date.now() + 900_000 } },
    { type: "set-step", data: { scheduleId: ids[0], step: 0, done: true } },
  );
}

async function ingredients(page: Page) {
  await page.getByRole("link", { name: /^Barbecue ribs/ }).first().tap();
  const panel = page.getByRole("group", { name: "Show" }).getByRole("button", { name: /^Ingredients/ });
  if (await panel.isVisible()) await panel.tap();
  await expect(page.getByRole("button", { name: "Add an ingredient" })).toBeVisible();
}

/** Goes there, and waits until the page is what it will be. */
async function open({ who, path, open }: Shot, { page }: Person) {
  // A page outside has no socket that would say that the program runs.
  await page.goto(path, { waitUntil: who === "nobody" ? "networkidle" : "load" });
  if (who !== "nobody") await alive(page);
  await open?.(page);
}

async function isAccessible(page: Page, name: string) {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
  expect.soft(found, name).toEqual([]);
}

async function doesNotScrollSideways(page: Page, name: string) {
  const wider = await page.evaluate(() => {
    // A phone's window grows with what sticks out; the width of the root does not.
    const width = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - width;
    const sticks = (element: Element) => element.getBoundingClientRect().right > width + 1;
    const culprit = over > 0 ? [...document.body.querySelectorAll("*")].find(sticks) : undefined;
    return { over: Math.max(over, 0), culprit: culprit?.outerHTML.slice(0, 200) };
  });
  expect.soft(wider, `${name} does not scroll sideways`).toEqual({ over: 0, culprit: undefined });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is fit to be seen, ${colorScheme}`, async ({ meet, server, empty }) => {
    test.setTimeout(300_000);
    const people = new Map<string, Person>();
    for (const shot of await pages(server, empty)) {
      const { name, who, device } = shot;
      const key = `${who} ${device}`;
      const person = people.get(key) ?? (await meet(who, { device, colorScheme }));
      people.set(key, person);
      const { page } = person;
      // What fades in is judged when it is there: who else looks at a page can come at any moment.
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(shot, person);
      await page.screenshot({ path: `${PICTURES}${name}-${colorScheme}.png`, animations: "disabled" });
      if (!shot.open) {
        await page.screenshot({ path: `${PICTURES}${name}-${colorScheme}-whole.png`, fullPage: true, animations: "disabled" });
      }
      await doesNotScrollSideways(page, name);
      await isAccessible(page, `${name}, ${colorScheme}`);
    }
  });
}

test("no page scrolls sideways at 320 pixels", async ({ meet, server, empty }) => {
  test.setTimeout(180_000);
  const people = new Map<Visitor, Person>();
  for (const shot of await pages(server, empty)) {
    const { name, who } = shot;
    const person = people.get(who) ?? (await meet(who, { device: "phone" }));
    people.set(who, person);
    await person.page.setViewportSize({ width: 320, height: 640 });
    await open(shot, person);
    await doesNotScrollSideways(person.page, `${name} at 320 px`);
    await person.page.screenshot({ path: `${PICTURES}${name}-320.png`, animations: "disabled" });
  }
});
