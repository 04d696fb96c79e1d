import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import { instant, isoDate } from '../../domain/days.ts';
import type { CertificateAnswer, CertificateRecord } from '../../gateways/certificate-registry.ts';
import { aLine } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

const matching = { occupation: 'welder', level: '5', issuedOn: isoDate('2025-11-28') };
let serial = 0;

/** A welder of level 5, trained in November 2025; what the registry says of the certificate. */
async function found(answer: Pick<CertificateAnswer, 'result' | 'record'>) {
  serial += 1;
  const number = `S000064010001255${String(serial).padStart(6, '0')}`;
  const line = aLine({
    occupation: 'welder',
    level: '5',
    certificate: { kind: 'skill-level', number },
    hours: 40,
  });
  const claimId = await office.filed({ scheme: 'skill-level', lines: [line] });
  const checkedAt = instant('2026-03-10T01:00:00.000Z');
  const { verify } = createActivities({
    ...office.deps,
    registry: {
      look: async (queries) =>
        queries.map(({ ref }) => ({ ref, source: 'test', checkedAt, ...answer })),
    },
  });
  await verify.verifyCertificates(claimId);
  const { certificate_state: state } = await office.db
    .selectFrom('claim_line')
    .select('certificate_state')
    .where('claim_id', '=', claimId)
    .executeTakeFirstOrThrow();
  const { result } = await office.db
    .selectFrom('certificate_check')
    .select('result')
    .where('claim_id', '=', claimId)
    .executeTakeFirstOrThrow();
  return { state, result };
}

describe('a certificate on record as its holder’s', () => {
  const own = (change: Partial<CertificateRecord>) =>
    found({ result: 'verified', record: { ...matching, ...change } });

  test('is verified when it says what the line says', async () => {
    expect(await own({})).toEqual({ state: 'verified', result: 'verified' });
  });

  test('of another level has failed', async () => {
    expect(await own({ level: '4' })).toEqual({ state: 'failed', result: 'other-level' });
  });

  test('of another occupation, or older than the training, is for a person to judge', async () => {
    const other = await own({ occupation: 'cleaner' });
    expect(other).toEqual({ state: 'manual', result: 'other-occupation' });
    const old = await own({ issuedOn: isoDate('2010-05-04') });
    expect(old).toEqual({ state: 'manual', result: 'issued-before-training' });
  });
});

test('another person’s certificate has failed, whatever else is on record', async () => {
  const record = { ...matching, occupation: 'cleaner' };
  const answer = await found({ result: 'mismatch', record });
  expect(answer).toEqual({ state: 'failed', result: 'mismatch' });
});
