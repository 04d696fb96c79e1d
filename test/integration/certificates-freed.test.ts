import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

describe('a certificate', () => {
  const line = aLine();
  const fileAgain = () =>
    office.post(office.claimant.agent, '/v1/claims', aFiling(office.claimant, { lines: [line] }));
  const factsOf = (claimId: string) =>
    office.db.selectFrom('line_fact').select('delta').where('claim_id', '=', claimId).execute();

  test('may be claimed again once its claim was refused at acceptance or withdrawn', async () => {
    const claimId = await office.filed({ lines: [line] });
    await office.screen(claimId);
    expect((await fileAgain()).body.code).toBe('certificate-already-claimed');
    const taskId = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, taskId, { outcome: 'refuse', reason: '示例：不予受理' });
    const again = aFiling(office.claimant, { lines: [line] });
    expect((await office.post(office.claimant.agent, '/v1/claims', again)).status).toBe(201);
    expect(await factsOf(claimId)).toEqual([]);

    const actId = randomUUID();
    await office.act(office.claimant.agent, again.claimId, 'withdrawal', { actId });
    await office.applyAct(actId);
    expect((await fileAgain()).status).toBe(201);
    expect(await factsOf(again.claimId)).toEqual([]);
  });
});
