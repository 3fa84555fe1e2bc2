// The real server program on a free port with a data folder of its own: started, stopped, killed, started again.

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const target = resolve(import.meta.dirname, "../../../target");
const program = process.env["SKC_SERVER"] ?? join(target, "debug/so-khuyen-cong");
/** The app as it was built. */
export const builtApp = process.env["SKC_WEB"] ?? join(target, "web");

export interface ServerOptions {
  /** Fill the empty data folder with the demo province and its accounts (the default). */
  demo?: boolean;
  /** A data folder to begin with a copy of, in place of an empty one. */
  from?: string;
  /** The folder of the built app, when a journey brings its own. */
  web?: string;
  /** Further arguments of `so-khuyen-cong serve`. */
  args?: string[];
  /** Further environment of the process. */
  env?: Record<string, string>;
}

export class Server {
  private child: ChildProcess | undefined;
  private log = "";

  private constructor(
    /** Folder of the database and of demo-accounts.json. */
    readonly data: string,
    readonly port: number,
    private readonly options: ServerOptions,
  ) {}

  /** A server on a fresh data folder, healthy when this returns. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), "skc-server-"));
    if (options.from) await cp(options.from, data, { recursive: true });
    const server = new Server(data, await freePort(), options);
    await server.start();
    return server;
  }

  /** Address of the app. A service worker and Secure cookies are allowed on localhost without TLS. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get running(): boolean {
    return this.child !== undefined;
  }

  /** What the process has written so far, of all its starts. */
  get output(): string {
    return this.log;
  }

  /** Starts the process again, on the same port and data. */
  async start(): Promise<void> {
    if (this.child) throw new Error("the server runs already");
    const { demo = true, args = [], env = {}, web = builtApp } = this.options;
    for (const needed of [program, join(web, "index.html")]) {
      if (!existsSync(needed)) throw new Error(`${needed} is missing: run \`cargo xtask ci e2e\`, which builds it`);
    }
    const words = ["serve", "--data", this.data, "--web", web, "--listen", `127.0.0.1:${this.port}`];
    const child = spawn(program, [...words, ...(demo ? ["--demo"] : []), ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    const orphan = () => child.kill("SIGKILL");
    process.once("exit", orphan);
    const keep = (chunk: Buffer) => {
      this.log += chunk.toString();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("exit", () => {
      process.off("exit", orphan);
      if (this.child === child) this.child = undefined;
    });
    child.once("error", (error) => {
      this.log += `${error.message}\n`;
      if (this.child === child) this.child = undefined;
    });
    await this.healthy();
  }

  /** Ends it as an administrator would, and waits until it has. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Stops the process and removes its data. */
  async discard(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The accounts the demo made, as the server wrote them down. */
  async accounts<Account = Record<string, unknown>>(): Promise<Account[]> {
    return JSON.parse(await readFile(join(this.data, "demo-accounts.json"), "utf8")) as Account[];
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(patience);
    if (signal === "SIGTERM" && child.signalCode === "SIGKILL") {
      throw new Error(`the server did not end on SIGTERM\n${this.log}`);
    }
  }

  private async healthy(): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline) {
      if (!this.child) throw new Error(`the server ended while starting\n${this.log}`);
      const answer = await fetch(`${this.url}/api/v1/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.kill();
    throw new Error(`the server did not become healthy\n${this.log}`);
  }
}

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
