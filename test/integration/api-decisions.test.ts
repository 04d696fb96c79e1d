import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statementsOf } from '../support/counted-statements.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { aLine, county, otherCounty, today, type Person } from '../support/api-office.ts';

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

describe('a decision', () => {
  test('is stored with its audit row and its delivery, and answers what became of it', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    const decisionId = randomUUID();
    const key = randomUUID();
    const stored = await office.decide(
      office.acceptor,
      taskId,
      { decisionId, outcome: 'accept' },
      key,
    );
    expect(stored).toMatchObject({ status: 202, body: { state: 'requested' } });
    const delivery = await office.db
      .selectFrom('workflow_outbox')
      .select(['kind', 'name', 'workflow_id', 'payload'])
      .where('id', '=', decisionId)
      .executeTakeFirst();
    expect(delivery).toEqual({
      kind: 'update',
      name: 'decide',
      workflow_id: `claim-${claimId}`,
      payload: [{ v: 1, taskId, decisionId }],
    });
    await office.apply(decisionId);
    const applied = await office.decide(
      office.acceptor,
      taskId,
      { decisionId, outcome: 'accept' },
      key,
    );
    expect(applied).toMatchObject({
      status: 200,
      body: { decisionId, state: 'applied', stage: 'review' },
    });
    const audit = await office.db
      .selectFrom('audit')
      .select(['person_id', 'act'])
      .where('object_id', '=', claimId)
      .orderBy('id')
      .execute();
    expect(audit.map(({ act }) => act)).toEqual([
      'filed',
      'assess',
      'acceptance:requested',
      'acceptance:accept',
    ]);
  });

  test('takes one transaction of at most four statements', async () => {
    const { taskId } = await office.atAcceptance();
    const it = { outcome: 'accept', reason: '示例', lines: [{ lineNo: 1 }] };
    const sent = await statementsOf(() => office.decide(office.acceptor, taskId, it));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  test('comes too late on a task that is decided, which says when and by which post', async () => {
    const { taskId } = await office.atAcceptance();
    await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    const colleague = await office.officer('acceptance', county);
    const late = await office.decide(colleague, taskId, { outcome: 'refuse', reason: '示例' });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      code: 'task-already-decided',
      detail: `该任务已于 ${today} 由受理岗办结`,
    });
  });

  test('of two at once one is applied, and the other one hears that it was late', async () => {
    const { taskId } = await office.atAcceptance();
    const colleague = await office.officer('acceptance', county);
    const ids = [randomUUID(), randomUUID()] as const;
    const keys = [randomUUID(), randomUUID()] as const;
    const send = (who: Person, at: 0 | 1) =>
      office.decide(who, taskId, { decisionId: ids[at], outcome: 'accept' }, keys[at]);
    const stored = await Promise.all([send(office.acceptor, 0), send(colleague, 1)]);
    expect(stored.map(({ status }) => status)).toEqual([202, 202]);
    await Promise.all(ids.map((id) => office.apply(id)));
    const known = await Promise.all([send(office.acceptor, 0), send(colleague, 1)]);
    expect(new Set(known.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(known.map(({ body }) => body.code)).toContain('task-already-decided');
  });

  test('belongs to the post: others do not see the task', async () => {
    const { taskId } = await office.atAcceptance();
    const elsewhere = await office.officer('acceptance', otherCounty);
    for (const who of [office.reviewer, elsewhere, office.claimant.agent]) {
      expect((await office.decide(who, taskId, { outcome: 'accept' })).status).toBe(404);
      expect((await office.get(who, `/v1/tasks/${taskId}`)).status).toBe(404);
    }
  });

  test('is refused to whoever has another duty in the claim', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    const both = await office.officer('acceptance', county);
    await office.appoint(both, { role: 'review', unit: county });
    await office.decided(both, taskId, { outcome: 'accept' });
    const review = await office.openTask(both, claimId);
    const second = await office.decide(both, review, { outcome: 'approve' });
    expect(second).toMatchObject({ status: 409, body: { code: 'separation-of-duties' } });
    expect((await office.decide(office.reviewer, review, { outcome: 'approve' })).status).toBe(202);
  });

  test('is refused to an agent of the organisation that claims, filed by him or not', async () => {
    const { taskId } = await office.atAcceptance();
    const insider = await office.officer('acceptance', county);
    await office.appoint(insider, { role: 'claimant', organisationId: office.claimant.id });
    const answer = await office.decide(insider, taskId, { outcome: 'accept' });
    expect(answer.body.code).toBe('separation-of-duties');
  });

  test('never lies before the previous fact of its claim', async () => {
    const { taskId } = await office.atAcceptance();
    const backdater = await office.officer('acceptance', county, ['2020-01-01', today]);
    const early = await office.decide(backdater, taskId, {
      outcome: 'accept',
      occurredOn: '2026-03-09',
    });
    expect(early.body).toMatchObject({
      code: 'day-not-allowed',
      detail: `办理日期不能早于上一事项的日期 ${today}`,
    });
  });

  test.each([
    ['an outcome of another kind', { outcome: 'uphold', reason: '示例' }, '/outcome'],
    ['no reason where one is due', { outcome: 'return' }, '/reason'],
    ['a cut without a reason', { outcome: 'accept', lines: [{ lineNo: 1 }] }, '/lines/0/reason'],
    [
      'a line twice',
      { outcome: 'accept', reason: '示例', lines: [{ lineNo: 1 }, { lineNo: 1 }] },
      '/lines/1/lineNo',
    ],
    ['a line it has not', { outcome: 'accept', reason: '示例', lines: [{ lineNo: 9 }] }, '/lines'],
    ['lines on a refusal', { outcome: 'refuse', reason: '示例', lines: [{ lineNo: 1 }] }, '/lines'],
    [
      'the finding of a check',
      { outcome: 'accept', reason: '示例', lines: [{ lineNo: 1, outcome: 'verified' }] },
      '/lines/0/outcome',
    ],
    [
      'an account',
      {
        outcome: 'accept',
        account: { accountId: randomUUID(), holder: '示例', number: '6222020200112233445' },
      },
      '/account',
    ],
    ['a new roster', { outcome: 'accept', correctedLines: [aLine()] }, '/correctedLines'],
  ])('with %s is refused', async (_, it, path) => {
    const { taskId } = await office.atAcceptance();
    const answer = await office.decide(office.acceptor, taskId, it);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((fault) => fault.path)).toContain(path);
  });

  test('of a manual check needs a finding for every doubtful line', async () => {
    const claimId = await office.filed();
    await office.screen(claimId, 'manual');
    const taskId = await office.openTask(office.acceptor, claimId);
    const lookedUp = { site: '示例网站', on: '2026-03-10' };
    const half = { outcome: 'checked', lines: [{ lineNo: 1, outcome: 'verified', lookedUp }] };
    expect((await office.decide(office.acceptor, taskId, half)).body.errors?.[0]?.path).toBe(
      '/lines',
    );
    const unsaid = { outcome: 'checked', lines: [{ lineNo: 1 }, { lineNo: 2 }] };
    expect((await office.decide(office.acceptor, taskId, unsaid)).body.errors).toHaveLength(4);
    const early = {
      ...half,
      lines: [1, 2].map((lineNo) => {
        return { lineNo, outcome: 'verified', lookedUp: { ...lookedUp, on: '2026-03-11' } };
      }),
    };
    expect((await office.decide(office.acceptor, taskId, early)).body.errors).toMatchObject([
      { path: '/lines/0/lookedUp/on' },
      { path: '/lines/1/lookedUp/on' },
    ]);
    const whole = {
      outcome: 'checked',
      lines: [1, 2].map((lineNo) => ({
        lineNo,
        outcome: 'verified',
        evidence: '示例',
        lookedUp: { ...lookedUp, sha256: '0'.repeat(64) },
      })),
    };
    expect((await office.decided(office.acceptor, taskId, whole)).body['stage']).toBe('submitted');
  });
});
