import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { occurredOn, type DayRule } from '../../api/occurred-on.ts';
import { Refusal } from '../../api/errors.ts';
import type { HeldPost } from '../../db/actor.ts';
import { addDays, isoDate, type IsoDate } from '../../domain/days.ts';

const today = isoDate('2026-03-10');

function aPost(backdate?: [IsoDate, IsoDate]): HeldPost {
  const [backdateFrom, backdateTo] = backdate ?? [null, null];
  return {
    role: 'acceptance',
    unit: '640121',
    organisationId: null,
    root: false,
    backdateFrom,
    backdateTo,
  };
}

describe('the business day of an act', () => {
  test('is today when none is given', () => {
    expect(occurredOn(undefined, { today, posts: [aPost()] })).toBe(today);
  });

  test('may be any day that one of the posts may enter', () => {
    const day = isoDate('2020-05-06');
    const posts = [aPost(), aPost([isoDate('2020-01-01'), isoDate('2020-12-31')])];
    expect(occurredOn(day, { today, posts })).toBe(day);
  });

  test('names the field it stands in', () => {
    const rule = { today, posts: [aPost()], path: '/runOn' };
    expect(() => occurredOn(isoDate('2026-03-09'), rule)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ path: '/runOn' })] }),
    );
  });

  test('is never after today, before the previous fact or outside the right', () => {
    const offset = fc.integer({ min: -4000, max: 400 });
    const anyDay = offset.map((days) => addDays(today, days));
    const anyRule = fc.record({ from: anyDay, to: anyDay, notBefore: anyDay });
    fc.assert(
      fc.property(fc.option(anyDay), anyRule, (given, { from, to, notBefore }) => {
        const rule = { today, posts: [aPost([from, to])], notBefore };
        const day = given ?? today;
        const allowed = day <= today && day >= notBefore;
        const entitled = day === today || (from <= day && day <= to);
        const expected = allowed && entitled ? day : 'day-not-allowed';
        expect(dayOrCode(given ?? undefined, rule)).toBe(expected);
      }),
    );
  });
});

function dayOrCode(given: IsoDate | undefined, rule: DayRule): string {
  try {
    return occurredOn(given, rule);
  } catch (error) {
    return error instanceof Refusal ? error.code : 'failed';
  }
}
