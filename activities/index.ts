import type { Dependencies } from './dependencies.ts';
import { createAssessmentActivities } from './assessment.ts';
import { createDecisionActivities } from './decisions/index.ts';
import { createEvaluationActivities } from './evaluation.ts';
import { createInstalmentActivities } from './instalments.ts';
import { createMonthActivities } from './month.ts';
import { createNoticeActivities } from './notice.ts';
import { createPaymentActivities } from './payment.ts';
import { createReportActivities } from './report.ts';
import { createRunActivities } from './payment-run.ts';
import { createSilenceActivities } from './silence.ts';
import { createVerificationActivities } from './verification.ts';
import { createWatchActivities } from './watch.ts';

export type { Clock, Dependencies } from './dependencies.ts';
export type { DueMonths } from './month.ts';

/** Steps of a claim: one transaction each, idempotent. */
export function createClaimActivities(deps: Dependencies) {
  return {
    ...createAssessmentActivities(deps),
    ...createDecisionActivities(deps),
    ...createNoticeActivities(deps),
    ...createInstalmentActivities(deps),
    ...createPaymentActivities(deps),
    ...createSilenceActivities(deps),
  };
}

/** Every activity with the queue it runs on; the worker starts one worker per queue. */
export function createActivities(deps: Dependencies) {
  return {
    claims: {
      ...createClaimActivities(deps),
      ...createMonthActivities(deps),
      ...createEvaluationActivities(deps),
      ...createWatchActivities(deps),
    },
    verify: createVerificationActivities(deps),
    payment: createRunActivities(deps),
    report: createReportActivities(deps),
  };
}

export type ClaimActivities = ReturnType<typeof createClaimActivities>;
export type MonthActivities = ReturnType<typeof createMonthActivities>;
export type EvaluationActivities = ReturnType<typeof createEvaluationActivities>;
export type WatchActivities = ReturnType<typeof createWatchActivities>;
export type VerificationActivities = ReturnType<typeof createVerificationActivities>;
export type RunActivities = ReturnType<typeof createRunActivities>;
export type ReportActivities = ReturnType<typeof createReportActivities>;
