import { listLinesToAssess } from '../../db/assessment.ts';
import { acceptLines, recordAcceptance, type Counts } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import type { IsoDate } from '../../domain/days.ts';
import { instalmentOf, paysAhead, readsOf } from '../../domain/rules/index.ts';
import { assessFiled } from '../assess-filed.ts';
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
  await cut(step, decision, cutsOf(decision));
  const assessed = claim.instalment === 1 && (await assessOnAcceptance(step, on, decrypt));
  const accepted = await acceptLines(tx, claim.id, { on, month, counts: countsOf(step) });
  if (accepted.lines === 0) return { outcome: 'refused', on };
  const move = openFirstReview(step, { on, month, amount: accepted.amount });
  return assessed ? { ...move, assessed } : move;
}

/** Notes the day of 受理; where rules go by it, what was worked out before stood only till then. */
async function assessOnAcceptance(
  step: Step,
  on: IsoDate,
  decrypt: Dependencies['decrypt'],
): Promise<boolean> {
  const { tx, claim, inForce } = step;
  await recordAcceptance(tx, claim.id, on);
  const { acceptance, births } = readsOf(inForce.rules, claim.scheme);
  if (acceptance)
    await assessFiled(step, await listLinesToAssess(tx, claim.id, { births }), decrypt);
  return acceptance;
}

/** What is paid ahead was not trained yet: it counts at the settlement, if worth anything. */
function countsOf(step: Step): Counts {
  const scheme = schemeOf(step);
  if (instalmentOf(scheme, step.claim.instalment)?.ahead === true) return 'none';
  return paysAhead(scheme) ? 'worth' : 'all';
}
