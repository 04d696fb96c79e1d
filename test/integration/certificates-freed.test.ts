import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, type Answer } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;
const lookedUp = { site: '示例网站', on: '2026-03-10' };

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

  test('goes to its holder once it failed for another, who cannot have it back', async () => {
    const contested = aLine();
    const { certificate } = contested;
    const claimId = await inDoubt(contested);
    const holder = await office.organisation();
    const fileForHolder = (): Promise<Answer> => {
      const filing = aFiling(holder, { lines: [aLine({ certificate })] });
      return office.post(holder.agent, '/v1/claims', filing);
    };
    expect((await fileForHolder()).body.code).toBe('certificate-already-claimed');

    const checked = {
      outcome: 'checked',
      lines: [{ lineNo: 1, outcome: 'failed', reason: '示例', lookedUp }],
    };
    await office.decided(office.acceptor, await office.openTask(office.acceptor, claimId), checked);
    expect((await fileForHolder()).status).toBe(201);

    const correctedLines = [contested];
    const task = await returned(claimId);
    const again = await office.decide(office.claimant.agent, task, {
      outcome: 'corrected',
      correctedLines,
    });
    expect(again).toMatchObject({
      status: 409,
      body: {
        code: 'certificate-already-claimed',
        errors: [{ path: '/correctedLines/0/certificate/number' }],
      },
    });
    const verified = office.db
      .updateTable('claim_line')
      .set({ certificate_state: 'verified' })
      .where('claim_id', '=', claimId);
    await expect(verified.execute()).rejects.toThrow(/claim_line_certificate/u);
  });

  test('verified by hand stays with the line that waited for it', async () => {
    const contested = aLine();
    const claimId = await inDoubt(contested);
    const checked = {
      outcome: 'checked',
      lines: [{ lineNo: 1, outcome: 'verified', reason: '示例', lookedUp }],
    };
    const task = await office.openTask(office.acceptor, claimId);
    const answer = await office.decided(office.acceptor, task, checked);
    expect(answer.body['stage']).toBe('submitted');
    const other = aFiling(office.claimant, { lines: [contested] });
    const refused = await office.post(office.claimant.agent, '/v1/claims', other);
    expect(refused.body).toMatchObject({
      code: 'certificate-already-claimed',
      errors: [{ path: '/lines/0/certificate/number' }],
    });
  });

  test('verified by hand keeps the day of issue that the person found', async () => {
    const claimId = await inDoubt(aLine());
    const issued = (issuedOn: string) => ({
      outcome: 'checked',
      lines: [{ lineNo: 1, outcome: 'verified', lookedUp: { ...lookedUp, issuedOn } }],
    });
    const task = await office.openTask(office.acceptor, claimId);
    const refused = await office.decide(office.acceptor, task, issued('2026-03-11'));
    expect(refused.body).toMatchObject({ errors: [{ path: '/lines/0/lookedUp/issuedOn' }] });
    await office.decided(office.acceptor, task, issued('2026-02-27'));
    const kept = office.db.selectFrom('claim_line').select('certificate_issued_on');
    const [row] = await kept.where('claim_id', '=', claimId).execute();
    expect(row).toEqual({ certificate_issued_on: '2026-02-27' });
  });

  async function inDoubt(contested: Record<string, unknown>): Promise<string> {
    const claimId = await office.filed({ lines: [contested] });
    await office.screen(claimId, 'manual');
    return claimId;
  }

  async function returned(claimId: string): Promise<string> {
    await office.screen(claimId);
    const task = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, task, { outcome: 'return', reason: '示例' });
    return office.openTask(office.claimant.agent, claimId);
  }
});
