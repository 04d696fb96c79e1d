import { setTimeout as pause } from 'node:timers/promises';
import type {
  DueMonths,
  EvaluationActivities,
  FindingActivities,
  MonthActivities,
  ReportActivities,
  RunActivities,
  WatchActivities,
} from '../../activities/index.ts';
import { derivedId } from '../../db/ids.ts';
import { month, type Instant } from '../../domain/days.ts';

type Call = { step: string; input: unknown };
type ReportState = 'approval' | 'approved' | 'refused';

/** The steps of months, payment runs, evaluations and the watch: they note what they were asked. */
export function createStepScript() {
  const calls: Call[] = [];
  const failures = new Map<string, number>();
  const reportStates = new Map<string, ReportState>();
  let endsAt: string | undefined;
  const readings: Instant[] = [];
  const note = (step: string, input: unknown): void => {
    calls.push({ step, input });
    const left = failures.get(step) ?? 0;
    failures.set(step, left - 1);
    if (left > 0) throw new Error(`${step} fails on order`);
  };
  const end = (step: string, input: { editionId: string }): { failed: boolean } => {
    note(step, input);
    return { failed: endsAt === step };
  };

  let months: DueMonths = { due: [] };

  const claims: MonthActivities & EvaluationActivities & WatchActivities & FindingActivities = {
    async findDueMonths(input) {
      note('findDueMonths', input);
      return months;
    },
    async compileMonth(input) {
      note('compileMonth', input);
      return { editionId: derivedId('month', input.month, '1') };
    },
    openApproval: async (input) => end('openApproval', input),
    async applyReportDecision(input) {
      note('applyReportDecision', input);
      const state = reportStates.get(input.decisionId);
      if (state === undefined) throw new Error(`the script knows no ${input.decisionId}`);
      return { answer: { kind: 'applied', stage: state }, state };
    },
    async remindAndEscalate(input) {
      note('remindAndEscalate', input);
      return 3;
    },
    async reportMissingMonths(input) {
      note('reportMissingMonths', input);
      return [month('2020-07')];
    },
    async retryLostStarts() {
      note('retryLostStarts', {});
      return 1;
    },
    async listRisks() {
      note('listRisks', {});
      return ['first', 'second', 'third'];
    },
    async findRisk(input) {
      note('findRisk', input);
      return 2;
    },
  };
  const payment: RunActivities = {
    freezePayments: async (input) => note('freezePayments', input),
    sendPayments: async (input) => note('sendPayments', input),
    async collectReturns(input) {
      note('collectReturns', input);
      return { returned: 0, foreignLines: 0, readAgainAt: readings.shift() ?? null };
    },
    settlePayments: async (input) => note('settlePayments', input),
  };
  const report: ReportActivities = {
    compileEvaluation: async (input) => end('compileEvaluation', input),
    draftReport: async (input) => end('draftReport', input),
    publishReport: async (input) => end('publishReport', input),
  };

  return {
    activities: { claims, payment, report },
    /** The steps since the last time this was asked, with what they were given. */
    takeCalls: (): Call[] => calls.splice(0),
    /** Until a step was asked since. */
    async asked(step: string): Promise<void> {
      while (!calls.some((call) => call.step === step)) await pause(20);
    },
    fail: (step: string, times: number): void => void failures.set(step, times),
    /** What a schedule's run is to find. */
    willFindMonths: (found: DueMonths): void => void (months = found),
    /** The step of a report that no other try would help; none without a name. */
    endAt: (step?: string): void => void (endsAt = step),
    /** When the bank's statement is to be read again, reading by reading; then never. */
    readAgainAt: (...at: Instant[]): void => void readings.push(...at),
    /** What a decision on a report is to lead to. */
    willDecide: (decisionId: string, state: ReportState): void =>
      void reportStates.set(decisionId, state),
  };
}
