import { expect, describe, test } from 'vitest';
import { installPack } from '../../db/pack.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { aLine, identityNumber, today } from '../support/api-office.ts';
import { openClaimOffice } from '../support/claim-office.ts';

// What the rules count of a limit and what the database adds up must be the same.

/** One 培训合格证书 a year, and nothing for veterans. */
const onceAndNothing = (pack: RegionPack): RegionPack => ({
  ...pack,
  limits: (pack.limits ?? []).map((it) =>
    it.code === 'three-a-year' ? { ...it, atMost: '1' } : it,
  ),
  rates: pack.rates.map((it) => {
    if (it.scheme !== 'training-pass') return it;
    const rows = { veterans: yuan('0.00'), 'laid-off': yuan('800.00') };
    return { ...it, formula: { table: { by: ['group'], rows } } };
  }),
});

test('a line that comes to nothing uses up no limit', async () => {
  const strict = await openClaimOffice({ rules: onceAndNothing });
  try {
    const identity = identityNumber();
    const screenedAs = async (attributes: string[]) => {
      const claimId = await strict.filed({
        lines: [aLine({ identityNumber: identity, attributes })],
      });
      await strict.screen(claimId);
      const line = strict.db.selectFrom('claim_line').select(['amount', 'reason']);
      return line.where('claim_id', '=', claimId).executeTakeFirstOrThrow();
    };
    expect(await screenedAs(['veteran'])).toEqual({ amount: '0.00', reason: null });
    expect(await screenedAs(['laid-off'])).toEqual({ amount: '800.00', reason: null });
    expect(await screenedAs(['laid-off'])).toEqual({ amount: '0.00', reason: 'three-a-year' });
  } finally {
    await strict.close();
  }
});

test('a limit for one sex counts what was granted before, whose lines do not say it', async () => {
  const bySex = (pack: RegionPack): RegionPack => ({
    ...pack,
    limits: (pack.limits ?? []).map((it) =>
      it.code === 'three-a-year' ? { ...it, atMost: '1', if: { sex: ['male', 'female'] } } : it,
    ),
  });
  const office = await openClaimOffice({ rules: bySex });
  try {
    const identity = identityNumber();
    const reasons: (string | null)[] = [];
    for (let count = 0; count < 2; count += 1) {
      const claimId = await office.filed({ lines: [aLine({ identityNumber: identity })] });
      await office.screen(claimId);
      const line = office.db.selectFrom('claim_line').select('reason');
      const { reason } = await line.where('claim_id', '=', claimId).executeTakeFirstOrThrow();
      reasons.push(reason);
    }
    expect(reasons).toEqual([null, 'three-a-year']);
  } finally {
    await office.close();
  }
});

describe('another version of the rules', () => {
  const onlyPasses = (pack: RegionPack): RegionPack => ({
    ...pack,
    version: '2',
    limits: (pack.limits ?? []).map((it) =>
      it.code === 'three-a-year' ? { ...it, atMost: '1', schemes: ['training-pass'] } : it,
    ),
  });

  test('counts by itself what was granted before, though the limit has the same name', async () => {
    const before = await openClaimOffice();
    try {
      const identity = identityNumber();
      const certificate = { kind: 'special-operation', number: `T${identity}` };
      const line = { identityNumber: identity, attributes: ['laid-off'] };
      const first = await before.filed({
        scheme: 'special-operation',
        lines: [aLine({ ...line, certificate })],
      });
      await before.screen(first);
      await before.db
        .transaction()
        .execute((tx) =>
          installPack(tx, onlyPasses(before.pack), { simulated: false, installedOn: today }),
        );
      const second = await before.filed({ lines: [aLine(line)] });
      await before.screen(second);
      const amounts = await before.db
        .selectFrom('claim_line')
        .innerJoin('claim', 'claim.id', 'claim_line.claim_id')
        .select(['pack_version', 'claim_line.amount'])
        .orderBy('pack_version')
        .execute();
      expect(amounts).toEqual([
        { pack_version: 'ningxia@1', amount: '800.00' },
        { pack_version: 'ningxia@2', amount: '800.00' },
      ]);
    } finally {
      await before.close();
    }
  });
});
