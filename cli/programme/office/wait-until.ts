import { setTimeout as sleep } from 'node:timers/promises';

const firstWaitMs = 20;
const longestWaitMs = 1_000;

/**
 * Asks again and again, a little slower each time, until there is an answer. Throws what `stuck`
 * makes when there is none for so long.
 */
export async function waitUntil<Answer>(
  ask: () => Promise<Answer | undefined>,
  options: { patienceMs: number; signal: AbortSignal; stuck: () => Promise<Error> },
): Promise<Answer> {
  const { patienceMs, signal, stuck } = options;
  const until = Date.now() + patienceMs;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 1.5)) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw await stuck();
    await sleep(waitMs, undefined, { signal });
  }
}
