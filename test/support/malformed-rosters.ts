import { randomUUID } from 'node:crypto';
import type { Person } from './api-office.ts';
import { headersOf, posted, filingBody, type Malformed, type Standing } from './right-requests.ts';

/** Requests about roster files that are right but for one thing each. */
export function malformedRosters(at: Standing): Malformed[] {
  return [...sent(at), ...asked(at), ...filed(at)];
}

function sent({ claimant, stranger, acceptor }: Standing): Malformed[] {
  const right = { rosterId: randomUUID(), organisationId: claimant.id, scheme: 'training-pass' };
  const send = (
    name: string,
    change: Record<string, string>,
    { who = claimant.agent, file = 'x', headers = {}, path = '' } = {},
  ): Malformed => ({
    name: `a roster file ${name}`,
    request: {
      method: 'POST',
      url: `/v1/rosters?${new URLSearchParams({ ...right, ...change }).toString()}`,
      payload: Buffer.from(file),
      headers: { ...headersOf(who), 'content-type': 'application/octet-stream', ...headers },
    },
    ...(path !== '' && { path }),
  });
  return [
    send('of one letter', {}, { path: '/file' }),
    send('of nothing', {}, { file: '', path: '/file' }),
    send('that is a web page', {}, { file: '<html></html>', path: '/file' }),
    send('under an id that is none', { rosterId: '1' }, { path: '/querystring/rosterId' }),
    send('for a scheme nobody has', { scheme: 'space-flight' }, { path: '/scheme' }),
    send('for a scheme that is none', { scheme: "x' or 1=1" }, { path: '/querystring/scheme' }),
    send('of a day to come', { occurredOn: '2026-03-11' }, { path: '/occurredOn' }),
    send('with a word nobody knows', { salary: '1' }, { path: '/querystring/salary' }),
    send('of an organisation nobody knows', { organisationId: randomUUID() }),
    send('of an organisation of others', {}, { who: stranger }),
    send('of an officer', {}, { who: acceptor }),
    send('as JSON', {}, { file: '{}', headers: { 'content-type': 'application/json' } }),
    send('as a form', {}, { headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
    send('under a key that is none', {}, { file: 'x', headers: { 'idempotency-key': '1' } }),
  ];
}

function asked({ claimant, stranger }: Standing): Malformed[] {
  const get = (url: string, who: Person): Malformed => ({
    name: `GET ${url}`,
    request: { method: 'GET', url, headers: { authorization: `Bearer ${who.token}` } },
  });
  return [
    get(`/v1/rosters/${randomUUID()}`, claimant.agent),
    get('/v1/rosters/1', stranger),
    get(`/v1/rosters/${randomUUID()}/faults`, claimant.agent),
    get(`/v1/rosters/${randomUUID()}/faults?page=0`, claimant.agent),
    get('/v1/schemes/space-flight/roster-template', claimant.agent),
    get('/v1/schemes/%00/roster-template', claimant.agent),
    get('/v1/schemes/__proto__/roster-template', claimant.agent),
  ];
}

function filed(at: Standing): Malformed[] {
  const { lines, ...filing } = filingBody(at);
  const file = (name: string, change: Record<string, unknown>, path?: string) =>
    posted(
      `a filing from a file ${name}`,
      { who: at.claimant.agent, url: '/v1/claims' },
      { ...filing, ...change },
      path,
    );
  const rosterId = randomUUID();
  return [
    file('without lines', {}, '/lines'),
    file('of a roster file nobody knows', { rosterId }),
    file('of lines and of a roster file', { lines, rosterId }, '/rosterId'),
    file('of lines from the second on', { lines, from: 2 }, '/from'),
    file('of good lines only', { lines, onlyGoodRows: true }, '/onlyGoodRows'),
    file('of a roster file that is none', { rosterId: 'x' }, '/rosterId'),
    file('of too many rows', { rosterId, count: 501 }, '/count'),
    file('of rows from nothing on', { rosterId, from: 0 }, '/from'),
    file('of good rows by a word', { rosterId, onlyGoodRows: 'yes' }, '/onlyGoodRows'),
  ];
}
