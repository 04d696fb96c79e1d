import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packVersion } from '../../db/pack.ts';
import { nightly } from '../../domain/region-pack/index.ts';
import { riskParameters } from '../../domain/region-pack/risks.ts';
import { aRisk, openRiskOffice, type RiskOffice } from '../support/risk-office.ts';
import { fillWithLines } from '../support/risk-population.ts';

// Every check over fifty thousand lines, within the seconds that a night has for it.

const rules = [
  aRisk('paid-before', 'paid-before', { same: ['occupation', 'level'], lists: ['payroll'] }),
  aRisk('count-above', 'count-above', { atMost: '1', in: 'year', lists: ['payroll'] }),
  aRisk('lower-after-higher', 'lower-after-higher', { lists: ['payroll'] }),
  aRisk('overlapping-classes', 'overlapping-classes', {}),
  aRisk('listed', 'listed', { lists: ['payroll', 'insured'], when: 'during', show: ['employer'] }),
  aRisk('over-age', 'over-age', { men: '60', women: '55' }),
  aRisk('left-employer', 'left-employer', { list: 'insured', employer: 'employer' }),
  aRisk('never-attended', 'never-attended', { attended: 'attendance', lists: ['payroll'] }),
  aRisk('wrong-place', 'wrong-place', {
    fact: 'household',
    list: 'insured',
    place: 'place',
    within: 'own',
  }),
  aRisk('mass-issue', 'mass-issue', {
    numberFrom: '1',
    numberLength: '5',
    atLeast: '150',
    withinDays: '60',
  }),
  aRisk('payee-share', 'payee-share', { abovePercent: '20', atLeast: '1000.00' }),
  aRisk('scope-lacks-occupation', 'scope-lacks-occupation', {
    list: 'register',
    scope: 'scope',
    words: { welder: ['焊'], cook: ['餐'] },
  }),
  aRisk('shared-account', 'shared-account', { above: '1' }),
  aRisk('shared-value', 'shared-value', { fact: 'phone', above: '1' }),
  aRisk('attendance-below', 'attendance-below', { attended: 'attendance', atLeast: '80' }),
  aRisk('attendance-regular', 'attendance-regular', {
    attended: 'attendance',
    linesAtLeast: '10',
    sharePercent: '50',
  }),
  aRisk('roster-too-large', 'roster-too-large', { approved: 'approved-size', atMost: '50' }),
  aRisk('issued-before-end', 'issued-before-end', {}),
  aRisk('tied-body', 'tied-body', { body: 'evaluator', list: 'register', columns: ['owner'] }),
  aRisk('same-month', 'same-month', { against: ['on-the-job', 'skill-level'] }),
  aRisk('wrong-rate-version', 'wrong-rate-version', {}),
  aRisk('fewer-passes', 'fewer-passes', { planned: 'planned', atLeastPercent: '98' }),
  aRisk('split-claims', 'split-claims', {
    threshold: '110000.00',
    nearPercent: '80',
    withinDays: '200',
    claimsAtLeast: '2',
    of: 'organisation',
  }),
];

let office: RiskOffice;
beforeAll(async () => {
  office = await openRiskOffice();
  await fillWithLines(office.db, packVersion(office.pack));
  const { rows } = await sql<{ id: string }>`select id from person`.execute(office.db);
  for (const [at, { id }] of rows.entries()) {
    office.bornAs(id, `${String(1950 + (at % 50))}-06-01`, at % 2 === 0 ? 'male' : 'female');
  }
});
afterAll(() => office.close());

test('every check has its rule', () => {
  expect(rules.map(({ check }) => check).toSorted()).toEqual(
    Object.keys(riskParameters).toSorted(),
  );
});

describe('over fifty thousand lines', () => {
  test.each(rules)('$check takes seconds', async (rule) => {
    const started = performance.now();
    const found = await office.find([rule]);
    const seconds = (performance.now() - started) / 1000;
    const again = performance.now();
    expect(await office.find([rule])).toBe(0);
    const secondsAgain = (performance.now() - again) / 1000;
    const times = `${seconds.toFixed(2)} s, then in ${secondsAgain.toFixed(2)} s`;
    console.log(`${rule.check}: ${String(found)} found in ${times}`);
    expect(seconds).toBeLessThan(30);
  });
});

test('the rules of a pack take milliseconds for a claim of a hundred lines', async () => {
  const own = (office.pack.risks ?? []).filter(({ check }) => !nightly.has(check));
  const { rows } = await sql<{ id: string }>`select id from claim order by id limit 40`.execute(
    office.db,
  );
  const times: number[] = [];
  for (const { id } of rows) {
    const started = performance.now();
    await office.find(own, id);
    times.push(performance.now() - started);
  }
  const median = times.toSorted((a, b) => a - b)[20] ?? 0;
  console.log(`${String(own.length)} rules over one claim: ${median.toFixed(1)} ms at the median`);
  expect(median).toBeLessThan(500);
});
