import { undecidedStages, type Answer, type Applied } from '../../domain/claim.ts';
import { cutLines, holdLine } from '../../db/claim-line.ts';
import { moveClaim, type ClaimState, type Move } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';
import { closeAct, lockAct, type PendingAct } from '../../db/decision.ts';
import { withdrawDue } from '../../db/due-fact.ts';
import { hasPayments, isPaymentUnderWay } from '../../db/payment.ts';
import { monthOfFact } from '../../db/month.ts';
import { findNotice } from '../../db/notice.ts';
import { findObjectedLine } from '../../db/objection.ts';
import { actsFor } from '../../db/organisation.ts';
import type { Dependencies } from '../dependencies.ts';
import { staffTask, type Step } from '../open-step.ts';
import { standsStill } from './stands-still.ts';

const beforeMoney = new Set([...undecidedStages, 'waiting-for-funds']);

/** Withdrawal, hold, release, objection: acts on the claim itself, not answers to a task. */
export async function applyClaimAct(
  tx: Tx,
  deps: Dependencies,
  { claim, actId }: { claim: ClaimState; actId: string },
): Promise<Applied> {
  const act = await lockAct(tx, actId);
  if (act.result !== null) return standsStill(tx, claim.id, act.result);

  const inForce = await deps.packs.get(claim.packVersion);
  const step: Step = { tx, claim, inForce, clock: deps.clock };
  const reason = await refusalOf(step, act);
  if (reason !== undefined) {
    const refused: Answer = { kind: 'refused', reason };
    await closeAct(tx, { id: actId, state: 'refused', result: refused });
    return standsStill(tx, claim.id, refused);
  }
  const by = { act: act.kind, person: act.personId, on: act.occurredOn };
  const standing = await moveClaim(tx, claim.id, await effectOf(step, act), by);
  const applied: Answer = { kind: 'applied', stage: standing.stage };
  await closeAct(tx, { id: actId, state: 'applied', result: applied });
  return { answer: applied, standing };
}

async function refusalOf({ tx, claim }: Step, act: PendingAct): Promise<string | undefined> {
  if (claim.stage === 'closed') return 'claim-closed';
  if (act.kind !== 'object' && act.occurredOn < claim.lastFactOn) return 'before-previous-fact';
  if (act.kind === 'withdraw') {
    const open = claim.instalment === 1 && (await isBeforeMoney(tx, claim));
    return open ? undefined : 'too-late';
  }
  if (await ownInterest(tx, claim, act)) return 'separation-of-duties';
  if (act.kind === 'hold') {
    if (claim.held) return 'claim-held';
    return (await isPaymentUnderWay(tx, claim.id)) ? 'payment-under-way' : undefined;
  }
  if (act.kind === 'release') return claim.held ? undefined : 'claim-not-held';
  const notice = await findNotice(tx, claim.id);
  if (!notice || !['notice', 'finance'].includes(claim.stage)) return 'notice-not-open';
  const inside = act.occurredOn >= notice.openedOn && act.occurredOn <= notice.endsOn;
  if (!inside) return 'notice-not-open';
  return (await findObjectedLine(tx, claim.id, lineOf(act)))?.cut === false
    ? undefined
    : 'line-not-payable';
}

/** Certificates may be looked up again before money is reserved, or while it waits for a run. */
async function isBeforeMoney(tx: Tx, claim: ClaimState): Promise<boolean> {
  if (claim.stage === 'rechecking') return !(await hasPayments(tx, claim));
  return beforeMoney.has(claim.stage);
}

/** Whether somebody would hold or release a claim of an organisation they act for. */
async function ownInterest(tx: Tx, claim: ClaimState, act: PendingAct): Promise<boolean> {
  if (act.personId === null || act.kind === 'object') return false;
  return actsFor(tx, act.personId, claim.organisationId);
}

async function effectOf(step: Step, act: PendingAct): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on } = act;
  switch (act.kind) {
    case 'withdraw': {
      const month = await monthOfFact(tx, on);
      await cutLines(tx, claim.id, { all: 'withdrawn' }, { on, month });
      await withdrawDue(tx, claim.id, { on, month });
      return { outcome: 'withdrawn', on };
    }
    case 'hold':
      return { stage: claim.stage, held: true };
    case 'release':
      return { stage: claim.stage, held: false };
    case 'object': {
      const lineNo = lineOf(act);
      const line = await findObjectedLine(tx, claim.id, lineNo);
      // One task decides all objections to a line; each stays readable as an act of its own.
      if (line?.objectionOpen === true) return { stage: claim.stage };
      await holdLine(tx, claim.id, lineNo, true);
      return { stage: claim.stage, opens: staffTask(step, 'objection', { on, lineNo }) };
    }
    default:
      throw new Error(`no effect for an act of kind ${act.kind}`);
  }
}

function lineOf({ id, lineNo }: PendingAct): number {
  if (lineNo === null) throw new Error(`objection ${id} names no line`);
  return lineNo;
}
