import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, county, otherCounty, region, type Person } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

describe('the inbox', () => {
  let office: ClaimOffice;
  let both: Person;
  const claims: string[] = [];

  beforeAll(async () => {
    office = await openClaimOffice();
    both = await office.officer('acceptance', county);
    await office.appoint(both, { role: 'acceptance', unit: otherCounty });
    for (const unit of [county, county, otherCounty]) {
      const filing = aFiling(office.claimant, { unit, lines: [aLine()] });
      await office.post(office.claimant.agent, '/v1/claims', filing);
      await office.screen(filing.claimId);
      claims.push(filing.claimId);
    }
  });
  afterAll(() => office.close());

  const listed = async (who: Person, query: string): Promise<Set<unknown>> => {
    const { body } = await office.get(who, `/v1/tasks${query}`);
    const tasks: unknown[] = Array.isArray(body['tasks']) ? body['tasks'] : [];
    return new Set(tasks.map((task) => Object(task).claimId));
  };

  test('holds what the posts of its reader may decide, and nothing else', async () => {
    expect(await listed(both, '')).toEqual(new Set(claims));
    expect(await listed(office.acceptor, '')).toEqual(new Set(claims.slice(0, 2)));
    expect(await listed(office.reviewer, '')).toEqual(new Set());
    expect(await listed(await office.officer('operator', region), '')).toEqual(new Set());
  });

  test('can be narrowed to a unit, a kind or a claim', async () => {
    expect(await listed(both, `?unit=${otherCounty}`)).toEqual(new Set(claims.slice(2)));
    expect(await listed(both, `?claim=${claims[1]}`)).toEqual(new Set(claims.slice(1, 2)));
    expect(await listed(both, '?kind=acceptance')).toEqual(new Set(claims));
    expect(await listed(both, '?kind=review')).toEqual(new Set());
  });

  test('comes in pages, the earliest deadline first', async () => {
    const { body } = await office.get(both, '/v1/tasks');
    expect(body).not.toHaveProperty('next');
    expect(await listed(both, '?page=2')).toEqual(new Set());
    expect(body['tasks']).toHaveLength(3);
  });

  test('loses a task once it is decided', async () => {
    const [claimId = ''] = claims;
    const taskId = await office.openTask(both, claimId);
    await office.decided(both, taskId, { outcome: 'accept' });
    expect(await listed(both, '')).toEqual(new Set(claims.slice(1)));
    const seen = await office.get(both, `/v1/tasks/${taskId}`);
    expect(seen.body).toMatchObject({ state: 'decided', decidedOn: '2026-03-10' });
  });
});
