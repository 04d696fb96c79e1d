import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { county, otherCounty, region, type Person } from '../support/api-office.ts';

const event = z.object({ what: z.string(), reason: z.string().nullable() });
const seen = z.object({ timeline: z.array(event) });

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

describe('an act on a claim', () => {
  test('hold and release belong to an operator of the unit or the region', async () => {
    const claimId = await office.filed();
    const operator = await office.officer('operator', region);
    const stranger = await office.officer('operator', otherCounty);
    expect((await office.act(office.acceptor, claimId, 'hold')).body.code).toBe('forbidden');
    const onlooker = await office.officer('acceptance', county);
    await office.appoint(onlooker, { role: 'operator', unit: otherCounty });
    expect((await office.act(onlooker, claimId, 'hold')).body.code).toBe('forbidden');
    expect((await office.act(stranger, claimId, 'hold')).status).toBe(404);
    expect((await office.act(operator, claimId, 'release')).body.code).toBe('claim-not-held');
    const actId = randomUUID();
    const key = randomUUID();
    expect((await office.act(operator, claimId, 'hold', { actId }, key)).status).toBe(202);
    await office.applyAct(actId);
    expect((await office.act(operator, claimId, 'hold', { actId }, key)).status).toBe(200);
    expect((await office.act(operator, claimId, 'hold')).body.code).toBe('claim-held');
  });

  test('a held claim takes no decision', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    const operator = await office.officer('operator', region);
    const actId = randomUUID();
    await office.act(operator, claimId, 'hold', { actId });
    await office.applyAct(actId);
    const answer = await office.decide(office.acceptor, taskId, { outcome: 'accept' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'claim-held' } });
  });

  test('hold and release are refused to whoever acts for the claimant', async () => {
    const claimId = await office.filed();
    const both = await office.officer('operator', region);
    const [held, early, late] = [randomUUID(), randomUUID(), randomUUID()];
    await office.act(both, claimId, 'hold', { actId: held });
    expect(await office.applyAct(held)).toMatchObject({ kind: 'applied' });
    await office.act(both, claimId, 'release', { actId: early });
    await office.appoint(both, { role: 'claimant', organisationId: office.claimant.id });
    const own = { kind: 'refused', reason: 'separation-of-duties' };
    expect(await office.applyAct(early)).toEqual(own);
    const answer = await office.act(both, claimId, 'release', { actId: late });
    expect(answer).toMatchObject({ status: 409, body: { code: 'separation-of-duties' } });
    const withdrawal = randomUUID();
    await office.act(both, claimId, 'withdrawal', { actId: withdrawal });
    expect(await office.applyAct(withdrawal)).toMatchObject({ kind: 'applied' });
  });

  test('tells the claimant that it happened, and only the office why', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    const review = await office.openTask(office.reviewer, claimId);
    await office.decided(office.reviewer, review, { outcome: 'approve' });
    const operator = await office.officer('operator', region);
    const reason = '示例：涉嫌虚报';
    for (const [kind, more] of [
      ['hold', {}],
      ['release', {}],
      ['objections', { lineNo: 1 }],
    ] as const) {
      const actId = randomUUID();
      await office.act(operator, claimId, kind, { actId, reason, ...more });
      expect(await office.applyAct(actId)).toMatchObject({ kind: 'applied' });
    }
    const objection = await office.openTask(office.reviewer, claimId);
    const dismissed = { outcome: 'dismiss', reason };
    expect((await office.decided(office.reviewer, objection, dismissed)).status).toBe(200);

    const happened = ['hold', 'release', 'object', 'objection'];
    const reasonsFor = async (who: Person) => {
      const { body } = await office.get(who, `/v1/claims/${claimId}`);
      const { timeline } = seen.parse(body);
      return timeline.flatMap((it) => (happened.includes(it.what) ? [[it.what, it.reason]] : []));
    };
    expect(await reasonsFor(office.acceptor)).toEqual(happened.map((what) => [what, reason]));
    expect(await reasonsFor(office.claimant.agent)).toEqual(happened.map((what) => [what, null]));
    const own = randomUUID();
    const withdrawal = { actId: own, reason: '示例：自愿撤回' };
    await office.act(office.claimant.agent, claimId, 'withdrawal', withdrawal);
    await office.applyAct(own);
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(JSON.stringify(body['timeline'])).toContain(withdrawal.reason);
  });

  test('withdrawal belongs to the claimant, and a closed claim takes nothing more', async () => {
    const { claimId } = await office.atAcceptance();
    const operator = await office.officer('operator', region);
    expect((await office.act(operator, claimId, 'withdrawal')).status).toBe(404);
    const actId = randomUUID();
    await office.act(office.claimant.agent, claimId, 'withdrawal', { actId });
    await office.applyAct(actId);
    const again = await office.act(office.claimant.agent, claimId, 'withdrawal');
    expect(again).toMatchObject({ status: 409, body: { code: 'claim-closed' } });
    expect((await office.act(operator, claimId, 'hold')).body.code).toBe('claim-closed');
  });

  test('one that its claim did not live to see is refused, not unknown for ever', async () => {
    const claimId = await office.filed();
    const operator = await office.officer('operator', region);
    const [hold, withdrawal, key] = [randomUUID(), randomUUID(), randomUUID()];
    expect((await office.act(operator, claimId, 'hold', { actId: hold }, key)).status).toBe(202);
    await office.act(office.claimant.agent, claimId, 'withdrawal', { actId: withdrawal });
    await office.applyAct(withdrawal);
    const answer = await office.act(operator, claimId, 'hold', { actId: hold }, key);
    expect(answer.body.code).toBe('claim-closed');
  });

  test('anybody with a post may object to a claim in public notice, and to no other', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    const stranger = await office.organisation(otherCounty);
    const early = await office.act(stranger.agent, claimId, 'objections', { lineNo: 1 });
    expect(early.status).toBe(404);
    await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    const review = await office.openTask(office.reviewer, claimId);
    expect(
      (await office.decided(office.reviewer, review, { outcome: 'approve' })).body['stage'],
    ).toBe('notice');
    const actId = randomUUID();
    const objected = await office.act(stranger.agent, claimId, 'objections', { lineNo: 1, actId });
    expect(objected.status).toBe(202);
    expect(await office.applyAct(actId)).toEqual({ kind: 'applied', stage: 'notice' });
    expect((await office.get(stranger.agent, `/v1/claims/${claimId}`)).status).toBe(404);
    expect((await office.act(stranger.agent, claimId, 'objections', { lineNo: 3 })).status).toBe(
      404,
    );
    const seen = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(seen.body).toMatchObject({ stage: 'notice', expectedOn: seen.body['noticeEndsOn'] });
  });
});
