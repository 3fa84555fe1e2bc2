// One journey's world: a server with the demo province, people, their devices, and the ways between. Everything ends with it.

import { test as base, expect } from "@playwright/test";
import { Book } from "./book.ts";
import { Device, sizes } from "./browser.ts";
import { Network } from "./network.ts";
import { Person } from "./person.ts";
import { PREPARED } from "./prepare.ts";
import { Server, type ServerOptions } from "./server.ts";
import { watch } from "./watch.ts";

export { expect };

/** A demo account, as the server wrote it down. */
export interface Account {
  login: string;
  passphrase: string;
  name: string;
  role: string;
}

/** People of the demo province. */
export const people = {
  officer: "phulang",
  otherOfficer: "vocuong",
  centre: "hanh",
  planner: "duc",
  department: "so",
  leader: "lanhdao",
  council: "hoidong",
  finance: "ketoan",
  inspector: "thanhtra",
  owner: "chu-gom-trung-thon",
} as const;

export interface DeskOptions {
  size?: keyof typeof sizes;
  /** The way to the server, when it is to be disturbed. */
  network?: Network;
}

export class Office {
  private readonly books: Book[] = [];
  private readonly networks: Network[] = [];
  private readonly faults: string[] = [];

  private constructor(
    readonly server: Server,
    private readonly accounts: Account[],
  ) {}

  static async open(options: ServerOptions = {}): Promise<Office> {
    const from = process.env[PREPARED];
    const server = await Server.start({ ...(from ? { from, demo: false } : {}), ...options });
    return new Office(server, await server.accounts<Account>());
  }

  account(login: string): Account {
    const account = this.accounts.find((account) => account.login === login);
    if (!account) throw new Error(`no demo account ${login}`);
    return account;
  }

  /** Asks the server directly, as this person. */
  async person(login: string): Promise<Person> {
    return Person.signIn(this.server.url, this.account(login));
  }

  /** A way to the server that can be disturbed. */
  async network(): Promise<Network> {
    const network = await Network.to(this.server.port);
    this.networks.push(network);
    return network;
  }

  /** A device of this person, not yet opened. */
  async device(login: string, { size = "tablet", network }: DeskOptions = {}): Promise<Book> {
    const url = network?.url ?? this.server.url;
    const device = await Device.create({ viewport: sizes[size] });
    const book = new Book(device, url, this.account(login), (context) => watch(context, url, this.faults));
    this.books.push(book);
    return book;
  }

  /** A device on which this person is signed in and has everything. */
  async signedIn(login: string, options: DeskOptions = {}): Promise<Book> {
    const book = await this.device(login, options);
    await book.start();
    await book.signIn();
    return book;
  }

  /** What the open browsers show now. */
  async pictures(): Promise<{ name: string; body: Buffer }[]> {
    const open = this.books.filter((book) => book.isOpen);
    return Promise.all(open.map(async (book) => ({ name: book.account.login, body: await book.page.screenshot() })));
  }

  async close(): Promise<void> {
    await Promise.all(this.books.map((book) => book.device.discard()));
    await Promise.all(this.networks.map((network) => network.close()));
    await this.server.discard();
    expect(this.faults, "no broken content policy, no foreign origin, no panic").toEqual([]);
  }
}

export const test = base.extend<{ office: Office }>({
  office: async ({}, use, info) => {
    const office = await Office.open();
    await use(office);
    if (info.status !== info.expectedStatus) {
      for (const { name, body } of await office.pictures()) await info.attach(name, { body, contentType: "image/png" });
      await info.attach("server", { body: office.server.output, contentType: "text/plain" });
    }
    await office.close();
  },
});
