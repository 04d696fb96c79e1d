import { instant, type Instant } from '../../domain/days.ts';

const firstPauseMs = 5_000;
const longestPauseMs = 4 * 3_600_000;

/** When a source that did not answer is asked again: soon at first, at last every four hours. */
export function nextTry(now: Instant, tries: number): Instant {
  const pause = Math.min(longestPauseMs, firstPauseMs * 4 ** Math.min(tries, 10));
  return instant(new Date(Date.parse(now) + pause).toISOString());
}

export function earliest(...instants: (Instant | null | undefined)[]): Instant | undefined {
  const known = instants.filter((it) => it !== undefined && it !== null);
  return known.toSorted()[0];
}
