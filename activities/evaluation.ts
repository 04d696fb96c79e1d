import type { Answer } from '../domain/claim.ts';
import { shanghaiDay, type IsoDate } from '../domain/days.ts';
import { audit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { lockDecision, recordApplied, recordRefused } from '../db/decision.ts';
import { derivedId } from '../db/ids.ts';
import { getEdition, moveEdition } from '../db/indicator-edition.ts';
import { decideTask, openTask } from '../db/task.ts';
import { dutyOf } from '../domain/approval.ts';
import { deadlinesOf } from './clocks.ts';
import type { Dependencies } from './dependencies.ts';
import { endingIn } from './ending-in.ts';
import { PackQuestion } from './pack-question.ts';

type EditionState = 'approval' | 'approved' | 'refused' | 'failed';
export type ReportApplied = { answer: Answer; state: EditionState };
type Decided = { editionId: string; decisionId: string };

/** The approvals of an evaluation: one person after the other, never the same. */
export function createEvaluationActivities(deps: Dependencies) {
  const { db } = deps;
  return {
    /** Opens the first level; where the pack has no answer for its clock, the edition ends. */
    openApproval: endingIn(deps, async ({ id: editionId, asOf }) => {
      await db
        .transaction()
        .execute((tx) => openLevel(tx, deps, { editionId, level: 1, openedOn: shanghaiDay(asOf) }));
    }),

    /**
     * Applies a decision on the draft; the last level approves it, any level may refuse it. Where
     * the pack has no answer for the next level, the decision is refused with the question.
     */
    async applyReportDecision(input: Decided): Promise<ReportApplied> {
      try {
        return await db.transaction().execute((tx) => applyDecision(tx, deps, input));
      } catch (error) {
        if (!(error instanceof PackQuestion)) throw error;
        const { question } = error;
        return db.transaction().execute((tx) => refuse(tx, input, question));
      }
    },
  };
}

async function applyDecision(tx: Tx, deps: Dependencies, it: Decided): Promise<ReportApplied> {
  const { editionId, decisionId } = it;
  const decision = await lockDecision(tx, decisionId);
  if (decision.result !== null) {
    return { answer: decision.result, state: await stateOf(tx, editionId) };
  }
  const { taskId, personId, occurredOn: on } = decision;
  if (decision.taskState !== 'open') return refuse(tx, it, 'task-already-decided');
  if (on < decision.taskOpenedOn) return refuse(tx, it, 'before-previous-fact');
  const duty = dutyOf(decision.taskKind, decision.taskLevel);
  const month = await decideTask(tx, { taskId, subjectId: editionId, personId, duty, on });
  if (month === undefined) return refuse(tx, it, 'separation-of-duties');
  const state = await stateAfter(tx, deps, {
    editionId,
    outcome: decision.outcome,
    reason: decision.reason,
    level: decision.taskLevel,
    on,
  });
  const answer: Answer = { kind: 'applied', stage: state };
  await recordApplied(tx, { id: decisionId, duty, month, result: answer });
  const act = `report-approval:${decision.outcome}`;
  await audit(tx, { person: personId, act, kind: 'evaluation', id: editionId });
  return { answer, state };
}

async function refuse(
  tx: Tx,
  { editionId, decisionId }: Decided,
  reason: string,
): Promise<ReportApplied> {
  const answer: Answer = { kind: 'refused', reason };
  await recordRefused(tx, { id: decisionId, result: answer });
  return { answer, state: await stateOf(tx, editionId) };
}

async function stateAfter(
  tx: Tx,
  deps: Dependencies,
  decided: {
    editionId: string;
    outcome: string;
    reason: string | null;
    level: number;
    on: IsoDate;
  },
): Promise<EditionState> {
  const { editionId, outcome, reason, level, on } = decided;
  if (outcome === 'refuse') {
    await moveEdition(tx, editionId, { state: 'refused', reason });
    return 'refused';
  }
  const { pack } = await deps.packs.get((await getEdition(tx, editionId)).packVersion);
  if (level < pack.sideDuties['report-approval'].length) {
    await openLevel(tx, deps, { editionId, level: level + 1, openedOn: on });
    return 'approval';
  }
  await moveEdition(tx, editionId, { state: 'approved', approvedOn: on });
  return 'approved';
}

async function openLevel(
  tx: Tx,
  { packs, clock }: Dependencies,
  { editionId, level, openedOn }: { editionId: string; level: number; openedOn: IsoDate },
): Promise<void> {
  const { packVersion } = await getEdition(tx, editionId);
  const { pack, calendar } = await packs.get(packVersion);
  const role = pack.sideDuties['report-approval'][level - 1];
  const root = pack.units.find((unit) => unit.parent === undefined);
  if (role === undefined || !root) throw new Error('the pack names no approver of reports');
  await openTask(tx, {
    id: derivedId('task', editionId, 'report-approval', String(level)),
    kind: 'report-approval',
    level,
    subjectId: editionId,
    unit: root.code,
    role,
    openedOn,
    ...deadlinesOf(pack.sideClocks['report-approval'], {
      pack,
      calendar,
      unit: root.code,
      openedOn,
      now: clock.now(),
    }),
  });
}

async function stateOf(tx: Tx, editionId: string): Promise<EditionState> {
  const { state } = await getEdition(tx, editionId);
  if (state === 'compiled') return 'approval';
  return state === 'refused' || state === 'failed' ? state : 'approved';
}
