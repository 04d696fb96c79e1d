import { derivedId } from '../../db/ids.ts';
import { file, firm, identityOf, line, type Ask } from './api-fixture.ts';

/** A request that must be refused: with this code, and a fault at this path if it has one. */
export type Malformed = { name: string; ask: Ask; codes: readonly string[]; path?: string };

export const stored = {
  claim: derivedId('api', 'claim', 'stored'),
  foreignClaim: derivedId('api', 'claim', 'foreign'),
  task: derivedId('api', 'task', 'own'),
  foreignTask: derivedId('api', 'task', 'foreign'),
};
const key = derivedId('api', 'key');
const unknown = derivedId('api', 'unknown');
const nul = '前\u0000后';
const half = '前\ud800';
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
const huge = `"${'x'.repeat(2_100_000)}"`;
const wrong = [null, 7, true, [], {}, '', nul, half, 'x'.repeat(70_000), '../../etc'] as const;
const badDays = ['2020-02-30', '2020-13-01', '0000-01-01', '20200101', '2020-1-1', 20200101];
const invalid = ['invalid-request'];

export const malformedRequests: readonly Malformed[] = [
  ...filings(),
  ...rosters(),
  ...everyWrite(),
  ...others(),
  ...reads(),
];

function filings(): Malformed[] {
  const fields = ['claimId', 'unit', 'scheme', 'organisationId', 'accountId', 'lines'];
  const wrongFields = fields.flatMap((field) =>
    wrong.map((value, at) => claim(`${field} ${at}`, { [field]: value }, `/${field}`)),
  );
  return [
    ...wrongFields,
    ...badDays.map((day) => claim(`day ${day}`, { occurredOn: day }, '/occurredOn')),
    claim('future day', { occurredOn: '2021-03-11' }, '/occurredOn', ['day-not-allowed']),
    claim('a day before the right', { occurredOn: '2019-12-31' }, '/occurredOn', [
      'day-not-allowed',
    ]),
    claim('unknown unit', { unit: '999999' }, '/unit'),
    claim('unknown scheme', { scheme: 'flying' }, '/scheme'),
    claim('account of another', { accountId: firm(1).account.id }, '/accountId'),
    claim('foreign organisation', { organisationId: firm(1).id }, undefined, ['not-found']),
    claim('unknown organisation', { organisationId: unknown }, undefined, ['not-found']),
    claim('unknown field', { constructor: 1 }, '/'),
    claim('501 lines', { lines: Array.from({ length: 501 }, () => line(1)) }, '/lines'),
    claim(
      'same person twice',
      { lines: [line(5), { ...line(6), identityNumber: identityOf(5) }] },
      '/lines/1/identityNumber',
    ),
    claim(
      'same certificate twice',
      { lines: [line(5), { ...line(6), certificate: line(5).certificate }] },
      undefined,
      ['certificate-already-claimed'],
    ),
    claim('claim id taken', { claimId: stored.claim, lines: [line(7)] }, undefined, ['id-taken']),
  ];
}

function rosters(): Malformed[] {
  const identity = identityOf(5);
  const faults: [string, unknown][] = [
    ...[
      '',
      '1',
      identity.slice(0, 17),
      `${identity}0`,
      '649900900307001',
      identity.slice(1) + '?',
      '649900199002300011',
      '64990019900307005A',
      nul,
      half,
      'x'.repeat(41),
      5,
    ].map((it): [string, unknown] => ['identityNumber', it]),
    ...badDays.map((it): [string, unknown] => ['startedOn', it]),
    ['endedOn', '2020-04-30'],
    ...[0, -1, 121, 1.5, '3', 1e300].map((it): [string, unknown] => ['months', it]),
    ...[0, 5001, null].map((it): [string, unknown] => ['hours', it]),
    ...['1', '1.234', '1e3', '９.00', 12, '-', '9'.repeat(40)].map((it): [string, unknown] => [
      'feePaid',
      it,
    ]),
    ['attributes', ['nobody']],
    ['attributes', 'rural-worker'],
    ['attributes', Array.from({ length: 21 }, () => 'veteran')],
    ['occupation', 'astronaut'],
    ['course', 'nothing'],
    ['level', '9'],
    ['certificate', 7],
    ...[nul, half, '', '两\n行', 7].map((it): [string, unknown] => ['name', it]),
  ];
  return faults.map(([field, value], at) =>
    claim(`line ${field} ${at}`, { lines: [{ ...line(5), [field]: value }] }, `/lines/0/${field}`),
  );
}

function everyWrite(): Malformed[] {
  return writes().flatMap(({ url, who, body }): Malformed[] => {
    const good: Ask = { url, who, key, body };
    const hasBody = body !== undefined;
    const odd: Malformed[] = [
      { name: 'no token', ask: { url, key, body }, codes: ['not-signed-in'] },
      ...['Bearer', 'Basic eDp5', `Bearer ${'x'.repeat(32)}`, 'Bearer é'].map((authorization) => ({
        name: `token ${authorization}`,
        ask: { url, key, body, authorization },
        codes: ['not-signed-in'],
      })),
      { name: 'invalid JSON', ask: { ...good, raw: '{"a":' }, codes: invalid },
      { name: 'empty', ask: { ...good, raw: '' }, codes: invalid },
      {
        name: 'text',
        ask: { ...good, raw: 'a', contentType: 'text/csv' },
        codes: ['unsupported-media-type'],
      },
      { name: 'huge', ask: { ...good, raw: huge }, codes: ['body-too-large'] },
      { name: '__proto__', ask: { ...good, raw: '{"__proto__":{"a":1}}' }, codes: invalid },
    ];
    const shaped: Malformed[] = [
      ...[undefined, '', 'x', '7', `${key}0`].map((it) => ({
        name: `key ${it}`,
        ask: { ...good, key: it },
        codes: ['idempotency-key-missing'],
      })),
      ...['null', '[]', '7', '{}', deep].map((raw) => ({
        name: `body ${raw.slice(0, 9)}`,
        ask: { ...good, raw },
        codes: invalid,
        path: '/',
      })),
    ];
    return [...odd, ...(hasBody ? shaped : [])].map((it) => ({ ...it, name: `${url} ${it.name}` }));
  });
}

function writes(): Ask[] {
  const act = { actId: unknown, reason: '理由' };
  const of = `/v1/claims/${stored.claim}`;
  return [
    { url: '/v1/claims', who: 'agent', body: file('new', { lines: [line(5)] }) },
    { url: `${of}/withdrawal`, who: 'agent', body: act },
    { url: `${of}/hold`, who: 'operator', body: act },
    { url: `${of}/objections`, who: 'acceptance', body: { ...act, lineNo: 1 } },
    {
      url: `/v1/tasks/${stored.task}/decisions`,
      who: 'acceptance',
      body: { decisionId: unknown, outcome: 'accept' },
    },
    { url: '/v1/payment-runs', who: 'payment', body: { runId: unknown, fund: 'skills-ledger' } },
    {
      url: '/v1/evaluations',
      who: 'report',
      body: { editionId: unknown, from: '2019-07', to: '2020-12' },
    },
    { url: '/v1/months/2019-07/closing', who: 'report' },
  ];
}

function others(): Malformed[] {
  const decision = { decisionId: unknown, outcome: 'accept' };
  const tasks = '/v1/tasks';
  const own = `${tasks}/${stored.task}/decisions`;
  const act = { actId: unknown, reason: '理由' };
  const figure = {
    id: unknown,
    figure: 'skill-gain',
    value: '1',
    source: '文',
    reportedOn: '2021-03-01',
  };
  const report = { editionId: unknown, from: '2019-07', to: '2020-12' };
  return [
    post('foreign task', `${tasks}/${stored.foreignTask}/decisions`, 'acceptance', decision, [
      'not-found',
    ]),
    post('unknown task', `${tasks}/${unknown}/decisions`, 'acceptance', decision, ['not-found']),
    post('outcome', own, 'acceptance', { ...decision, outcome: 'fly' }, invalid, '/outcome'),
    post('no reason', own, 'acceptance', { ...decision, outcome: 'refuse' }, invalid, '/reason'),
    post(
      'no line',
      own,
      'acceptance',
      { ...decision, reason: '无', lines: [{ lineNo: 9 }] },
      invalid,
      '/lines',
    ),
    post(
      'future',
      own,
      'acceptance',
      { ...decision, occurredOn: '2022-01-01' },
      ['day-not-allowed'],
      '/occurredOn',
    ),
    post(
      'account',
      own,
      'acceptance',
      { ...decision, account: { accountId: unknown, holder: '户', number: 7 } },
      invalid,
      '/account/number',
    ),
    post('foreign claim', `/v1/claims/${stored.foreignClaim}/withdrawal`, 'agent', act, [
      'not-found',
    ]),
    post('hold by the claimant', `/v1/claims/${stored.claim}/hold`, 'agent', act, ['forbidden']),
    post(
      'no such line',
      `/v1/claims/${stored.claim}/objections`,
      'acceptance',
      { ...act, lineNo: 7 },
      ['not-found'],
    ),
    post('unknown fund', '/v1/payment-runs', 'payment', { runId: unknown, fund: 'gold' }, [
      'not-found',
    ]),
    post('run by the claimant', '/v1/payment-runs', 'agent', { runId: unknown, fund: 'gold' }, [
      'forbidden',
    ]),
    post('figure', '/v1/reported-figures', 'report', { ...figure, figure: 'luck' }, ['not-found']),
    post('value', '/v1/reported-figures', 'report', { ...figure, value: '1e9' }, invalid, '/value'),
    post(
      'value type',
      '/v1/reported-figures',
      'report',
      { ...figure, value: 1 },
      invalid,
      '/value',
    ),
    post('scale', '/v1/evaluations', 'report', { ...report, scale: '0' }, invalid, '/scale'),
    post('scale below', '/v1/evaluations', 'report', { ...report, scale: '-1' }, invalid, '/scale'),
    post('order', '/v1/evaluations', 'report', { ...report, from: '2021-01' }, invalid, '/from'),
    post('month', '/v1/evaluations', 'report', { ...report, to: '2030-01' }, ['month-not-open']),
    post('month order', '/v1/months/2019-08/closing', 'report', undefined, ['month-not-open']),
    post('month text', '/v1/months/2019-13/closing', 'report', undefined, invalid, '/month'),
  ];
}

function reads(): Malformed[] {
  const get = (url: string, codes: readonly string[], path?: string): Malformed => ({
    name: `GET ${url}`,
    ask: { method: 'GET', url, who: 'agent' },
    codes,
    ...(path !== undefined && { path }),
  });
  const ids = ['claims', 'tasks', 'evaluations', 'payment-runs'];
  return [
    ...ids.map((it) => get(`/v1/${it}/${unknown}`, ['not-found', 'forbidden'])),
    ...ids.map((it) => get(`/v1/${it}/7`, invalid)),
    ...ids.map((it) => get(`/v1/${it}/%zz`, invalid)),
    ...ids.map((it) => get(`/v1/${it}/${'7'.repeat(5000)}`, ['not-found', 'invalid-request'])),
    get(`/v1/claims/${stored.foreignClaim}`, ['not-found']),
    get('/v1/claims?after=%00', invalid, '/after'),
    get('/v1/claims?after=a&after=b', invalid, '/after'),
    get('/v1/claims?x=1', invalid, '/'),
    get('/v1/tasks?page=0', invalid, '/page'),
    get('/v1/tasks?page=1e9', invalid, '/page'),
    get('/v1/tasks?claim=7', invalid, '/claim'),
    get('/v1/tasks?kind=%00', invalid, '/kind'),
    get('/v1/months/2030-01', ['not-found']),
    get('/v1/nothing', ['not-found']),
    {
      name: 'PUT',
      ask: { method: 'PUT', url: '/v1/claims', who: 'agent', body: {} },
      codes: ['not-found'],
    },
  ];
}

function claim(
  name: string,
  changes: Record<string, unknown>,
  path?: string,
  codes = invalid,
): Malformed {
  const body = file('new', { lines: [line(5)], ...changes });
  return { ...post(name, '/v1/claims', 'agent', body, codes), ...(path !== undefined && { path }) };
}

function post(
  name: string,
  url: string,
  who: Ask['who'],
  body: unknown,
  codes: readonly string[],
  path?: string,
): Malformed {
  return {
    name: `${url} ${name}`,
    ask: { url, who, key, body },
    codes,
    ...(path !== undefined && { path }),
  };
}
