import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  aFiling,
  aLine,
  county,
  openApiOffice,
  type Organisation,
  type Person,
} from './api-office.ts';

export type ClaimOffice = Awaited<ReturnType<typeof openClaimOffice>>;

/** The office with a claimant, an acceptor and a reviewer, who file and decide in one call each. */
export async function openClaimOffice(options: Parameters<typeof openApiOffice>[0] = {}) {
  const office = await openApiOffice(options);
  const claimant: Organisation = await office.organisation();
  const acceptor: Person = await office.officer('acceptance', county);
  const reviewer: Person = await office.officer('review', county);

  async function filed(
    change: Record<string, unknown> = {},
    by: Organisation = claimant,
  ): Promise<string> {
    const filing = aFiling(by, { lines: [aLine(), aLine()], ...change });
    const answer = await office.post(by.agent, '/v1/claims', filing);
    expect(answer.status).toBe(201);
    return filing.claimId;
  }

  /** A claim at 受理 and its open task. */
  async function atAcceptance(): Promise<{ claimId: string; taskId: string }> {
    const claimId = await filed();
    await office.screen(claimId);
    return { claimId, taskId: await openTask(acceptor, claimId) };
  }

  async function openTask(who: Person, claimId: string): Promise<string> {
    const { body } = await office.get(who, `/v1/tasks?claim=${claimId}`);
    const tasks = body['tasks'];
    const [task]: unknown[] = Array.isArray(tasks) ? tasks : [];
    if (typeof task !== 'object' || task === null || !('taskId' in task))
      throw new Error('no task');
    return String(task.taskId);
  }

  const decide = (who: Person, taskId: string, it: Record<string, unknown>, key?: string) =>
    office.post(who, `/v1/tasks/${taskId}/decisions`, { decisionId: randomUUID(), ...it }, key);

  /** Decides, lets the workflow's step apply it, and asks again what became of it. */
  async function decided(who: Person, taskId: string, it: Record<string, unknown>) {
    const decisionId = randomUUID();
    const key = randomUUID();
    const first = await decide(who, taskId, { ...it, decisionId }, key);
    expect(first).toMatchObject({ status: 202, body: { decisionId, state: 'requested' } });
    await office.apply(decisionId);
    return decide(who, taskId, { ...it, decisionId }, key);
  }

  const act = (who: Person, claimId: string, kind: string, more: object = {}, key?: string) =>
    office.post(
      who,
      `/v1/claims/${claimId}/${kind}`,
      { actId: randomUUID(), reason: '示例', ...more },
      key,
    );

  return {
    ...office,
    claimant,
    acceptor,
    reviewer,
    filed,
    atAcceptance,
    openTask,
    decide,
    decided,
    act,
  };
}
