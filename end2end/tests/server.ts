// The real program on a free port with a database of its own, one for each test that asks for it.
import { test as base, expect } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

function program() {
  const path = process.env.BLISS_PROGRAM;
  if (!path) throw new Error("BLISS_PROGRAM must name the built server; scripts/test sets it");
  return path;
}

/** A running program that can be stopped and started again on the same address and data. */
export class Server {
  url = "";
  /** Everything it has said, on both streams. */
  said = "";
  private child?: ChildProcess;
  private exited: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly demo: boolean,
  ) {}

  async start() {
    const database = `sqlite://${join(this.folder, "bliss.db")}`;
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const flags = ["serve", "--addr", address, "--database", database, ...(this.demo ? ["--demo"] : [])];
    const child = spawn(program(), flags, { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    this.exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.stderr.on("data", (chunk) => (this.said += chunk));
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.said += `${line}\n`;
        const address = /^listening on (\S+)$/.exec(line)?.[1];
        if (address) resolve(address);
      });
      void this.exited.then(() => reject(new Error(`the server ended before it listened:\n${this.said}`)));
    });
  }

  async stop(signal: NodeJS.Signals = "SIGTERM") {
    this.child?.kill(signal);
    await this.exited;
  }

  /** The one password of the demonstration people, as the program printed it. */
  password() {
    const password = /^password: (\S+)$/m.exec(this.said)?.[1];
    if (!password) throw new Error(`no password was printed:\n${this.said}`);
    return password;
  }

  /** What the program printed that matches. */
  printed(pattern: RegExp) {
    const found = pattern.exec(this.said);
    if (!found) throw new Error(`nothing printed matches ${pattern}:\n${this.said}`);
    return found[1] ?? found[0];
  }
}

export const test = base.extend<{ demo: boolean; server: Server }>({
  demo: [true, { option: true }],
  server: async ({ demo }, use) => {
    const folder = await mkdtemp(join(tmpdir(), "bliss-"));
    const server = new Server(folder, demo);
    await server.start();
    await use(server);
    await server.stop();
    await rm(folder, { recursive: true });
  },
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect };
