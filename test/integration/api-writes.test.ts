import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, openApiOffice, type ApiOffice } from '../support/api-office.ts';

describe('a write under an idempotency key', () => {
  let office: ApiOffice;

  beforeAll(async () => {
    office = await openApiOffice();
  });
  afterAll(() => office.close());

  const countClaims = async (): Promise<number> => {
    const rows = await office.db.selectFrom('claim').select('id').execute();
    return rows.length;
  };

  test('answers the same again, says so, and does nothing twice', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const filing = aFiling(claimant);
    const key = randomUUID();
    const first = await post(claimant.agent, '/v1/claims', filing, key);
    const before = await countClaims();
    const again = await post(claimant.agent, '/v1/claims', filing, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(first.headers['idempotency-hit']).toBeUndefined();
    expect(again.headers['idempotency-hit']).toBe('true');
    expect(await countClaims()).toBe(before);
  });

  test('sent many times at once is done once, and all get the same answer', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const filing = aFiling(claimant);
    const key = randomUUID();
    const before = await countClaims();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post(claimant.agent, '/v1/claims', filing, key)),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await countClaims()).toBe(before + 1);
  });

  test('the order of the fields does not make another content', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const filing = aFiling(claimant);
    const turned = Object.fromEntries(Object.entries(filing).toReversed());
    const key = randomUUID();
    await post(claimant.agent, '/v1/claims', filing, key);
    expect((await post(claimant.agent, '/v1/claims', turned, key)).status).toBe(201);
  });

  test('with another content is refused', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const key = randomUUID();
    await post(claimant.agent, '/v1/claims', aFiling(claimant), key);
    const other = await post(claimant.agent, '/v1/claims', aFiling(claimant), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('a key of one person says nothing to another', async () => {
    const { post, organisation } = office;
    const [one, other] = [await organisation(), await organisation()];
    const key = randomUUID();
    expect((await post(one.agent, '/v1/claims', aFiling(one), key)).status).toBe(201);
    expect((await post(other.agent, '/v1/claims', aFiling(other), key)).status).toBe(201);
  });

  test('a refused write leaves the key free for the corrected one', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const key = randomUUID();
    const faulty = aFiling(claimant, { lines: [aLine({ course: 'unknown' })] });
    expect((await post(claimant.agent, '/v1/claims', faulty, key)).status).toBe(400);
    expect((await post(claimant.agent, '/v1/claims', aFiling(claimant), key)).status).toBe(201);
  });

  test('an id that is taken is refused under a new key', async () => {
    const { post, organisation } = office;
    const claimant = await organisation();
    const filing = aFiling(claimant);
    await post(claimant.agent, '/v1/claims', filing);
    const { claimId } = filing;
    const second = await post(claimant.agent, '/v1/claims', aFiling(claimant, { claimId }));
    expect(second).toMatchObject({ status: 409, body: { code: 'id-taken' } });
  });

  test('without a key, or with one that is no UUID, nothing is stored', async () => {
    const { send, organisation } = office;
    const { agent, ...claimant } = await organisation();
    const before = await countClaims();
    for (const key of [undefined, '', '1', 'not-a-uuid']) {
      const filing = aFiling({ agent, ...claimant });
      const answer = await send(agent, 'POST', '/v1/claims', { key, body: filing });
      expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
    }
    expect(await countClaims()).toBe(before);
  });
});
