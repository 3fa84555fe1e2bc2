// Once before all journeys: the demo province, written by the real server. Each journey begins with a copy of it.

import { rm } from "node:fs/promises";
import { Server } from "./server.ts";

export const PREPARED = "SKC_PREPARED";

export default async function prepare(): Promise<() => Promise<void>> {
  const server = await Server.start({ demo: true });
  await server.stop();
  // Workers inherit the environment of the runner.
  process.env[PREPARED] = server.data;
  return () => rm(server.data, { recursive: true, force: true, maxRetries: 5 });
}
