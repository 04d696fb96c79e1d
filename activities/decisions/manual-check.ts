import { recordManualChecks, releaseLines, type ManualCheck } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce, DecisionLine } from '../../db/decision.ts';
import { PackQuestion } from '../pack-question.ts';
import type { Step } from '../open-step.ts';
import { cut } from './cuts.ts';
import { reserveMoney } from './finance.ts';

const screened = new Set(['manual-check', 'verifying', 'submitted', 'question']);

/**
 * 人工核验: what a person found out replaces what no source could say. Of a line stopped before its
 * payment: what does not hold is cut, what holds is paid after all.
 */
export async function finishManualCheck(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month } = decision;
  await recordManualChecks(tx, claim.id, decision.lines.map(checkOf));
  if (screened.has(claim.stage)) return { stage: 'submitted', on };
  const failed = decision.lines.filter(({ outcome }) => outcome !== 'verified');
  const cuts = failed.map(({ lineNo, reason }) => {
    return { lineNo, reason: reason ?? '证书复核不符，不予支付' };
  });
  await cut(step, { occurredOn: on, month }, cuts);
  await releaseLines(
    tx,
    claim.id,
    decision.lines.map(({ lineNo }) => lineNo),
  );
  return payCleared(step, decision);
}

/** Money that the fund lacks keeps the decision from being applied: it is taken again later. */
async function payCleared(step: Step, { occurredOn: on }: DecisionInForce): Promise<Move> {
  const { claim } = step;
  if (claim.stage === 'waiting-for-funds') return { stage: claim.stage, on };
  const move = await reserveMoney(step, { on, approvedOn: claim.lastFactOn, claim });
  if ('outcome' in move || claim.stage === 'rechecking') return move;
  if (move.stage === 'waiting-for-funds') throw new PackQuestion(move.question ?? move.stage);
  // A returned payment is mended first, and what was cleared goes out with it.
  return claim.stage.startsWith('payee-') ? { ...move, stage: claim.stage } : move;
}

function checkOf({ lineNo, outcome, lookedUp, evidence, reason }: DecisionLine): ManualCheck {
  const found = outcome === 'verified' ? 'verified' : 'failed';
  const note = evidence ?? reason;
  return {
    lineNo,
    outcome: found,
    source: lookedUp?.site ?? 'manual',
    issuedOn: found === 'verified' ? lookedUp?.issuedOn : undefined,
    evidence: {
      ...(note !== undefined && { note }),
      ...(lookedUp && { lookedUpOn: lookedUp.on }),
      ...(lookedUp?.issuedOn !== undefined && { issuedOn: lookedUp.issuedOn }),
      ...(lookedUp?.sha256 !== undefined && { sha256: lookedUp.sha256 }),
    },
  };
}
