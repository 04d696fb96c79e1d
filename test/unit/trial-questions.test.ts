import { expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { compileRules, type WithinLimits } from '../../domain/rules/index.ts';
import {
  assessAnew,
  grantHistory,
  type RecordedClaim,
  type RecordedLine,
} from '../../domain/trial/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';
import { askingFor } from '../support/trial-office.ts';

const day = isoDate('2020-03-01');

const claim: RecordedClaim = {
  claimId: 'i',
  claimNo: 'n',
  scheme: 'on-the-job',
  unit: '640121',
  organisationId: 'o',
  packVersion: '1',
  instalment: 1,
  assessedNo: 1,
  countedFromNo: 1,
  decidedOn: null,
  approvedOn: {},
};

const line = (lineNo: number, months: number): RecordedLine => ({
  lineNo,
  personId: `p${String(lineNo)}`,
  facts: {
    scheme: claim.scheme,
    group: 'enterprise-employee',
    certified: false,
    startedOn: day,
    endedOn: isoDate('2020-08-31'),
    months,
  },
  parts: [],
  before: [],
  amount: yuan('0.00'),
  uses: [],
  cutNo: null,
});

const capped = (pack: RegionPack): RegionPack => ({
  ...pack,
  limits: [
    ...(pack.limits ?? []),
    {
      code: 'org-cap',
      name: '每家四千元',
      schemes: [claim.scheme],
      per: ['organisation'],
      counts: 'amount',
      in: 'lifetime',
      atMost: '4000.00',
      beyond: 'reduce',
      document: '示例',
      clause: '一',
    },
  ],
});

test('a line that becomes a question leaves the next of its claim no more than before', async () => {
  const pack = capped(await loadRegionPack(ningxia));
  const lines = [line(1, 6), line(2, 4)];
  const worth = (it: WithinLimits | undefined) =>
    it?.assessment.kind === 'granted' ? it.assessment.components[0]?.amount : it?.assessment;
  const inForce = assessAnew({ pack, rules: compileRules(pack) }, { claim, lines }, grantHistory());
  expect(inForce.map(worth)).toEqual(['3000.00', '1000.00']);

  const draft = askingFor('6')(pack);
  const rules = { pack: draft, rules: compileRules(draft) };
  const kept = inForce.map(({ uses }) => uses);
  const drafted = assessAnew(rules, { claim, lines }, grantHistory(), kept);
  expect(drafted.map(worth)).toEqual([{ kind: 'question', question: 'asked' }, '1000.00']);
  expect(drafted[0]?.uses).toEqual(inForce[0]?.uses);
});
