// The real program on a free port with a database of its own, one for each test that asks for it.
import { test as base, expect } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
  /** Another site than the one beside the program. */
  private site?: string;
  private exited: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly demo: boolean,
  ) {}

  async start() {
    const database = `sqlite://${join(this.folder, "bliss.db")}`;
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const flags = ["serve", "--addr", address, "--database", database, ...(this.demo ? ["--demo"] : [])];
    const env = this.site ? { ...process.env, LEPTOS_SITE_ROOT: this.site } : process.env;
    const child = spawn(program(), flags, { stdio: ["ignore", "pipe", "pipe"], env });
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

  /** Stops, and starts with another build of the site beside the one before, as a deploy leaves it. */
  async deploy() {
    await this.stop();
    this.site = join(this.folder, "site");
    await cp(join(dirname(program()), "site"), this.site, { recursive: true });
    const file = join(this.site, "build.json");
    const { build } = JSON.parse(await readFile(file, "utf8"));
    const next = `${build}next`;
    await cp(join(this.site, "pkg", build), join(this.site, "pkg", next), { recursive: true });
    await writeFile(file, JSON.stringify({ build: next, previous: build, inputs: "" }));
    await this.start();
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

/** Starts the program with data of its own, for as long as it is used. */
async function serve(demo: boolean, use: (server: Server) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "bliss-"));
  const server = new Server(folder, demo);
  await server.start();
  await use(server);
  await server.stop();
  await rm(folder, { recursive: true });
}

/** `empty`: one that nobody has begun to use. */
export const test = base.extend<{ demo: boolean; server: Server; empty: Server }>({
  demo: [true, { option: true }],
  server: async ({ demo }, use) => serve(demo, use),
  empty: async ({}, use) => serve(false, use),
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect };
