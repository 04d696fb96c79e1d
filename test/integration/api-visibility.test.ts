import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant } from '../../domain/days.ts';
import {
  aFiling,
  county,
  openApiOffice,
  otherCounty,
  region,
  type ApiOffice,
} from '../support/api-office.ts';

describe('who sees a claim', () => {
  let office: ApiOffice;
  let url: string;
  let claimant: Awaited<ReturnType<ApiOffice['organisation']>>;

  beforeAll(async () => {
    office = await openApiOffice();
    claimant = await office.organisation();
    const filing = aFiling(claimant);
    await office.post(claimant.agent, '/v1/claims', filing);
    url = `/v1/claims/${filing.claimId}`;
  });
  afterAll(() => office.close());

  test.each([
    ['its unit', 'acceptance', county, 200],
    ['the unit above', 'review', '640100', 200],
    ['the region', 'operator', region, 200],
    ['another unit', 'acceptance', otherCounty, 404],
  ])('an officer of %s', async (_, role, unit, status) => {
    const officer = await office.officer(role, unit);
    expect((await office.get(officer, url)).status).toBe(status);
    const list = await office.get(officer, '/v1/claims');
    expect(list.body['claims']).toHaveLength(status === 200 ? 1 : 0);
  });

  test('a foreign claim and an unknown one get the very same answer', async () => {
    const stranger = await office.organisation();
    const foreign = await office.get(stranger.agent, url);
    const unknown = await office.get(stranger.agent, `/v1/claims/${randomUUID()}`);
    expect(foreign.body).toEqual(unknown.body);
    expect(foreign.status).toBe(404);
  });

  test('nobody without a token, or with one that was revoked or is over', async () => {
    expect((await office.get(undefined, url)).status).toBe(401);
    const { agent } = await office.organisation();
    expect((await office.get(agent, '/v1/claims')).status).toBe(200);
    await office.db
      .updateTable('bearer_token')
      .set({ revoked_at: instant('2026-03-01T00:00:00.000Z') })
      .where('person_id', '=', agent.id)
      .execute();
    expect((await office.get(agent, '/v1/claims')).status).toBe(401);
  });

  test('a post taken away counts from the next request on', async () => {
    const officer = await office.officer('acceptance', county);
    expect((await office.get(officer, url)).status).toBe(200);
    await office.db.deleteFrom('post_holder').where('person_id', '=', officer.id).execute();
    expect((await office.get(officer, url)).status).toBe(404);
  });
});
