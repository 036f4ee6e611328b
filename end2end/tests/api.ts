// Somebody who works over the wire alone: sets the scene, and acts unseen by a page.
import { randomBytes, randomUUID } from "node:crypto";

type Command = { type: string; data: Record<string, unknown>; was?: Record<string, unknown> };
export type Outcome = { id: string; outcome: string; revision?: number; reason?: { code: string; message: string } };

/** An id ordered by time, as browsers make them. */
export function uuidv7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Remote {
  private readonly replica = randomUUID();
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
    readonly user: string,
    private readonly seed: { epoch: string; revision: number },
  ) {}

  static async signIn(url: string, email: string, password: string) {
    const answer = await fetch(`${url}/api/sign-in`, {
      method: "POST",
      body: new URLSearchParams({ email, password }),
      redirect: "manual",
    });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
    if (!cookie) throw new Error(`${email} could not sign in: ${answer.status}`);
    const seed = await Remote.seedOf(url, cookie, "/people");
    return new Remote(url, cookie, seed.userId, seed);
  }

  private static async seedOf(url: string, cookie: string, path: string) {
    const page = await (await fetch(`${url}${path}`, { headers: { cookie } })).text();
    const json = /<script[^>]*id="seed"[^>]*>(.*?)<\/script>/s.exec(page)?.[1];
    if (!json) throw new Error(`no rows came with ${path}`);
    return JSON.parse(json);
  }

  /** The rows that a page brings along, by table. */
  async rows(path: string): Promise<Record<string, Record<string, any>[]>> {
    const seed = await Remote.seedOf(this.url, this.cookie, path);
    const tables: Record<string, Record<string, any>[]> = {};
    for (const { table, row } of seed.rows) (tables[table] ??= []).push(row);
    return tables;
  }

  /** Sends commands as somebody who has seen everything, a hundred a request. */
  async submit(commands: Command[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let at = 0; at < commands.length; at += 100) {
      const group = commands.slice(at, at + 100).map((command) => ({
        id: uuidv7(),
        v: 1,
        at: Date.now(),
        seen: this.seed.revision,
        epoch: this.seed.epoch,
        ...command,
      }));
      const answer = await fetch(`${this.url}/api/submit`, {
        method: "POST",
        headers: { cookie: this.cookie, "content-type": "application/json" },
        body: JSON.stringify({ replica: this.replica, user: this.user, commands: group }),
      });
      if (!answer.ok) throw new Error(`submit: ${answer.status} ${await answer.text()}`);
      const body = await answer.json();
      this.seed.revision = body.head;
      outcomes.push(...body.outcomes);
    }
    return outcomes;
  }

  /** Sends commands that the test stands on. */
  async must(...commands: Command[]) {
    const outcomes = await this.submit(commands);
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.outcome === "rejected" || outcome.outcome === "held") {
        throw new Error(`${commands[at].type}: ${JSON.stringify(outcome)}`);
      }
    }
    return outcomes;
  }
}
