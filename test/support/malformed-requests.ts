import { randomUUID } from 'node:crypto';
import type { Person } from './api-office.ts';
import { wrongFields, wrongIdentities } from './malformed-fields.ts';
import { malformedRosters } from './malformed-rosters.ts';
import {
  filingBody,
  headersOf,
  posted,
  writesOf,
  type Malformed,
  type Standing,
} from './right-requests.ts';

/** Requests that are right but for one thing each, over every route. */
export function malformedRequests(at: Standing): Malformed[] {
  return [
    ...wrongFields(at),
    ...wrongIdentities(at),
    ...wrongBodies(at),
    ...wrongKeys(at),
    ...wrongTokens(at),
    ...wrongAddresses(at),
    ...foreignIds(at),
    ...wrongDays(at),
    ...malformedRosters(at),
  ];
}

function wrongBodies(at: Standing): Malformed[] {
  const { who, url, body } = writesOf(at)['filing'] ?? { who: at.stranger, url: '', body: {} };
  const text = JSON.stringify(body);
  const raw = (name: string, payload: string | Buffer, type = 'application/json'): Malformed => ({
    name,
    request: {
      method: 'POST',
      url,
      payload,
      headers: { ...headersOf(who), 'content-type': type },
    },
  });
  return [
    raw('no JSON', '{"claimId":'),
    raw('an empty body', ''),
    raw('a number', '42'),
    raw('a text', '"claim"'),
    raw('null', 'null'),
    raw('ten megabytes', JSON.stringify({ ...body, reason: 'x'.repeat(10_000_000) })),
    raw('a hundred thousand brackets', '['.repeat(100_000)),
    raw('nesting ten thousand deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    raw('a body with a prototype', text.replace('{', '{"__proto__":{"role":"operator"},')),
    raw('a body with a constructor', text.replace('{', '{"constructor":{"prototype":{}},')),
    raw('bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    raw('XML', '<claim/>', 'application/xml'),
    raw('a form', 'claimId=1', 'application/x-www-form-urlencoded'),
    raw('a plain text', text, 'text/plain'),
    raw('an unknown type', text, 'application/zip'),
    raw('a type that is none', text, '///'),
  ];
}

function wrongKeys(at: Standing): Malformed[] {
  const keys = [undefined, '', '1', 'x'.repeat(5_000), `${randomUUID()}${randomUUID()}`, "'; --"];
  return Object.entries(writesOf(at)).flatMap(([name, { who, url, body }]) =>
    keys.slice(0, name === 'filing' ? keys.length : 2).map((key) => ({
      name: `${name} under the key ${String(key).slice(0, 12)}`,
      request: {
        method: 'POST' as const,
        url,
        payload: body,
        headers: {
          authorization: `Bearer ${who.token}`,
          ...(key !== undefined && { 'idempotency-key': key }),
        },
      },
    })),
  );
}

function wrongTokens(at: Standing): Malformed[] {
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    `Bearer ${'a'.repeat(43)}`,
    'Basic YTpi',
    `Bearer ${'a'.repeat(10_000)}`,
    `Bearer ${at.acceptor.token} `,
    at.acceptor.token,
    "Bearer ' or 1=1 --",
    `bearer ${at.acceptor.token}`,
  ];
  const urls = ['/v1/claims', `/v1/claims/${at.claimId}`, '/v1/tasks', '/v1/months'];
  return values.map((authorization, index) => ({
    name: `authorization ${String(index)}: ${authorization.slice(0, 16)}`,
    request: {
      method: 'GET' as const,
      url: urls[index % urls.length] ?? '/v1/claims',
      headers: { authorization },
    },
  }));
}

function wrongAddresses(at: Standing): Malformed[] {
  const got = (url: string, who = at.reporter): Malformed => ({
    name: `GET ${url.slice(0, 60)}`,
    request: { method: 'GET', url, headers: { authorization: `Bearer ${who.token}` } },
  });
  const ids = ['1', 'null', '%00', '..%2f..%2fetc', 'x'.repeat(90), randomUUID().toUpperCase()];
  const lists = ['claims', 'tasks', 'payment-runs', 'evaluations'];
  const methods = ['PUT', 'DELETE', 'PATCH'] as const;
  return [
    ...lists.flatMap((list) => ids.map((id) => got(`/v1/${list}/${id}`, at.payer))),
    ...['page=0', 'page=-1', 'page=1.5', 'page=99999', 'page=x', 'claim=1', 'kind=%00']
      .concat(['kind=a&kind=b', 'unit=a%20b', 'limit=5', '__proto__=1', 'kind=', 'claim='])
      .map((query) => got(`/v1/tasks?${query}`)),
    ...['after=%00', 'after=a%27b', `after=${'9'.repeat(80)}`, 'offset=1'].map((query) =>
      got(`/v1/claims?${query}`),
    ),
    ...['2026-13', '2026', '2026-3', '0000-01', 'x', '1999-01'].map((month) =>
      got(`/v1/months/${month}`),
    ),
    ...['2026-13', 'x', '1999-01', '2019-08', '2026-03'].map((month) =>
      posted(`closing ${month}`, { who: at.reporter, url: `/v1/months/${month}/closing` }, {}),
    ),
    ...['0', '-1', '1.5', 'x', '99999', '%00'].map((roster) =>
      got(`/v1/claims/${at.claimId}/rosters/${roster}`, at.acceptor),
    ),
    got(`/v1/figures/${randomUUID()}/trained-total/lines`),
    got('/v1/payment-runs/due', at.operator),
    got('/v1/figures/1/trained-total/lines'),
    got(`/v1/figures/${randomUUID()}/%00/lines?page=0`),
    ...['/v1', '/v1/', '/v1/nothing', '/v2/claims', '/v1/claims/%E0%A4%A', '/../etc/passwd'].map(
      (url) => got(url),
    ),
    got(`/v1/${'a/'.repeat(3_000)}`),
    ...methods.map((method) => ({
      name: `${method} on a claim`,
      request: { method, url: `/v1/claims/${at.claimId}`, headers: headersOf(at.acceptor) },
    })),
  ];
}

/** Ids that name nothing, or something that is not theirs: the answer is the same. */
function foreignIds(at: Standing): Malformed[] {
  const { stranger, claimId, taskId } = at;
  const got = (url: string, who: Person): Malformed => ({
    name: `GET ${url} by somebody it is nothing to`,
    request: { method: 'GET', url, headers: { authorization: `Bearer ${who.token}` } },
  });
  const strange = Object.entries(writesOf(at)).map(([name, write]) =>
    posted(`${name} by somebody without that post`, { ...write, who: stranger }, write.body),
  );
  const filing = filingBody(at);
  const agent = at.claimant.agent;
  const file = (name: string, body: Record<string, unknown>, path?: string) =>
    posted(name, { who: agent, url: '/v1/claims' }, body, path);
  return [
    ...strange,
    got('/v1/look-ups', stranger),
    got('/v1/findings', stranger),
    got('/v1/findings?disposition=maybe', at.acceptor),
    ...[{ outcome: 'cleared', reason: '示例' }, { outcome: 'maybe' }, {}].map((body, no) =>
      posted(
        `disposition ${String(no)} of no finding`,
        { who: at.acceptor, url: `/v1/findings/${randomUUID()}/disposition` },
        body,
      ),
    ),
    got(`/v1/claims/${claimId}`, stranger),
    got(`/v1/claims/${claimId}/rosters/1`, stranger),
    got(`/v1/claims/${claimId}/rosters/2`, at.acceptor),
    got(`/v1/tasks/${taskId}`, stranger),
    got(`/v1/tasks/${taskId}?`, agent),
    ...['claims', 'tasks', 'payment-runs', 'evaluations'].map((list) =>
      got(`/v1/${list}/${randomUUID()}`, at.payer),
    ),
    ...['figures', 'draft.pdf', 'report.pdf', 'figures.csv'].map((part) =>
      got(`/v1/evaluations/${randomUUID()}/${part}`, at.reporter),
    ),
    file('a claim of an unknown organisation', { ...filing, organisationId: randomUUID() }),
    file('an account nobody has', { ...filing, accountId: randomUUID() }, '/accountId'),
    file('the account of another', { ...filing, accountId: at.foreignAccount }, '/accountId'),
    file('a unit that pays nothing', { ...filing, unit: '999999' }, '/unit'),
    file('a scheme nobody has', { ...filing, scheme: 'space-flight' }, '/scheme'),
    file('a claim that is there already', { ...filing, claimId }),
  ];
}

/** Writes that stand on no business day. */
const undated = new Set([
  'disposition',
  'evaluation',
  'release',
  'closing',
  'try again',
  'registration',
]);

function wrongDays(at: Standing): Malformed[] {
  const days = ['2026-03-11', '2026-03-09', '1999-01-01', '9999-12-31', '2026-02-29'];
  const fields: Record<string, string> = { run: 'runOn', reported: 'reportedOn' };
  return Object.entries(writesOf(at))
    .filter(([name]) => !undated.has(name))
    .flatMap(([name, write]) => {
      const field = fields[name] ?? 'occurredOn';
      const wrong = name === 'reported' ? days.filter((day) => day > '2026-03-10') : days;
      return wrong.map((day) =>
        posted(`${name} on ${day}`, write, { ...write.body, [field]: day }, `/${field}`),
      );
    });
}
