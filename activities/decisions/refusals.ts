import type { PendingDecision } from '../../db/decision.ts';
import { findObjectionsState, hasObjected } from '../../db/objection.ts';
import type { StopFinding } from '../../db/finding.ts';
import { stopsOf } from '../findings.ts';
import { takesBack } from '../instalments.ts';
import type { Step } from '../open-step.ts';
import { cutsOf } from './cuts.ts';

const approving = new Set(['accept', 'approve']);

/** Why a decision cannot be applied now, as a code of docs/errors.md; undefined when it can. */
export async function refusalOf(
  step: Step,
  decision: PendingDecision,
): Promise<string | undefined> {
  const { tx, claim, inForce } = step;
  if (decision.taskState !== 'open') return 'task-already-decided';
  if (claim.held) return 'claim-held';
  if (decision.occurredOn < claim.lastFactOn) return 'before-previous-fact';
  if (decision.taskKind === 'objection' && (await hasObjected(tx, claim.id, decision))) {
    return 'separation-of-duties';
  }
  if (decision.outcome === 'refuse' && takesBack({ claim, inForce })) {
    return 'settlement-not-refusable';
  }
  if (approving.has(decision.outcome)) {
    const stopped = stopReason(await stopsOf(step, cutsOf(decision).map(lineNoOf)));
    if (stopped !== undefined) return stopped;
  }
  if (decision.taskKind !== 'finance') return undefined;
  const { noticeEndsOn, objectionOpen } = await findObjectionsState(tx, claim.id);
  if (noticeEndsOn !== null && decision.occurredOn <= noticeEndsOn) return 'notice-running';
  return objectionOpen ? 'objection-open' : undefined;
}

/** `finding-open-0-3-7`: the lines of stop findings, 0 the claim; one confirmed has to be cut. */
function stopReason(stops: readonly StopFinding[]): string | undefined {
  const open = stops.filter(({ disposition }) => disposition === 'open');
  const [first] = open.length > 0 ? open : stops;
  if (!first) return undefined;
  const lines = (open.length > 0 ? open : stops).map(({ lineNo }) => lineNo ?? 0);
  return ['finding', first.disposition, ...lines.slice(0, 50).map(String)].join('-');
}

const lineNoOf = ({ lineNo }: { lineNo: number }): number => lineNo;
