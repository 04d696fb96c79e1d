import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { yuan } from '../../domain/money.ts';
import type { Limit, RegionPack } from '../../domain/region-pack/index.ts';
import { aFiling, aLine, identityNumber } from '../support/api-office.ts';
import { withInstalments } from '../support/instalment-pack.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';
import { triedOn } from '../support/trial-office.ts';

// One claim paid in two parts: the first was paid, the second refused by a limit.

let office: MoneyOffice;
const person = identityNumber();

const other = 'poverty-account';

const sevenHundred: Limit = {
  code: 'org-cap',
  name: '每家七百元',
  schemes: ['opening'],
  per: ['organisation'],
  counts: 'amount',
  in: 'lifetime',
  atMost: '700.00',
  beyond: 'refuse',
  document: '示例',
  clause: '一',
};

const capped = (pack: RegionPack): RegionPack => ({
  ...withInstalments(pack),
  limits: [...(pack.limits ?? []), sevenHundred],
});

const uncapped = (pack: RegionPack): RegionPack => ({
  ...pack,
  limits: (pack.limits ?? []).filter(({ code }) => code !== sevenHundred.code),
});

beforeAll(async () => {
  office = await openMoneyOffice({ rules: capped });
  await office.raise('100000.00');
  const line = aLine({
    identityNumber: person,
    certificate: undefined,
    startedOn: '2020-03-02',
    endedOn: '2020-08-31',
  });
  const change = { scheme: 'opening', occurredOn: '2020-09-07', lines: [line] };
  const filing = aFiling(office.claimant, change);
  await office.post(office.claimant.agent, '/v1/claims', filing);
  const { claimId } = filing;
  await office.screen(claimId);
  await approved(claimId, '2020-09-08', '2020-09-16');
  await office.pay('2020-09-20');
  await sql`update payment_run set statement_read_to = run_on + 20`.execute(office.db);
  await office.steps.settleClaim(claimId);
  const reportedLines = [{ lineNo: 1, facts: { 'opened-on': '2020-10-10' } }];
  await office.decide(office.claimant.agent, claimId, 'reported', '2020-10-12', { reportedLines });
  await office.screen(claimId);
  await approved(claimId, '2020-10-20', '2020-10-28');
});
afterAll(() => office.close());

async function approved(claimId: string, accepted: string, on: string): Promise<void> {
  await office.decide(office.acceptor, claimId, 'accept', accepted);
  await office.decide(office.reviewer, claimId, 'approve', accepted);
  await office.steps.endNotice(claimId);
  await office.decide(office.finance, claimId, 'approve', on);
}

test('a refused second payment leaves the first, and a draft without the limit pays the rest', async () => {
  const same = await triedOn(office, office.pack);
  expect(same).toMatchObject({ kind: 'compared', changes: [], totals: { all: { lines: 1 } } });
  // 1000 in all, of which 500 is paid.
  const trial = await triedOn(office, uncapped(office.pack));
  expect(trial).toMatchObject({
    kind: 'compared',
    changes: [{ before: '500.00', after: '1000.00', refusedAfter: null }],
    totals: { all: { before: '500.00', after: '1000.00' } },
  });
});

test('a draft that gives less than what was paid takes nothing back', async () => {
  const less = (pack: RegionPack): RegionPack => ({
    ...uncapped(pack),
    rates: pack.rates.map((it) =>
      it.scheme === 'opening' ? { ...it, formula: { amount: yuan('300.00') } } : it,
    ),
  });
  expect(await triedOn(office, less(office.pack))).toMatchObject({
    kind: 'compared',
    totals: { all: { changed: 0, before: '500.00', after: '500.00' } },
  });
});

test('a draft of another fund moves what each payment granted, on its own day', async () => {
  const trial = await triedOn(office, {
    ...office.pack,
    routing: {
      rules: [{ schemes: ['opening'], fund: other }, ...office.pack.routing.rules],
      defaultFund: other,
    },
  });
  // The limit leaves nothing of the second payment in either fund.
  expect(trial).toMatchObject({
    kind: 'compared',
    totals: { moved: 1, all: { before: '500.00', after: '500.00' } },
    funds: [{ after: '500.00', runsOutAfter: '2020-09-16' }, {}, { after: '0.00' }, {}],
  });
  const both = await triedOn(office, {
    ...uncapped(office.pack),
    routing: { rules: [{ schemes: ['opening'], fund: other }], defaultFund: other },
  });
  expect(both).toMatchObject({
    kind: 'compared',
    changes: [{ before: '500.00', after: '1000.00', question: null }],
    funds: [
      { fund: other, unit: null, before: '0.00', after: '1000.00', runsOutAfter: '2020-09-16' },
      { fund: other },
      { fund: 'skills-ledger', unit: null, before: '500.00', after: '0.00' },
      { fund: 'skills-ledger' },
    ],
  });
});

test('what stands of a line whose second payment the draft refuses counts for later ones', async () => {
  const line = aLine({
    identityNumber: person,
    attributes: ['enterprise-employee'],
    certificate: undefined,
    startedOn: '2020-03-01',
    endedOn: '2020-08-31',
    months: 1,
  });
  const change = { scheme: 'on-the-job', occurredOn: '2020-11-02', lines: [line] };
  const filing = aFiling(office.claimant, change);
  await office.post(office.claimant.agent, '/v1/claims', filing);
  await office.screen(filing.claimId);
  await approved(filing.claimId, '2020-11-03', '2020-11-12');
  const eitherOne = {
    code: 'either-one',
    name: '已享受创业补贴的，不再补贴',
    schemes: ['on-the-job'],
    against: ['opening'],
    same: [],
    document: '示例',
    clause: '一',
  };
  const exclusions = [...(office.pack.exclusions ?? []), eitherOne];
  expect(await triedOn(office, { ...office.pack, exclusions })).toMatchObject({
    kind: 'compared',
    changes: [{ before: '500.00', after: '0.00', refusedAfter: { rule: 'either-one' } }],
    totals: { all: { before: '1000.00', after: '500.00' } },
  });
});
