import { assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spoil } from '../../simulators/garbage.ts';

const anyPick = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const answers: unknown[] = [
  { key: 'k', state: 'booked' },
  { source: 's', answers: [{ ref: '1' }] },
  { entries: [], count: 0, next: null },
];

describe('spoil', () => {
  test('never gives the true answer in a form that can be read', () => {
    const isSpoilt = property(anyPick, (pick) => {
      for (const answer of answers) {
        const { type, body } = spoil(answer, pick);
        const isTrue = type === 'application/json' && body === JSON.stringify(answer);
        expect(isTrue).toBe(false);
      }
    });
    assert(isSpoilt);
  });

  test('has a web page, broken JSON, other JSON and an endless body among its kinds', () => {
    const kinds = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9].map((pick) => spoil(answers[1], pick));
    expect(kinds[0]?.type).toBe('text/html');
    expect(() => JSON.parse(kinds[2]?.body ?? '')).toThrow(SyntaxError);
    expect(kinds[3]?.body).toBe('{"ok":true}');
    expect(kinds[5]?.body).toBe('{"source":"s","answers":[]}');
    expect(kinds[6]?.body.length).toBeGreaterThan(2 * 1024 * 1024);
  });

  test('takes a field away where there is no list to shorten', () => {
    expect(spoil(answers[0], 0.75).body).toBe('{"state":"booked"}');
  });
});
