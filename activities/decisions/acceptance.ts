import { acceptLines, type Counts } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { instalmentOf, paysAhead } from '../../domain/rules/index.ts';
import { awaitAgain, schemeOf } from '../instalments.ts';
import { claimantTask, type Step } from '../open-step.ts';
import { cut, cutsOf, refuseAll } from './cuts.ts';
import { openFirstReview } from './review.ts';

/** 受理: what stands after the cuts counts as trained; or back for correction; or refused. */
export async function accept(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month, outcome } = decision;
  if (outcome === 'return') {
    if (claim.instalment > 1) return awaitAgain(step, on);
    return { stage: 'correction', on, opens: claimantTask(step, 'correction', on) };
  }
  if (outcome === 'refuse') return refuseAll(step, decision);
  await cut(step, decision, cutsOf(decision));
  const accepted = await acceptLines(tx, claim.id, { on, month, counts: countsOf(step) });
  if (accepted.lines === 0) return { outcome: 'refused', on };
  return openFirstReview(step, { on, month, amount: accepted.amount });
}

/** What is paid ahead was not trained yet: it counts at the settlement, if worth anything. */
function countsOf(step: Step): Counts {
  const scheme = schemeOf(step);
  if (instalmentOf(scheme, step.claim.instalment)?.ahead === true) return 'none';
  return paysAhead(scheme) ? 'worth' : 'all';
}
