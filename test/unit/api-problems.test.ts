import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errors, Refusal, refusalFromStep } from '../../api/errors.ts';
import { lineSchema } from '../../api/claim-lines.ts';
import { refusalOf } from '../../api/refusal-of.ts';
import { validateRequest } from '../../api/validate.ts';

const failure = (code: string, message = '', more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });

describe('a failure', () => {
  test.each([
    ['a refusal of ours', new Refusal('claim-held', ''), 'claim-held'],
    ['a taken id', failure('23505', 'duplicate key', { constraint: 'claim_pkey' }), 'id-taken'],
    ['a NUL that got as far as the database', failure('22021'), 'invalid-request'],
    ['a deadlock', failure('40P01'), 'unavailable'],
    ['a database that is shut down', failure('57P01'), 'unavailable'],
    ['a database out of reach', failure('ECONNREFUSED'), 'unavailable'],
    ['a lost connection', new Error('Connection terminated unexpectedly'), 'unavailable'],
    ['no month to record in', failure('P0001', 'no open month for a fact'), 'month-not-open'],
    ['another broken rule of the database', failure('P0001', 'x is append only'), 'internal'],
    ['a body too large', failure('FST_ERR_CTP_BODY_TOO_LARGE'), 'body-too-large'],
    ['a request that cannot be read', failure('', '', { statusCode: 400 }), 'invalid-request'],
    ['an answer that cannot be written', failure('FST_ERR_REP_SENT'), 'internal'],
    ['a programming error', new TypeError('undefined is not a function'), 'internal'],
    ['something that is no error', 'oops', 'internal'],
  ])('%s', (_, error, code) => {
    expect(refusalOf(error).code).toBe(code);
  });

  test('never shows its own message', () => {
    const error = failure('22P02', 'invalid input syntax: "640121196001020012"');
    expect(JSON.stringify(refusalOf(error))).not.toContain('640121196001020012');
  });
});

describe('a refusal of a workflow', () => {
  test('keeps its code', () => {
    for (const code of ['notice-running', 'objection-open', 'before-previous-fact'] as const) {
      expect(refusalFromStep(code)).toMatchObject({ code, detail: errors[code].title });
    }
  });

  test('for want of a calendar names the year', () => {
    const refusal = refusalFromStep('calendar-not-published-2027');
    expect(refusal).toMatchObject({ code: 'calendar-not-published' });
    expect(refusal.detail).toContain('2027');
  });

  test('that only a newer workflow knows is still a refusal', () => {
    expect(refusalFromStep('moon-phase').code).toBe('refused');
  });
});

describe('the check of a request', () => {
  const faultsIn = (schema: z.ZodType, data: unknown, httpPart = 'body') => {
    const check = validateRequest({ schema, method: 'POST', url: '/', httpPart });
    const { error } = z.object({ error: z.instanceof(Refusal) }).parse(check(data));
    return error.faults;
  };

  test('tells where the fault is in a query or an address', () => {
    const schema = z.strictObject({ page: z.string('须为页码') });
    expect(faultsIn(schema, {}, 'querystring')).toEqual([
      { path: '/querystring/page', reason: '须为页码' },
    ]);
  });

  test('names an unknown field only when its name is plain', () => {
    const schema = z.strictObject({});
    expect(faultsIn(schema, { role: 1, '张三 110101199003070001': 1 })).toEqual([
      { path: '/role', reason: '不认识的字段' },
      { path: '/', reason: '不认识的字段' },
    ]);
  });

  test('never repeats an identity number', () => {
    const faults = faultsIn(lineSchema, { identityNumber: '110101199003070001' });
    expect(JSON.stringify(faults)).not.toContain('110101');
    expect(faults).toContainEqual({
      path: '/identityNumber',
      reason: '身份证号码校验位不符，请核对',
    });
  });
});
