import { cutLines, type Cut } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce, PendingDecision } from '../../db/decision.ts';
import { stopLines } from '../../db/instalment.ts';
import { takesBack } from '../instalments.ts';
import type { Step } from '../open-step.ts';

/** The lines a decision cuts; a line without a reason of its own takes the decision's. */
export function cutsOf({ lines, reason }: PendingDecision): Cut[] {
  return lines.map((line) => ({ lineNo: line.lineNo, reason: line.reason ?? reason ?? '' }));
}

/**
 * Cuts lines from a claim; lines that an earlier instalment paid get nothing of this one, and owe
 * back what was paid ahead.
 */
export async function cut(
  step: Step,
  { occurredOn: on, month }: Pick<DecisionInForce, 'occurredOn' | 'month'>,
  cuts: readonly Cut[] | { all: string },
): Promise<void> {
  const { tx, claim } = step;
  await cutLines(tx, claim.id, cuts, { on, month });
  if (claim.instalment === 1 || (Array.isArray(cuts) && cuts.length === 0)) return;
  const of = { claimId: claim.id, instalment: claim.instalment, takesBack: takesBack(step) };
  await stopLines(tx, of, cuts, { on, month });
}

/** The whole claim refused; at a later instalment what was paid before stays paid. */
export async function refuseAll(step: Step, decision: DecisionInForce): Promise<Move> {
  const { occurredOn: on } = decision;
  await cut(step, decision, { all: decision.reason ?? 'refused' });
  return { outcome: step.claim.instalment > 1 ? 'paid' : 'refused', on };
}
