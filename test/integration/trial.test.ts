import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { county, identityNumber } from '../support/api-office.ts';
import {
  askingFor,
  monthlyRate,
  monthsInLife,
  openTrialOffice,
  paidFrom,
  paidToPersons,
  type TrialOffice,
} from '../support/trial-office.ts';

// Three persons: A granted six months and refused twice after, B granted four and two, C granted
// after the line that stood in the way was cut.

let office: TrialOffice;
const [a, b, c] = [identityNumber(), identityNumber(), identityNumber()];

beforeAll(async () => {
  office = await openTrialOffice();
  const { worker, approved } = office;
  await approved([worker(a), worker(b, 4)]);
  await approved([worker(a)], '2020-10-13');
  await approved([worker(b, 5)], '2020-10-14');
  const first = await office.accepted([worker(c)]);
  const blocked = await office.accepted([worker(c)]);
  await office.decide(office.reviewer, first, 'refuse', '2020-09-09', { reason: '示例' });
  await office.approve(blocked, '2020-10-15');
  await approved([worker(c, 3)], '2020-10-16');
  await approved([worker(a, 2)], '2020-10-17');
});
afterAll(() => office.close());

const compared = async (trial: ReturnType<TrialOffice['tried']>) => {
  const found = await trial;
  if (found.kind !== 'compared') throw new Error(JSON.stringify(found));
  return found;
};

describe('a trial of what a correction changed', () => {
  let corrected: TrialOffice;
  beforeAll(async () => {
    corrected = await openTrialOffice();
  });
  afterAll(() => corrected.close());

  test('knows what the returned roster had granted when another claim was assessed', async () => {
    const { worker, approved, claimant } = corrected;
    const d = identityNumber();
    const returned = await corrected.screened([worker(d)]);
    await corrected.decide(corrected.acceptor, returned, 'return', '2020-09-08', {
      reason: '人员有误',
    });
    // Six months are taken: nothing is left for this one, and nothing was taken back since.
    await approved([worker(d, 2)], '2020-10-12');
    await corrected.decide(claimant.agent, returned, 'corrected', '2020-09-10', {
      correctedLines: [worker()],
    });
    await corrected.steps.assessClaim(returned);
    await corrected.decide(corrected.acceptor, returned, 'accept', '2020-09-11');
    await corrected.approve(returned, '2020-10-13');
    await approved([worker(d, 3)], '2020-10-14');
    const trial = await compared(corrected.tried((pack) => pack));
    expect(trial.totals.all).toMatchObject({ lines: 3, changed: 0, before: '4500.00' });
  });
});

describe('a trial', () => {
  test('of the pack in force gives again every amount and changes nothing', async () => {
    const { claims, totals, changes } = await compared(office.tried((pack) => pack));
    expect(claims).toBe(6);
    expect(totals.all).toEqual({ lines: 7, changed: 0, before: '7500.00', after: '7500.00' });
    expect(changes).toEqual([]);
    expect(totals.refusals).toEqual([]);
  });

  test('counts the claims refused in its days before money was approved', async () => {
    const refused = async (from: string, to: string) =>
      (await compared(office.tried((pack) => pack, from, to))).refused;
    // The first claim of C, refused on 9 September; all others were approved in October.
    expect(await refused('2020-09-09', '2020-10-17')).toBe(1);
    expect(await refused('2020-09-10', '2020-10-17')).toBe(0);
    expect(await refused('2020-09-01', '2020-09-08')).toBe(0);
  });

  test('of a higher rate tells who gains and what it costs', async () => {
    const { totals, changes } = await compared(office.tried(monthlyRate('600.00')));
    // A 6, B 4 + 2, C 3 months at 100 yuan more.
    expect(totals.all).toMatchObject({ changed: 4, before: '7500.00', after: '9000.00' });
    expect(totals.persons).toEqual({ winners: 3, losers: 0, gained: '1500.00', lost: '0.00' });
    expect(totals.organisations).toMatchObject({ winners: 1, losers: 0 });
    expect(totals.byGroup.size).toBe(1);
    expect(changes.map(({ before, after }) => `${before} ${after}`)).toEqual([
      '3000.00 3600.00',
      '2000.00 2400.00',
      '1000.00 1200.00',
      '1500.00 1800.00',
    ]);
  });

  test('of a tighter limit counts its own grants, not those of the rules in force', async () => {
    const { totals } = await compared(office.tried(monthsInLife('4')));
    // A 4, B 4 and then nothing, C 3.
    expect(totals.all).toMatchObject({ before: '7500.00', after: '5500.00' });
    expect(totals.persons).toEqual({ winners: 0, losers: 2, gained: '0.00', lost: '-2000.00' });
    expect(totals.refusals).toMatchObject([
      { from: null, to: { rule: 'six-months-each' }, lines: 1, before: '1000.00', after: '0.00' },
    ]);
  });

  test('of a wider limit pays what was refused', async () => {
    const { totals } = await compared(office.tried(monthsInLife('12')));
    expect(totals.refusals).toMatchObject([
      { from: { rule: 'six-months-each' }, to: null, lines: 2, before: '0.00' },
    ]);
    // A and C six months more, and A's third claim then finds nothing left; B 4 + 5.
    expect(totals.all.after).toBe('15000.00');
  });

  test('tells the day on which the fund would have run out', async () => {
    const unchanged = await compared(office.tried((pack) => pack));
    const raised = { raised: '8000.00', before: '7500.00', runsOutBefore: null };
    const enough = { ...raised, after: '7500.00', runsOutAfter: null };
    expect(unchanged.funds).toMatchObject([
      { ...enough, unit: null },
      { ...enough, unit: county },
    ]);
    const dear = await compared(office.tried(monthlyRate('600.00')));
    expect(dear.funds[1]).toMatchObject({ ...raised, runsOutAfter: '2020-10-16' });
    const dearer = await compared(office.tried(monthlyRate('700.00')));
    expect(dearer.funds[1]).toMatchObject({ ...raised, runsOutAfter: '2020-10-14' });
  });

  test('of another fund lists every line, and moves its money on the day it was approved', async () => {
    const { totals, changes, funds } = await compared(office.tried(paidFrom('poverty-account')));
    expect(totals.all).toMatchObject({ changed: 4, before: '7500.00', after: '7500.00' });
    expect(totals).toMatchObject({ moved: 4, refusals: [], persons: { winners: 0, losers: 0 } });
    const [change] = changes;
    expect(changes).toHaveLength(4);
    expect(change).toMatchObject({ before: '3000.00', after: '3000.00', moved: true });
    expect(change?.approvedBefore).toMatchObject([{ fund: 'skills-ledger', amount: '3000.00' }]);
    expect(change?.approvedAfter).toMatchObject([{ fund: 'poverty-account', amount: '3000.00' }]);
    const [moved, , left] = funds;
    expect(moved).toMatchObject({ fund: 'poverty-account', before: '0.00', after: '7500.00' });
    expect(moved).toMatchObject({ runsOutBefore: null, runsOutAfter: '2020-10-12' });
    expect(left).toMatchObject({ fund: 'skills-ledger', before: '7500.00', after: '0.00' });
  });

  test('of another fund and a higher rate moves all of the money', async () => {
    const { funds } = await compared(
      office.tried((pack) => paidFrom('poverty-account')(monthlyRate('600.00')(pack))),
    );
    expect(funds[0]).toMatchObject({ fund: 'poverty-account', after: '9000.00' });
    expect(funds[2]).toMatchObject({ fund: 'skills-ledger', after: '0.00' });
  });

  test('of another payee lists every line, and leaves the funds as they were', async () => {
    const { totals, changes, funds } = await compared(office.tried(paidToPersons));
    expect(totals).toMatchObject({ moved: 4, all: { changed: 4, after: '7500.00' } });
    expect(changes[0]?.approvedBefore).toMatchObject([{ payee: 'claimant' }]);
    expect(changes[0]?.approvedAfter).toMatchObject([{ payee: 'person' }]);
    expect(funds).toMatchObject([{ after: '7500.00', runsOutAfter: null }, { unit: county }]);
  });

  test('leaves what was decided outside its days as it was', async () => {
    const some = await compared(office.tried(monthsInLife('12'), '2020-10-14', '2020-10-14'));
    // B was granted four months before, and is tried with five more.
    expect(some.totals.all).toEqual({ lines: 1, changed: 1, before: '1000.00', after: '2500.00' });
  });

  test('counts what the draft has no answer to, and leaves its amount', async () => {
    const { totals, changes } = await compared(
      office.tried((pack) => ({
        ...pack,
        rates: pack.rates.filter(({ scheme }) => scheme !== 'on-the-job'),
      })),
    );
    expect(totals.all).toMatchObject({ changed: 0, before: '7500.00', after: '7500.00' });
    expect([...totals.questions.values()]).toMatchObject([{ lines: 7, after: '7500.00' }]);
    expect(changes).toHaveLength(7);
  });

  test('leaves a line it has no answer to what it used of limits', async () => {
    const { totals, changes } = await compared(office.tried(askingFor('4')));
    // B's four months become a question, and five months find two left as before.
    expect(changes).toMatchObject([{ before: '2000.00', after: '2000.00', question: 'asked' }]);
    expect(totals.all).toMatchObject({ changed: 0, before: '7500.00', after: '7500.00' });
    expect([...totals.questions]).toMatchObject([['asked', { lines: 1, after: '2000.00' }]]);
  });

  test('says where a stored amount is not what its rules give, and compares nothing', async () => {
    const tampered = await sql<{ claimNo: string }>`
      update claim_line l set amount = l.amount + 0.01 from claim c
      where c.id = l.claim_id and l.amount = 1500 returning c.claim_no as "claimNo"`.execute(
      office.db,
    );
    const claimNo = tampered.rows[0]?.claimNo ?? '';
    expect(await office.tried((pack) => pack)).toEqual({
      kind: 'not-reproduced',
      lines: 7,
      differences: [{ claimNo, lineNo: 1, stored: '1500.01', computed: '1500.00' }],
    });
    await sql`update claim_line set amount = amount - 0.01 where amount = 1500.01`.execute(
      office.db,
    );
    await sql`update line_component set amount = amount - 0.01 where amount = 1500`.execute(
      office.db,
    );
    expect(await office.tried((pack) => pack)).toMatchObject({ kind: 'not-reproduced' });
    await sql`update line_component set amount = amount + 0.01 where amount = 1499.99`.execute(
      office.db,
    );
    expect(await office.tried((pack) => pack)).toMatchObject({ kind: 'compared' });
  });
});
