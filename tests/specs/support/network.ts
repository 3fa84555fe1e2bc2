// The way between a browser and the server: a proxy on an origin of its own that can lose, double and delay what passes,
// answer in place of the server as the Wi-Fi of a café does, and write down every byte.

import { createServer, request as ask, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

/** A request and its answer, unpacked. */
export interface Exchange {
  method: string;
  path: string;
  /** When its answer came, in milliseconds. */
  at: number;
  sent: string;
  /** Bytes of the body as they came. */
  weight: number;
  /** Those of the answer. */
  brought: number;
  status: number;
  headers: Record<string, string | string[] | undefined>;
  received: string;
}

/** Whether the way is open, closed, or ends somewhere else. */
export type Weather =
  | "fine"
  /** Nothing listens. */
  | "down"
  /** Files come, the API does not: its connections break. */
  | "no-api"
  /** A login page of somebody else's network answers everything under /api with 200. */
  | "portal"
  /** It answers with a redirect to that page. */
  | "redirect"
  /** A gateway answers that the server does not. */
  | "bad-gateway";

interface Fault {
  path: string;
  method?: string;
  left: number;
  apply: (passage: Passage) => Promise<void>;
}

interface Passage {
  request: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
}

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

const LIVE = "/api/v1/sync/live";
const PORTAL = "<!doctype html><title>Wi-Fi miễn phí</title><form><input name=phone><button>Vào mạng</button></form>";

export class Network {
  readonly exchanges: Exchange[] = [];
  weather: Weather = "fine";
  private readonly faults: Fault[] = [];
  private readonly sockets = new Set<Socket>();
  private listener: HttpServer | undefined;
  private port = 0;
  private carries = true;
  /** Bytes a second that pass to the server; any number when absent. */
  private speed: number | undefined;
  /** Until when the line is taken. */
  private taken = 0;
  /** Streams that were opened on it. */
  streams = 0;
  /** Bytes of bodies that were sent on it, those that were lost too. */
  weight = 0;
  /** Bytes of bodies that were sent and lost on the way. */
  lost = 0;

  private constructor(private readonly target: number) {}

  /** A way to a server, open. */
  static async to(port: number): Promise<Network> {
    const network = new Network(port);
    await network.listen();
    return network;
  }

  /** The address a browser opens; it stays the same whatever happens on the way. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Changes the weather; "down" also breaks what is under way. */
  async turn(weather: Weather): Promise<void> {
    this.weather = weather;
    if (weather === "down") await this.unlisten();
    else if (!this.listener) await this.listen();
    else if (weather !== "fine") this.breakAll();
  }

  /** From now on so many bytes a second reach the server, whatever shares the line. */
  slow(speed: number | undefined): void {
    this.speed = speed;
  }

  /** Of the requests of this sort each n-th is lost on the way, after all its bytes were sent. */
  loseEach(n: number, method: string, path: string): void {
    let seen = 0;
    this.faults.push({ path, method, left: Infinity, apply: async ({ request, body, response }) => {
      seen += 1;
      if (seen % n === 0) {
        this.lost += body.length;
        response.socket?.destroy();
      } else this.reply(response, await this.forward(request, body));
    } });
  }

  /** From now on something on the way lets no stream through. */
  refuseStreams(): void {
    this.carries = false;
  }

  /** The server does what was asked; its next answers to this path never arrive. */
  loseAnswers(path: string, times: number): void {
    this.fault(path, times, async ({ request, body, response }) => {
      await this.forward(request, body);
      response.socket?.destroy();
    });
  }

  /** Each of the next requests to this path reaches the server twice, at the same time. */
  sendTwice(path: string, times: number): void {
    this.fault(path, times, async ({ request, body, response }) => {
      const [first] = await Promise.all([this.forward(request, body), this.forward(request, body)]);
      this.reply(response, first);
    });
  }

  /** The connection of the next request breaks at once; the request itself reaches the server when it is let go. */
  holdBack(path: string): { held: Promise<void>; letGo: () => Promise<Answer> } {
    let taken!: () => void;
    const held = new Promise<void>((resolve) => (taken = resolve));
    let late!: () => Promise<Answer>;
    this.fault(path, 1, async ({ request, body, response }) => {
      late = () => this.forward(request, body);
      response.socket?.destroy();
      taken();
    });
    return { held, letGo: async () => (await held, late()) };
  }

  /** What passed to and from one path. */
  to(path: string): Exchange[] {
    return this.exchanges.filter((exchange) => exchange.path.startsWith(path));
  }

  /** Whether all planned faults have happened. */
  get isCalm(): boolean {
    return this.faults.length === 0;
  }

  async close(): Promise<void> {
    await this.unlisten();
  }

  private fault(path: string, left: number, apply: Fault["apply"]): void {
    this.faults.push({ path, left, apply });
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytes(request);
    const path = request.url ?? "/";
    await this.carry(body.length);
    if (path.startsWith("/api/") && this.weather !== "fine") return this.mislead(response);
    if (path === LIVE) {
      this.streams += 1;
      return this.carries ? this.stream(request, response) : void response.writeHead(502, { "content-type": "text/html" }).end();
    }
    const fits = (fault: Fault) => path.startsWith(fault.path) && (fault.method ?? request.method) === request.method;
    const fault = this.faults.find(fits);
    if (fault) {
      fault.left -= 1;
      if (fault.left === 0) this.faults.splice(this.faults.indexOf(fault), 1);
      return fault.apply({ request, body, response });
    }
    this.reply(response, await this.forward(request, body));
  }

  /** Waits as long as these bytes take on the line, one request after the other. */
  private async carry(count: number): Promise<void> {
    this.weight += count;
    if (this.speed === undefined) return;
    this.taken = Math.max(this.taken, Date.now()) + (count * 1000) / this.speed;
    await new Promise((resolve) => setTimeout(resolve, this.taken - Date.now()));
  }

  private mislead(response: ServerResponse): void {
    switch (this.weather) {
      case "portal":
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PORTAL);
        break;
      case "redirect":
        response.writeHead(302, { location: "/portal" }).end();
        break;
      case "bad-gateway":
        response.writeHead(502, { "content-type": "text/html" }).end("<h1>502 Bad Gateway</h1>");
        break;
      case "no-api":
      case "down":
      case "fine":
        response.socket?.destroy();
    }
  }

  private async forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const { method = "GET", url: path = "/", headers } = request;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const outgoing = ask({ host: "127.0.0.1", port: this.target, method, path, headers, agent: false }, (incoming) => {
        bytes(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
          reject,
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
    this.exchanges.push({
      method,
      path,
      at: Date.now(),
      weight: body.length,
      brought: answer.body.length,
      sent: unpacked(body, headers["content-encoding"]),
      status: answer.status,
      headers: answer.headers,
      received: unpacked(answer.body, answer.headers["content-encoding"]),
    });
    return answer;
  }

  /** What comes in pieces is passed on in pieces. */
  private stream({ headers }: IncomingMessage, response: ServerResponse): void {
    const outgoing = ask({ host: "127.0.0.1", port: this.target, path: LIVE, headers, agent: false }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 0, incoming.headers);
      incoming.pipe(response);
    });
    outgoing.once("error", () => response.socket?.destroy());
    response.once("close", () => outgoing.destroy());
    outgoing.end();
  }

  private reply(response: ServerResponse, { status, headers, body }: Answer): void {
    const { "transfer-encoding": _, connection: __, ...kept } = headers;
    response.writeHead(status, kept).end(body);
  }

  private async listen(): Promise<void> {
    const listener = createServer((request, response) => {
      // The server is gone: the browser sees a broken connection, as without the proxy.
      this.pass(request, response).catch(() => response.socket?.destroy());
    });
    listener.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = (listener.address() as AddressInfo).port;
    this.listener = listener;
  }

  private async unlisten(): Promise<void> {
    const listener = this.listener;
    if (!listener) return;
    this.listener = undefined;
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    this.breakAll();
    await closed;
  }

  private breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

async function bytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unpacked(body: Buffer, encoding: string | undefined): string {
  if (body.length === 0) return "";
  switch (encoding) {
    case undefined:
    case "identity":
      return body.toString();
    case "gzip":
      return gunzipSync(body).toString();
    case "br":
      return brotliDecompressSync(body).toString();
    case "deflate":
      return inflateSync(body).toString();
    default:
      // A packing the proxy cannot read would make its record blind.
      throw new Error(`cannot unpack ${encoding}`);
  }
}
