import type { Instant, IsoDate, Month } from '../domain/days.ts';

export type { Answer, Applied, Standing } from '../domain/claim.ts';

/** Names and payloads on the wire between api, relay and workflows: ids, codes and days only. */

export const workflowNames = {
  processClaim: 'processClaim',
  runPayments: 'runPayments',
  closeMonth: 'closeMonth',
  publishEvaluation: 'publishEvaluation',
  watch: 'watch',
} as const;

/** The queue every workflow and local activity runs on; the others carry slow or remote work. */
export const queues = {
  claims: 'claims',
  verify: 'verify',
  payment: 'payment',
  report: 'report',
  notify: 'notify',
} as const;

/** The queue of a source that certificates are looked up in: each has a rate of its own. */
export const lookUpQueue = (source: string): string =>
  source === 'registry' ? queues.verify : `${queues.verify}-${source}`;

/** Activities beat every few seconds; one that stops was killed and is started again. */
export const heartbeatTimeout = '20 s';

export const claimWorkflowId = (claimId: string): string => `claim-${claimId}`;
export const runWorkflowId = (fund: string, runId: string): string =>
  `run-payments-${fund}-${runId}`;
export const monthWorkflowId = (month: string, edition: number): string =>
  `close-month-${month}-${edition}`;
export const evaluationWorkflowId = (editionId: string): string =>
  `publish-evaluation-${editionId}`;

/** Update: apply a stored decision to its open task. Its id is the decision's id. */
export const decideUpdate = 'decide';
export type Decide = { v: 1; taskId: string; decisionId: string };

/** Update: apply a stored act on the claim itself. Its id is the act's id. */
export const actUpdate = 'act';
export type ActKind = 'withdraw' | 'hold' | 'release' | 'object';
export type Act = { v: 1; actId: string; kind: ActKind };

export type ClaimOutcome = { stage: string; outcome: string | null };

/** Signal: payments of the claim were booked or returned; the rows say which. */
export const paymentsChangedSignal = 'paymentsChanged';
/** Signal: something a claim waits for (a rule, a calendar year, money) may be there now. */
export const tryAgainSignal = 'tryAgain';

export type ProcessClaim = { v: 1; claimId: string; packVersion: string };
export type RunPayments = { v: 1; runId: string; fund: string; runOn: IsoDate };
/** Without a month: every month that is over at the schedule's nominal time. */
export type CloseMonth = { v: 1; month?: Month };
export type PublishEvaluation = { v: 1; editionId: string };
export type Watch = { v: 1; asOf?: Instant };
