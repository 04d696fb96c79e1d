import { describe, expect, test } from 'vitest';
import { earliest, nextTry } from '../../activities/look-ups/next-try.ts';
import { instant, isoDate } from '../../domain/days.ts';
import { askedAgainAt, sourceAt } from '../../domain/look-up-ways.ts';

const certificateSources = [
  {
    kind: 'special-operation',
    lookUp: [
      { by: 'registry' as const, source: 'national' },
      { by: 'exchange' as const },
      { by: 'manual' as const },
    ],
    // oxlint-disable-next-line unicorn/no-thenable -- the pack's own word
    notFound: { askAgainAfterDays: [1, 3, 7], then: 'next' as const },
  },
];

describe('the ways to look a certificate up', () => {
  test('are those of its kind, in order, then a person', () => {
    const of = (kind: string, way: number) => sourceAt({ certificateSources }, kind, way);
    expect([0, 1, 2, 3].map((way) => of('special-operation', way))).toEqual([
      'national',
      'exchange',
      undefined,
      undefined,
    ]);
  });

  test('are the registry, then a person, where the pack names none', () => {
    expect([0, 1].map((way) => sourceAt({}, 'any', way))).toEqual(['registry', undefined]);
  });
});

describe('a certificate that was not found', () => {
  const filedOn = isoDate('2026-03-10');
  const after = (now: string) =>
    askedAgainAt(certificateSources[0], { filedOn, now: instant(now) });

  test('is asked for on the pack’s days after filing', () => {
    expect(after('2026-03-10T02:00:00.000Z')).toBe('2026-03-10T16:00:00.000Z');
    expect(after('2026-03-10T16:00:00.000Z')).toBe('2026-03-12T16:00:00.000Z');
    expect(after('2026-03-13T02:00:00.000Z')).toBe('2026-03-16T16:00:00.000Z');
  });

  test('is not asked for again when they have passed, as in a claim of past years', () => {
    expect(after('2026-03-16T16:00:00.000Z')).toBeUndefined();
    expect(after('2030-01-01T00:00:00.000Z')).toBeUndefined();
    expect(askedAgainAt(undefined, { filedOn, now: instant('2026-03-10T00:00:00.000Z') })).toBe(
      undefined,
    );
  });
});

test('a source that is down is asked again soon, at last every four hours', () => {
  const now = instant('2026-03-10T00:00:00.000Z');
  const pauses = [0, 1, 2, 3, 4, 5, 6, 50].map(
    (tries) => (Date.parse(nextTry(now, tries)) - Date.parse(now)) / 1000,
  );
  expect(pauses).toEqual([5, 20, 80, 320, 1280, 5120, 14_400, 14_400]);
  expect(earliest(undefined, null, now)).toBe(now);
  expect(earliest()).toBeUndefined();
});
