import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, today } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

describe('a line of a roster', () => {
  let office: ClaimOffice;

  beforeAll(async () => {
    office = await openClaimOffice();
  });
  afterAll(() => office.close());

  async function faultsOf(line: object, filing: object = {}) {
    const { claimant, post } = office;
    const body = aFiling(claimant, { lines: [aLine(), line], ...filing });
    return (await post(claimant.agent, '/v1/claims', body)).body.errors;
  }
  const ended = (endedOn: string) => aLine({ endedOn });

  test('is of training that is over on the business day', async () => {
    expect(await faultsOf(ended(today))).toBeUndefined();
    const early = [{ path: '/lines/1/endedOn', reason: '培训尚未结束' }];
    expect(await faultsOf(ended('2026-03-11'))).toEqual(early);
  });

  test('is measured by the day that is entered for a past filing', async () => {
    const { appoint, claimant } = office;
    const backdate: [string, string] = ['2020-01-01', '2026-12-31'];
    await appoint(claimant.agent, { role: 'claimant', organisationId: claimant.id, backdate });
    const past = { occurredOn: '2026-03-02' };
    expect(await faultsOf(ended('2026-03-02'), past)).toBeUndefined();
    expect(await faultsOf(ended('2026-03-03'), past)).toMatchObject([{ path: '/lines/1/endedOn' }]);
  });

  test('is of training that is over when it is corrected', async () => {
    const { acceptor, claimant } = office;
    const { claimId, taskId } = await office.atAcceptance();
    await office.decided(acceptor, taskId, { outcome: 'return', reason: '示例' });
    const task = await office.openTask(claimant.agent, claimId);
    const correctedLines = [ended('2026-03-11')];
    const answer = await office.decide(claimant.agent, task, {
      outcome: 'corrected',
      correctedLines,
    });
    expect(answer.body.errors).toMatchObject([{ path: '/correctedLines/0/endedOn' }]);
  });

  test('has no more months than its days touch', async () => {
    const onTheJob = (months: number) => {
      const { certificate: _, ...line } = aLine({ attributes: ['enterprise-employee'], months });
      return { ...line, startedOn: '2025-10-31', endedOn: '2026-01-01' };
    };
    const scheme = { scheme: 'on-the-job' };
    const file = (months: number) =>
      faultsOf(onTheJob(months), { ...scheme, lines: [onTheJob(months)] });
    expect(await file(4)).toBeUndefined();
    expect(await file(5)).toMatchObject([{ path: '/lines/0/months' }]);
  });

  test.each([
    ['of a known form', 'HG64-202599990001', 'HG642025-99990001'],
    ['of no known form', '宁培-2025-0001', '宁培20250001'],
  ])('names one certificate %s, with hyphens or without', async (_, number, again) => {
    const kind = 'training-pass';
    expect(await faultsOf(aLine({ certificate: { kind, number } }))).toBeUndefined();
    const { claimant } = office;
    const second = await office.post(
      claimant.agent,
      '/v1/claims',
      aFiling(claimant, { lines: [aLine({ certificate: { kind, number: again } })] }),
    );
    expect(second.body.code).toBe('certificate-already-claimed');
  });

  test('names no certificate in lookalike characters', async () => {
    const lookalike = { kind: 'training-pass', number: 'HG642025\u200B99990001' };
    expect(await faultsOf(aLine({ certificate: lookalike }))).toMatchObject([
      { path: '/lines/1/certificate/number' },
    ]);
  });
});
