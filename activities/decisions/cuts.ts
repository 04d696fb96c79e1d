import type { Cut } from '../../db/claim-line.ts';
import type { PendingDecision } from '../../db/decision.ts';

/** The lines a decision cuts; a line without a reason of its own takes the decision's. */
export function cutsOf({ lines, reason }: PendingDecision): Cut[] {
  return lines.map((line) => ({ lineNo: line.lineNo, reason: line.reason ?? reason ?? '' }));
}
