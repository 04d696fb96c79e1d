/**
 * One server for all layers of one test run: each vitest project has its own copy of this module,
 * so what they share hangs on the one global object.
 */
declare global {
  var tishengSharedServers: Map<string, Shared> | undefined;
}

type Shared = { users: number; started: Promise<Running> };
export type Running = { url: string; stop(): Promise<void> };

/** Starts the server unless another layer has; every user hands it back with `releaseShared`. */
export async function useShared(name: string, start: () => Promise<Running>): Promise<string> {
  const servers = (globalThis.tishengSharedServers ??= new Map());
  const shared = servers.get(name) ?? { users: 0, started: start() };
  servers.set(name, { ...shared, users: shared.users + 1 });
  return (await shared.started).url;
}

export async function releaseShared(name: string): Promise<void> {
  const shared = globalThis.tishengSharedServers?.get(name);
  if (shared === undefined) return;
  const users = shared.users - 1;
  globalThis.tishengSharedServers?.set(name, { ...shared, users });
  if (users > 0) return;
  globalThis.tishengSharedServers?.delete(name);
  await (await shared.started).stop();
}
