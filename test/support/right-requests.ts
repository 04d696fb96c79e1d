import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { aLine, county, type Organisation, type Person } from './api-office.ts';

/** A request that must be refused; `path` is where the fault of a field lies. */
export type Malformed = { name: string; request: InjectOptions; path?: string };

/** What stands ready in the office, so that each request would be right but for one thing. */
export type Standing = {
  claimant: Organisation;
  acceptor: Person;
  operator: Person;
  payer: Person;
  reporter: Person;
  stranger: Person;
  claimId: string;
  taskId: string;
  findingId: string;
  foreignAccount: string;
};

export type Write = { who: Person; url: string; body: Record<string, unknown> };

/** One right request of each write. */
export function writesOf(at: Standing): Record<string, Write> {
  const { claimId, taskId, claimant, operator } = at;
  const act = () => ({ actId: randomUUID(), reason: '示例' });
  return {
    filing: { who: claimant.agent, url: '/v1/claims', body: filingBody(at) },
    withdrawal: { who: claimant.agent, url: `/v1/claims/${claimId}/withdrawal`, body: act() },
    hold: { who: operator, url: `/v1/claims/${claimId}/hold`, body: act() },
    release: { who: operator, url: `/v1/claims/${claimId}/release`, body: act() },
    objection: {
      who: claimant.agent,
      url: `/v1/claims/${claimId}/objections`,
      body: { ...act(), lineNo: 1 },
    },
    decision: {
      who: at.acceptor,
      url: `/v1/tasks/${taskId}/decisions`,
      body: { decisionId: randomUUID(), outcome: 'refuse', reason: '示例' },
    },
    run: {
      who: at.payer,
      url: '/v1/payment-runs',
      body: { runId: randomUUID(), fund: 'skills-ledger' },
    },
    'try again': {
      who: operator,
      url: '/v1/look-ups/try-again',
      body: { tryId: randomUUID(), source: 'registry' },
    },
    registration: {
      who: operator,
      url: '/v1/organisations',
      body: {
        organisationId: randomUUID(),
        kind: 'institution',
        name: '示例培训学校',
        creditCode: '91350100M0001TGQX1',
        unit: county,
      },
    },
    reported: {
      who: at.reporter,
      url: '/v1/reported-figures',
      body: {
        id: randomUUID(),
        figure: 'skill-gain',
        value: '97.2',
        source: '示例',
        reportedOn: '2026-03-01',
      },
    },
    disposition: {
      who: at.acceptor,
      url: `/v1/findings/${at.findingId}/disposition`,
      body: { outcome: 'cleared', reason: '示例' },
    },
    closing: { who: at.reporter, url: '/v1/months/2019-07/closing', body: {} },
    evaluation: {
      who: at.reporter,
      url: '/v1/evaluations',
      body: { editionId: randomUUID(), from: '2019-07', to: '2020-12', scale: '1' },
    },
  };
}

export function filingBody({ claimant }: Standing): Record<string, unknown> {
  return {
    claimId: randomUUID(),
    unit: county,
    scheme: 'training-pass',
    organisationId: claimant.id,
    accountId: claimant.accountId,
    lines: [aLine()],
  };
}

export function posted(
  name: string,
  { who, url }: Pick<Write, 'who' | 'url'>,
  body: unknown,
  path?: string,
): Malformed {
  return {
    name,
    request: {
      method: 'POST',
      url,
      payload: JSON.stringify(body),
      headers: { ...headersOf(who), 'content-type': 'application/json' },
    },
    ...(path !== undefined && { path }),
  };
}

export function headersOf({ token }: Person): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
}
