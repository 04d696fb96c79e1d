import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import pg from 'pg';
import { outboxChannel } from '../db/outbox.ts';

/** The database's bell for the outbox; `next` resolves when it rings, or when the time is over. */
export type Bell = { next: (ms: number) => Promise<void>; close: () => Promise<void> };

type Listening = { signal: AbortSignal; ring: () => void; log: Logger };

/** As the sessions of the bell are called in PostgreSQL. */
export const bellName = 'tisheng-relay';
const connectTimeoutMs = 10_000;
const waitMaxMs = 30_000;

/** Listens until closed: a connection that fails or is lost is made again, however often. */
export function openBell(url: string, log: Logger): Bell {
  const closing = new AbortController();
  let wake: () => void = () => undefined;
  const done = keepListening(url, { signal: closing.signal, ring: () => wake(), log });
  return {
    next: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    async close() {
      closing.abort();
      wake();
      await done;
    },
  };
}

async function keepListening(url: string, { signal, ring, log }: Listening): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await listenOnce(url, signal, ring, () => {
        failures = 0;
        // What rang while nobody listened was not heard.
        ring();
      });
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'no bell');
    }
    const waitMs = Math.min(waitMaxMs, 1_000 * 2 ** failures);
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

/** One connection from its beginning to its end. */
async function listenOnce(
  url: string,
  signal: AbortSignal,
  ring: () => void,
  listening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: bellName,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  client.on('notification', ring);
  // Without a listener of its own a second error of one connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`listen ${outboxChannel}`);
    listening();
    await once(client, 'end', { signal });
  } finally {
    await client.end().catch(() => undefined);
  }
}
