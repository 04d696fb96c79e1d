import { describe, expect, test } from 'vitest';
import { actsOf } from '../../cli/programme/office/acts.ts';
import type { PlannedClaim } from '../../cli/programme/population/claims.ts';
import { random } from '../../cli/programme/population/numbers/random.ts';
import { openRegion } from '../../cli/programme/population/region.ts';
import { scheduleClaim } from '../../cli/programme/population/schedule.ts';
import { branchNames } from '../../cli/programme/programme-spec.ts';
import { deciderOf, staffOf } from '../../cli/programme/office/staff.ts';
import { fundsPaidIn } from '../../cli/programme/work-months.ts';
import { addDays, lastDay, month, monthOf, monthsBetween, nextMonth } from '../../domain/days.ts';
import { noticeFor } from '../../domain/notice-rule.ts';
import { isWorkingDay, noticeEnd } from '../../domain/working-calendar.ts';
import { aPopulation, pack, spec } from '../support/programme.ts';

const { calendar } = openRegion(pack, spec);
const { claims } = aPopulation({ at: '0.1' });
const paid = claims.filter(({ branch }) => branch !== 'refused' && branch !== 'withdrawn');
const with_ = (branch: PlannedClaim['branch']) => claims.filter((claim) => claim.branch === branch);

describe('the acts of a claim', () => {
  test('are on working days, each not before the one before', () => {
    for (const claim of claims) {
      const days = actsOf(claim).map(({ on }) => on);
      expect(days).toEqual(days.toSorted());
      expect(days.filter((day) => !isWorkingDay(calendar.calendar, day))).toEqual([]);
    }
  });

  test('have ids of their own, the same every time', () => {
    const ids = claims.flatMap((claim) => actsOf(claim).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(claims.flatMap((claim) => actsOf(claim).map(({ id }) => id))).toEqual(ids);
  });

  test('begin with filing and lie inside the months of the programme', () => {
    for (const claim of claims) {
      const acts = actsOf(claim);
      expect(acts[0]?.what.kind).toBe('file');
      const months = acts.map(({ on }) => monthOf(on));
      expect(months.every((it) => pack.months.from <= it && it <= pack.months.to)).toBe(true);
    }
  });

  test('have finance decide after the last day of the notice', () => {
    for (const { dates, scheme } of paid) {
      const opened = dates.reviewed.at(-1) ?? dates.accepted;
      const rule = noticeFor(pack, scheme);
      const end = noticeEnd(calendar.calendar, opened, rule.days, rule);
      expect(end.kind === 'day' && end.day < dates.approved).toBe(true);
    }
  });

  test('have every claim approved before the run that pays it, within the time limit', () => {
    const { workingDays: limit = 0 } = pack.payment.timeLimit;
    for (const { dates } of paid) {
      const run = calendar.runOf(dates.paidIn);
      expect(calendar.days.on(dates.approved)).toBeLessThan(run);
      expect(calendar.days.on(dates.approved)).toBeGreaterThanOrEqual(run - limit);
      const before = monthOf(dates.approved) === dates.paidIn;
      expect(
        before || dates.approved > calendar.days.day(calendar.runOf(monthOf(dates.approved))),
      ).toBe(true);
    }
  });

  test('send the money early enough that what comes back does so in the same month', () => {
    for (const of of monthsBetween(pack.months.from, pack.months.to)) {
      expect(addDays(calendar.days.day(calendar.runOf(of)), 1) <= lastDay(of)).toBe(true);
    }
  });

  test('have lines of 2019 either paid in 2019 or decided by finance in 2020', () => {
    const of2019 = paid.filter(({ dates }) => dates.accepted < '2020');
    const years = of2019.map(({ dates }) => [dates.paidIn.slice(0, 4), dates.approved.slice(0, 4)]);
    expect(years.every(([paidIn, approved]) => paidIn === approved)).toBe(true);
    expect(new Set(years.map(([paidIn]) => paidIn))).toEqual(new Set(['2019', '2020']));
  });

  test('fall seldom in the two months of the epidemic', () => {
    const accepted = (of: string) => paid.filter(({ dates }) => monthOf(dates.accepted) === of);
    expect(accepted('2020-02').length * 3).toBeLessThan(accepted('2020-01').length);
  });
});

describe('the branches', () => {
  test.each(['1', '2', '3', '4', '5'])('all occur at one per cent, seed %s', (seed) => {
    const small = aPopulation({ seed });
    const found = new Set(small.claims.flatMap(({ branch }) => branch ?? []));
    expect(branchNames.filter((branch) => !found.has(branch))).toEqual([]);
    const [uncertified] = small.claims.filter(
      ({ scheme, lines }) =>
        scheme !== 'on-the-job' && lines.some(({ certificate }) => certificate === undefined),
    );
    expect(uncertified).toBeDefined();
  });

  test('return a claim, have it corrected and accept it then', () => {
    for (const claim of with_('returned-for-correction')) {
      const steps = actsOf(claim).flatMap(({ what }) => (what.kind === 'decide' ? [what] : []));
      expect(steps.slice(0, 3).map(({ task, outcome }) => `${task} ${outcome}`)).toEqual([
        'acceptance return',
        'correction corrected',
        'acceptance accept',
      ]);
      expect(actsOf(claim)[0]?.what).toMatchObject({ kind: 'file', faulty: true });
    }
  });

  test('end a refused claim at acceptance and a withdrawn one before it', () => {
    const last = (claim: PlannedClaim) => actsOf(claim).at(-1)?.what;
    expect(with_('refused').map(last)).toSatisfy((all: { outcome: string }[]) =>
      all.every(({ outcome }) => outcome === 'refuse'),
    );
    expect(
      with_('withdrawn').map((claim) => actsOf(claim).map(({ what }) => what.kind)),
    ).toContainEqual(['file', 'withdraw']);
  });

  test('cut exactly the extra line, where the branch says', () => {
    const cutBy = { 'cut-at-acceptance': 'acceptance', 'cut-at-review': 'review' } as const;
    for (const [branch, task] of Object.entries(cutBy)) {
      for (const claim of claims.filter((it) => it.branch === branch)) {
        const extra = claim.lines.filter(({ fate }) => fate !== undefined);
        const cuts = actsOf(claim).flatMap(({ what }) =>
          what.kind === 'decide' && what.task === task ? (what.lines ?? []) : [],
        );
        expect(cuts.map(({ lineNo }) => lineNo)).toEqual(extra.map(({ lineNo }) => lineNo));
        expect(extra).toHaveLength(1);
      }
    }
  });

  test('uphold an objection only against the extra line', () => {
    for (const branch of ['objection-upheld', 'objection-dismissed'] as const) {
      for (const claim of with_(branch)) {
        const objection = actsOf(claim).find(({ what }) => what.kind === 'object')?.what;
        if (objection?.kind !== 'object') throw new Error('no objection');
        const line = claim.lines.find(({ lineNo }) => lineNo === objection.lineNo);
        const upheld = branch === 'objection-upheld';
        expect(line?.fate).toBe(upheld ? 'cut-by-objection' : undefined);
      }
    }
  });

  test('look up by hand exactly the certificates that the registry does not know', () => {
    for (const claim of [...with_('manual-check-verified'), ...with_('manual-check-failed')]) {
      const check = actsOf(claim).find(
        ({ what }) => what.kind === 'decide' && what.task === 'manual-check',
      );
      const unknown = claim.lines.filter(({ certificate }) => certificate?.registered === false);
      const failed = claim.branch === 'manual-check-failed';
      expect(check?.what).toMatchObject({
        lines: unknown.map(({ lineNo }) => ({ lineNo, outcome: failed ? 'failed' : 'verified' })),
      });
      expect(unknown.map(({ fate }) => fate)).toEqual([failed ? 'cut-at-acceptance' : undefined]);
    }
  });

  test('pay what came back in the month after, still within the year', () => {
    for (const claim of with_('bank-return')) {
      const again = nextMonth(claim.dates.paidIn);
      expect(again <= '2020-12').toBe(true);
      expect(monthOf(claim.dates.payeeConfirmed ?? claim.dates.filed)).toBe(again);
      expect(fundsPaidIn([claim], again)).toEqual([...claim.payable.keys()]);
      expect(claim.payable.size).toBe(1);
    }
  });
});

describe('scheduleClaim', () => {
  const draw = () => random('schedule');
  const scheme = pack.schemes[0]?.code ?? '';

  test('refuses months that leave no room for notice and payment', () => {
    const december = month('2020-12');
    const november = { from: month('2020-11'), to: month('2020-11') };
    const wish = { scheme, accepted: december, paid: november, reviews: 1 };
    expect(() => scheduleClaim(wish, calendar, draw())).toThrow(/2020-12 cannot be paid/u);
  });

  test('accepts nothing in December too late to be paid in December', () => {
    const december = month('2020-12');
    for (let at = 0; at < 50; at += 1) {
      const paidIn = { from: december, to: december };
      const wish = { scheme, accepted: december, paid: paidIn, reviews: 2 };
      const { approved } = scheduleClaim(wish, calendar, random('december', String(at)));
      expect(approved < '2020-12-30').toBe(true);
    }
  });
});

describe('the staff', () => {
  const staff = staffOf(pack, 'test');

  test('gives every step of every claim to another person', () => {
    for (const { unit, scheme, amount } of claims.map((claim) => ({
      ...claim,
      unit: claim.organisation.unit,
    }))) {
      const claim = { unit, scheme, amount };
      const deciders = [
        deciderOf(staff, pack, claim, { task: 'acceptance' }),
        deciderOf(staff, pack, claim, { task: 'review', level: 1 }),
        deciderOf(staff, pack, claim, { task: 'review', level: 2 }),
        deciderOf(staff, pack, claim, { task: 'finance' }),
        staff.holder(staff.root, 'payment'),
      ];
      expect(new Set(deciders.map(({ id }) => id)).size).toBe(deciders.length);
    }
  });

  test('has two who approve reports, and none of them asks for one', () => {
    const approvers = [1, 2].map((level) => staff.holder(staff.root, 'report-approval', level).id);
    expect(new Set([...approvers, staff.holder(staff.root, 'report').id]).size).toBe(3);
  });
});
