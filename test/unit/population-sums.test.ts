import { describe, expect, test } from 'vitest';
import type { Population } from '../../cli/programme/population/population.ts';
import { scale, scaledCount, share } from '../../cli/programme/population/numbers/shares.ts';
import { fenOf, yuan } from '../../domain/money.ts';
import {
  aNewPopulation,
  aPopulation,
  claimsWorthAnother,
  countedLines,
  pack,
  paidIn,
  spec,
} from '../support/programme.ts';

const ledger = 'skills-ledger';
const onTheJob = 'on-the-job';
const runs = ['0.01', '0.02', '0.1'].flatMap((at) =>
  ['1', '2', '3', 'another seed'].map((seed) => ({ at, seed })),
);

describe.each([...runs, { at: '1', seed: '1' }])('a population at $at, seed $seed', (order) => {
  const population = aPopulation(order);
  const lines = countedLines(population);
  const at = scale(order.at);

  test('has so many lines of each of the nine groups', () => {
    const sizes = Object.values(spec.groups);
    const counts = share(scaledCount(270_800, at), sizes);
    const groups = Object.keys(spec.groups);
    expect(groups.map((group) => lines.filter((line) => line.group === group).length)).toEqual(
      counts,
    );
  });

  test('has the lines, months and firms of training on the job, all in 2020', () => {
    const paid = lines.filter(({ claim }) => claim.scheme === onTheJob);
    expect(paid).toHaveLength(scaledCount(106_500, at));
    const months = paid.reduce((sum, line) => sum + (line.months ?? 0), 0);
    expect(months).toBe(scaledCount(242_000, at));
    const firms = new Set(paid.map(({ claim }) => claim.organisation.id));
    expect(firms.size).toBe(scaledCount(1271, at));
    expect(paid.every(({ claim }) => claim.dates.accepted.startsWith('2020'))).toBe(true);
    expect(Math.max(...paid.map((line) => line.months ?? 0))).toBeLessThanOrEqual(6);
  });

  test('has the certified and uncertified lines of 2020', () => {
    const of2020 = lines.filter(
      ({ claim }) => claim.scheme !== onTheJob && claim.dates.accepted.startsWith('2020'),
    );
    expect(of2020).toHaveLength(scaledCount(137_600, at));
    const certified = of2020.filter(({ certificate }) => certificate !== undefined);
    expect(certified).toHaveLength(scaledCount(131_100, at));
  });

  test('spends what was spent, year by year', () => {
    const times = (yuanText: string) => Number(fenOf(yuan(yuanText))) * Number(order.at);
    const in2019 = Number(paidIn(population, ledger, '2019'));
    const in2020 = Number(paidIn(population, ledger, '2020'));
    expect(in2019).toBeLessThan(times('10000000.00'));
    expect(in2020).toBeGreaterThanOrEqual(times('228500000.00'));
    expect(in2020).toBeLessThanOrEqual(times('229000000.00'));
    expect(in2019 + in2020).toBeGreaterThanOrEqual(times('235500000.00'));
    expect(in2019 + in2020).toBeLessThan(times('236500000.00'));
  });

  test('spends exactly 500 yuan for each month on the job', () => {
    const paid = population.claims.filter(({ scheme }) => scheme === onTheJob);
    const fen = paid.reduce((sum, { payable }) => sum + (payable.get(ledger) ?? 0n), 0n);
    expect(fen).toBe(BigInt(scaledCount(242_000, at)) * 50_000n);
  });

  test('keeps every unit within the money it raised', () => {
    const spent = spentByUnit(population);
    for (const { unit, fund, amount } of pack.allotments) {
      const raised = Number(fenOf(amount)) * Number(order.at);
      expect(Number(spent.get(`${unit} ${fund}`) ?? 0n)).toBeLessThanOrEqual(raised);
    }
  });
});

describe('a population', () => {
  test('is the same for the same seed, and another one for another', () => {
    expect(aNewPopulation({ seed: '1' })).toEqual(aPopulation({ seed: '1' }));
    const ids = ({ claims }: Population) => claims.map(({ id }) => id);
    expect(ids(aPopulation({ seed: '1' }))).not.toEqual(ids(aPopulation({ seed: '2' })));
    const people = ({ claims }: Population) => claims.map(({ lines }) => lines[0]?.trainee);
    expect(people(aPopulation({ seed: '1' }))).not.toEqual(people(aPopulation({ seed: '2' })));
  });

  test('costs what the rules of the region say of each line as it is filed', () => {
    expect(claimsWorthAnother(aPopulation(), pack)).toEqual([]);
  });

  test('of the whole programme has 5,400 to 6,700 claims, of at most 500 lines each', () => {
    const { claims } = aPopulation({ at: '1' });
    expect(claims.length).toBeGreaterThan(5400);
    expect(claims.length).toBeLessThan(6700);
    const sizes = claims.map(({ lines }) => lines.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    const classes = claims.filter(({ scheme }) => scheme !== onTheJob);
    const usual = classes.filter(({ lines }) => lines.length >= 30 && lines.length <= 41);
    expect(usual.length / classes.length).toBeGreaterThan(0.97);
  });

  test('pays about 7,100 lines of the whole programme in 2019', () => {
    const paid = countedLines(aPopulation({ at: '1' })).filter(
      ({ claim, certificate, group }) =>
        claim.dates.paidIn < '2020' && certificate && group !== 'poor-households',
    );
    expect(paid).toHaveLength(7100);
  });
});

function spentByUnit({ claims }: Population): Map<string, bigint> {
  const spent = new Map<string, bigint>();
  for (const { organisation, payable } of claims) {
    for (const [fund, fen] of payable) {
      const key = `${organisation.unit} ${fund}`;
      spent.set(key, (spent.get(key) ?? 0n) + fen);
    }
  }
  return spent;
}
