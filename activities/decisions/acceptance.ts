import { listLinesToAssess } from '../../db/assessment.ts';
import { acceptLines, recordAcceptance, type Counts } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { instalmentOf, paysAhead, readsOf } from '../../domain/rules/index.ts';
import { noteCounting } from '../../db/earlier-roster.ts';
import { lockTrainees } from '../../db/limit.ts';
import { assessFiled } from '../assess-filed.ts';
import { findInClaim } from '../findings.ts';
import type { Dependencies } from '../dependencies.ts';
import { awaitAgain, schemeOf } from '../instalments.ts';
import { claimantTask, type Step } from '../open-step.ts';
import { cut, cutsOf, refuseAll } from './cuts.ts';
import { openFirstReview } from './review.ts';

/** 受理: what stands after the cuts counts as trained; or back for correction; or refused. */
export async function accept(
  step: Step,
  decision: DecisionInForce,
  decrypt: Dependencies['decrypt'],
): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month, outcome } = decision;
  if (outcome === 'return') {
    if (claim.instalment > 1) return awaitAgain(step, on);
    return { stage: 'correction', on, opens: claimantTask(step, 'correction', on) };
  }
  if (outcome === 'refuse') return refuseAll(step, decision);
  const goesByAcceptance =
    claim.instalment === 1 && readsOf(step.inForce.rules, claim.scheme).acceptance;
  if (goesByAcceptance) await beforeReassessing(step);
  await cut(step, decision, cutsOf(decision));
  if (claim.instalment === 1) await recordAcceptance(tx, claim.id, on);
  if (goesByAcceptance) await reassess(step, decrypt);
  const accepted = await acceptLines(tx, claim.id, { on, month, counts: countsOf(step) });
  if (accepted.lines === 0) return { outcome: 'refused', on };
  const move = openFirstReview(step, { on, month, amount: accepted.amount });
  return goesByAcceptance ? { ...move, assessed: true } : move;
}

/** Locks as an assessment does, the trainees first, and notes what the lines counted until now. */
async function beforeReassessing({ tx, claim }: Step): Promise<void> {
  await lockTrainees(tx, claim.id);
  await noteCounting(tx, claim.id);
}

/** Where rules go by the day of 受理, what was worked out before stood only until then. */
async function reassess(step: Step, decrypt: Dependencies['decrypt']): Promise<void> {
  const { tx, claim, inForce } = step;
  const { births } = readsOf(inForce.rules, claim.scheme);
  await assessFiled(step, await listLinesToAssess(tx, claim.id, { births }), decrypt);
  await findInClaim(step, decrypt);
}

/** What is paid ahead was not trained yet: it counts at the settlement, if worth anything. */
function countsOf(step: Step): Counts {
  const scheme = schemeOf(step);
  if (instalmentOf(scheme, step.claim.instalment)?.ahead === true) return 'none';
  return paysAhead(scheme) ? 'worth' : 'all';
}
