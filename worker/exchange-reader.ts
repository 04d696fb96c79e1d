import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { takeAnswers, type Taking } from '../activities/look-ups/take-answers.ts';
import type { LookUpSources } from '../gateways/look-up-source.ts';

const everyMs = 15_000;

/**
 * Reads the answers that exchanges leave, a few times a minute, and tells the claims that wait for
 * them. A folder that cannot be read is tried again. `stop` resolves when the files in hand are
 * done.
 */
export function startExchangeReader({
  deps,
  sources,
  log,
  pauseMs = everyMs,
}: {
  deps: Taking;
  sources: LookUpSources;
  log: Logger;
  pauseMs?: number;
}): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const exchanges = [...sources].flatMap(([name, source]) =>
    source.by === 'exchange' ? [{ name, exchange: source.exchange }] : [],
  );
  const done = (async () => {
    while (!stopping.signal.aborted && exchanges.length > 0) {
      for (const { name, exchange } of exchanges) {
        await takeAnswers(deps, name, exchange).catch((error: unknown) => {
          log.warn(
            { source: name, reason: error instanceof Error ? error.name : 'unknown' },
            'answers',
          );
        });
      }
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
