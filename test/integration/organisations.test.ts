import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { county, openApiOffice, type ApiOffice, type Person } from '../support/api-office.ts';

let office: ApiOffice;
let operator: Person;

beforeAll(async () => {
  office = await openApiOffice();
  operator = await office.officer('operator', county);
});
afterAll(() => office.close());

const register = (creditCode: string | undefined, change: Record<string, unknown> = {}) => {
  const organisationId: string = randomUUID();
  const body = { organisationId, kind: 'enterprise', name: '示例企业', unit: county, ...change };
  return office.post(operator, '/v1/organisations', { ...body, ...(creditCode && { creditCode }) });
};
const stored = (id: unknown) =>
  office.db
    .selectFrom('organisation')
    .select(['credit_code', 'credit_code_confirmed_by'])
    .where('id', '=', String(id))
    .executeTakeFirstOrThrow();

describe('the credit code of an organisation', () => {
  test('is stored in its one spelling', async () => {
    const { status, body } = await register('９１350100m0001tgqx1');
    expect(status).toBe(201);
    expect(await stored(body['organisationId'])).toEqual({
      credit_code: '91350100M0001TGQX1',
      credit_code_confirmed_by: null,
    });
  });

  test('of the early pilot, which fails its check digit, is asked about and not refused', async () => {
    const early = '91350100M0001TGQXM';
    const asked = await register(early);
    expect(asked).toMatchObject({
      status: 409,
      body: { code: 'credit-code-unconfirmed', errors: [{ path: '/confirmCreditCode' }] },
    });
    expect(asked.body.detail).toContain('应为 1');
    const { status, body } = await register(early, { confirmCreditCode: true });
    expect(status).toBe(201);
    expect(await stored(body['organisationId'])).toEqual({
      credit_code: early,
      credit_code_confirmed_by: operator.id,
    });
  });

  test.each([
    ['of another length', '9135010', '/creditCode'],
    ['with a letter that is not used', '91350100I0001TGQX1', '/creditCode'],
    ['left out by a firm', undefined, '/creditCode'],
  ])('%s is refused', async (_, code, path) => {
    const { status, body } = await register(code);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path }]);
  });

  test('is not asked of one person', async () => {
    expect((await register(undefined, { kind: 'person' })).status).toBe(201);
  });
});
