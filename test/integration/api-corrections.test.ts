import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { aLine } from '../support/api-office.ts';

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

describe('a correction', () => {
  async function returned(): Promise<{ claimId: string; taskId: string }> {
    const { claimId, taskId } = await office.atAcceptance();
    await office.decided(office.acceptor, taskId, { outcome: 'return', reason: '示例：名单有误' });
    return { claimId, taskId: await office.openTask(office.claimant.agent, claimId) };
  }
  const rosterOf = async (claimId: string): Promise<number> => {
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    return Number(body['lines']);
  };

  test('puts the new roster in the place of the old one', async () => {
    const { claimId, taskId } = await returned();
    const correctedLines = [aLine(), aLine(), aLine()];
    const it = { outcome: 'corrected', correctedLines };
    expect((await office.decided(office.claimant.agent, taskId, it)).body['stage']).toBe(
      'submitted',
    );
    expect(await rosterOf(claimId)).toBe(3);
  });

  test('may name the same persons and certificates again', async () => {
    const line = aLine();
    const claimId = await office.filed({ lines: [line] });
    await office.screen(claimId);
    const accept = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, accept, { outcome: 'return', reason: '示例' });
    const taskId = await office.openTask(office.claimant.agent, claimId);
    const it = { outcome: 'corrected', correctedLines: [{ ...line, startedOn: '2025-11-04' }] };
    expect((await office.decide(office.claimant.agent, taskId, it)).status).toBe(202);
  });

  test('names its faults with their paths and leaves the old roster', async () => {
    const { claimId, taskId } = await returned();
    const correctedLines = [aLine(), aLine({ course: 'unknown' })];
    const answer = await office.decide(office.claimant.agent, taskId, {
      outcome: 'corrected',
      correctedLines,
    });
    expect(answer.body.errors?.[0]?.path).toBe('/correctedLines/1/course');
    expect(await rosterOf(claimId)).toBe(2);
  });

  test('is taken once: a second one does not change the lines behind the first', async () => {
    const { claimId, taskId } = await returned();
    const first = { outcome: 'corrected', correctedLines: [aLine()] };
    const second = { outcome: 'corrected', correctedLines: [aLine(), aLine(), aLine()] };
    expect((await office.decide(office.claimant.agent, taskId, first)).status).toBe(202);
    const answer = await office.decide(office.claimant.agent, taskId, second);
    expect(answer).toMatchObject({ status: 409, body: { code: 'task-already-decided' } });
    expect(await rosterOf(claimId)).toBe(1);
  });
});
