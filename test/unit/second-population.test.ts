import { describe, expect, test } from 'vitest';
import { assignOrganisations } from '../../cli/programme/population/people/claimants.ts';
import { buildPopulation } from '../../cli/programme/population/population.ts';
import { scale, scaledCount, share } from '../../cli/programme/population/numbers/shares.ts';
import { addText, compareText } from '../../domain/decimal-text.ts';
import { fenOf } from '../../domain/money.ts';
import { compileRules, sharedSubjects, withinLimits } from '../../domain/rules/index.ts';
import { filedFacts } from '../../cli/programme/population/line-facts.ts';
import { filingClosed } from '../../domain/filing-window.ts';
import { workingCalendar } from '../../domain/working-calendar.ts';
import { claimsWorthAnother, countedLines } from '../support/programme.ts';
import { secondPack as pack, secondSpec as spec } from '../support/second-region.ts';

/** The same generator, from another region's data. */

const orders = ['0.03', '0.05', '0.2'].flatMap((at) =>
  ['1', '2', '3'].map((seed) => ({ at, seed })),
);

describe.each(orders)('the second population at $at, seed $seed', ({ at, seed }) => {
  const of = scale(at);
  const population = buildPopulation({ pack, spec, scale: of, seed });
  const lines = countedLines(population);

  test('has so many lines of each of the six groups', () => {
    const sizes = Object.values(spec.groups);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const groups = Object.keys(spec.groups);
    const counts = groups.map((group) => lines.filter((line) => line.group === group).length);
    expect(counts).toEqual(share(scaledCount(total, of), sizes));
  });

  test('has the lines, quantities and claimants of each scheme paid by quantity', () => {
    for (const quantity of spec.quantities) {
      const paid = lines.filter(({ claim }) => claim.scheme === quantity.scheme);
      const total = paid.reduce((sum, { months, hours }) => sum + (months ?? hours ?? 0), 0);
      const claimants = new Set(paid.map(({ claim }) => claim.organisation.id));
      expect([paid.length, total, claimants.size]).toEqual([
        scaledCount(quantity.lines, of),
        scaledCount(quantity.total, of),
        scaledCount(quantity.claimants, of),
      ]);
    }
  });

  test('is worth what the rules say of each line as it is filed, within all limits', () => {
    expect(claimsWorthAnother(population, pack)).toEqual([]);
  });

  test('spends of every fund as near to the plan as its rates allow', () => {
    for (const { fund, columns, amount } of spec.money) {
      const phase = columns.length > 1 ? undefined : columns[0];
      const spent = population.claims
        .filter(({ scheme }) => !spec.quantities.some((it) => it.scheme === scheme))
        .filter(({ dates }) => phase === undefined || isIn(phase, dates.accepted))
        .reduce((sum, { payable }) => sum + (payable.get(fund) ?? 0n), 0n);
      const planned = Number(fenOf(amount)) * Number(at);
      expect(Math.abs(Number(spent) - planned)).toBeLessThan(5_000_00 * Number(at));
    }
  });

  test('files only on days on which the scheme takes claims', () => {
    const schemes = new Map(pack.schemes.map((it) => [it.code, it]));
    const calendar = workingCalendar(pack.calendar);
    const closed = population.claims.filter(
      ({ scheme, dates }) =>
        filingClosed(schemes.get(scheme) ?? {}, dates.filed, calendar) !== undefined,
    );
    expect(closed).toEqual([]);
  });
});

test('no claimant of the whole programme goes beyond a limit that it shares, though some come near', () => {
  const rules = compileRules(pack);
  const { claims } = buildPopulation({ pack, spec, scale: scale('1'), seed: '1' });
  const used = new Map<string, string>();
  for (const claim of claims) {
    for (const line of claim.lines) {
      const subjects = { person: line.trainee.identityNumber, organisation: claim.organisation.id };
      const of = { line: filedFacts(claim, line), subjects };
      const limits = new Set(sharedSubjects(rules, of).map(({ limit }) => limit));
      for (const { limit, subject, quantity } of withinLimits(
        rules,
        { ...of, earlier: [] },
        new Map(),
      ).uses) {
        if (!limits.has(limit)) continue;
        used.set(subject, addText(used.get(subject) ?? '0', quantity));
      }
    }
  }
  const most = [...used.values()].toSorted(compareText).at(-1) ?? '0';
  expect(compareText(most, '260000.00')).toBeLessThanOrEqual(0);
  expect(compareText(most, '200000.00')).toBeGreaterThan(0);
});

test('a claimant whose own claims go beyond a limit is named', () => {
  const shared = new Map([['institution-year', { quantity: '260000.01', atMost: '260000.00' }]]);
  const claim = {
    draft: { claimant: 'institution' as const },
    money: { payable: new Map(), shared },
  };
  const money = [{ unit: 'QL-A1', fund: 'craft-purse', fen: 1n }];
  const names = { seed: '1', unassignedArea: '9707' };
  expect(() => assignOrganisations([claim], money, names)).toThrow('institution-year');
});

function isIn(column: string, accepted: string): boolean {
  const months = spec.columns.find(({ code }) => code === column)?.accepted ?? [];
  return months.some(({ month }) => accepted.startsWith(month));
}
