// What the tests of devices that come and go share.
import type { Page } from "@playwright/test";
import type { Remote } from "./api";
import { expect } from "./crew";

/** The service worker has everything it needs, and the person's rows are on the disk. */
export async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect.poll(() => stored(page, "rows")).toBeGreaterThan(0);
}

/** Asks a store of the page's database something. */
const ask = <T>(page: Page, store: string, question: "count" | "getAll" | "get", ...key: string[]) =>
  page.evaluate(
    ([store, question, ...key]) =>
      new Promise<any>((resolve, reject) => {
        const opening = indexedDB.open("bliss");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = (opening.result.transaction(store).objectStore(store) as any)[question](...key);
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
    [store, question, ...key],
  ) as Promise<T>;

/** How much a store of the page's database holds. */
export const stored = (page: Page, store: string) => ask<number>(page, store, "count");

/** Whose the device is, as the keys on it say it. */
export const owner = (page: Page) => ask<string>(page, "device", "get", "current");

/** What the pill of the top bar says. */
export const waiting = (page: Page, words: string) => page.getByRole("button", { name: new RegExp(words) });

/** What a device tells a page when it has found a network. */
export const online = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** Everything is on the server, and the page knows. */
export async function live(page: Page) {
  await expect(page.locator("#sync-details")).toContainText("Everything on this device is on the server.", {
    timeout: 30_000,
  });
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
}

/** The names of what was bought, one for each record. */
export async function purchases(anybody: Remote) {
  const rows = await anybody.rows("/shopping");
  const names = new Map(rows["shopping-items"].map((item) => [item.id, item.name]));
  return (rows.purchases ?? []).filter((one) => !one.voided).map((one) => names.get(one.itemId) as string);
}

export const line = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

/** An act as it waits on a device. */
export type Act = { id: string; type: string; data: Record<string, any> };

/** What waits on the device of a page, in the order it was done. */
export async function queue(page: Page): Promise<Act[]> {
  const kept = (await ask<string[]>(page, "acts", "getAll")).map((text) => JSON.parse(text).envelope as Act);
  return kept.sort((one, other) => (one.id < other.id ? -1 : 1));
}

type Rows = Awaited<ReturnType<Remote["rows"]>>;

const found = (rows: Rows, table: string, id: string) => (rows[table] ?? []).filter((row) => row.id === id);

/** A row is there once, and says this. */
function once(rows: Rows, table: string, id: string, says: Record<string, unknown>) {
  const [row, ...more] = found(rows, table, id);
  expect(row, `${table} ${id}`).toMatchObject(says);
  expect(more, `${table} ${id} once`).toEqual([]);
}

/** What somebody's acts have to have come to on the server: by the type of the act, what has to be seen there. */
export function standing(acts: Act[], rows: Rows, me: string) {
  const of = (...types: string[]) => acts.filter((act) => types.includes(act.type));
  const last = (act: Act, key: string, ...types: string[]) =>
    of(...types).filter((one) => one.data[key] === act.data[key]).at(-1) === act;
  const undone = new Set(of("undo").map((act) => act.data.commandId));
  const voided = new Set(of("void-purchase").map((act) => act.data.purchaseId));
  const removed = new Set(of("remove-demand").map((act) => act.data.demandId));
  const received = new Set(of("receive").flatMap((act) => act.data.purchaseIds));
  const bought = (act: Act, kind: string, data: Act["data"]) => {
    const edits = of("edit-purchase").filter((one) => one.data.purchaseId === data.purchaseId);
    const said = Object.assign({ paid: null, place: null, note: null }, data, ...edits.map((one) => one.data));
    const { purchaseId, ...row } = said;
    once(rows, "purchases", purchaseId, {
      ...row,
      kind,
      buyerId: me,
      voided: voided.has(data.purchaseId) || undone.has(act.id),
      received: kind === "have" || received.has(data.purchaseId),
    });
  };
  const gone = (table: string, id: string) => expect(found(rows, table, id), `${table} ${id} is gone`).toEqual([]);
  const fields = ({ taskId: _, itemId: __, ...rest }: Act["data"]) => rest;

  const CHECKS: Record<string, (data: Act["data"], act: Act) => void> = {
    "mark-purchased": (data, act) => bought(act, "mark", data),
    "add-purchase": (data, act) => bought(act, "add", data),
    "have-already": (data, act) => bought(act, "have", data),
    "mark-many-purchased": (data, act) => data.items.forEach((one: Act["data"]) => bought(act, "mark", one)),
    "edit-purchase": (data) => once(rows, "purchases", data.purchaseId, { paid: data.paid }),
    "void-purchase": (data) => once(rows, "purchases", data.purchaseId, { voided: true }),
    undo: (data) => expect(of("mark-purchased").map((act) => act.id)).toContain(data.commandId),
    receive: (data) => data.purchaseIds.forEach((id: string) => once(rows, "purchases", id, { received: true })),
    "take-surplus": ({ transferId, ...data }) => once(rows, "transfers", transferId, data),
    "propose-substitute": ({ substituteId, ...data }) =>
      once(rows, "substitutes", substituteId, { ...data, by: me, state: "proposed" }),
    "close-short": (data) => once(rows, "shopping-items", data.itemId, { isPurchased: true, needed: data.needed }),
    "edit-shopping-item": (data) => once(rows, "shopping-items", data.itemId, fields(data)),
    "claim-item": (data) => {
      const claimed = rows["shopping-items"].filter((item) =>
        data.itemId ? item.id === data.itemId : item.week === data.week && item.category === data.category,
      );
      expect(claimed.length).toBeGreaterThan(0);
      expect(claimed.filter((item) => item.claimedBy !== (data.claimed ? me : null))).toEqual([]);
    },
    "put-product": ({ productId, ...data }) => once(rows, "products", productId, data),
    "put-demand": ({ demandId, quantity, productId, week }) =>
      removed.has(demandId)
        ? gone("demands", demandId)
        : once(rows, "demands", demandId, { quantity, productId, week, userId: me }),
    "remove-demand": (data) => gone("demands", data.demandId),
    "set-task-status": (data, act) => {
      if (last(act, "taskId", "set-task-status")) once(rows, "tasks", data.taskId, { status: data.status });
      if (data.anyway) once(rows, "tasks", data.taskId, { anyway: { reason: data.anyway, by: me } });
    },
    "block-task": (data, act) => {
      const block = last(act, "taskId", "block-task", "unblock-task") ? { reason: data.reason, by: me } : null;
      once(rows, "tasks", data.taskId, { block });
    },
    "unblock-task": (data, act) => {
      if (last(act, "taskId", "block-task", "unblock-task")) once(rows, "tasks", data.taskId, { block: null });
    },
    "create-task": (data) => once(rows, "tasks", data.taskId, { ...fields(data), createdBy: me }),
    "edit-task": (data) => once(rows, "tasks", data.taskId, fields(data)),
    "add-prerequisite": (data) =>
      once(rows, "tasks", data.taskId, { waitsFor: [expect.objectContaining({ taskId: data.prerequisiteId })] }),
    "remove-task": (data) => gone("tasks", data.taskId),
    comment: ({ commentId, ...data }) => once(rows, "comments", commentId, { ...data, authorId: me }),
  };
  for (const act of acts) {
    expect(Object.keys(CHECKS), "what a waiting act has to come to is known").toContain(act.type);
    CHECKS[act.type](act.data, act);
  }
}

/** By the type of the act: the table it makes a row of, and where the row's id stands. */
const MAKES: Record<string, [table: string, key: string]> = {
  "mark-purchased": ["purchases", "purchaseId"],
  "mark-many-purchased": ["purchases", "purchaseId"],
  "add-purchase": ["purchases", "purchaseId"],
  "have-already": ["purchases", "purchaseId"],
  "take-surplus": ["transfers", "transferId"],
  "propose-substitute": ["substitutes", "substituteId"],
  "put-product": ["products", "productId"],
  "put-demand": ["demands", "demandId"],
  "create-task": ["tasks", "taskId"],
  comment: ["comments", "commentId"],
};

/** The ids of the rows that acts have made of a table, but for those that they have removed again. */
export function made(acts: Act[], table: string) {
  const gone = acts.filter((act) => act.type.startsWith("remove-")).flatMap((act) => Object.values(act.data));
  const makers = acts.filter((act) => MAKES[act.type]?.[0] === table);
  const ids = makers.flatMap(({ type, data }) => (data.items ?? [data]).map((one: Act["data"]) => one[MAKES[type][1]]));
  return ids.filter((id) => !gone.includes(id)) as string[];
}
