import { endOfDay, type IsoDate, type Month } from '../domain/days.ts';
import type { ApprovalStep, Clock } from '../domain/region-pack/index.ts';
import { noticeFor, noticeOpensOn } from '../domain/notice-rule.ts';
import { unitOf } from '../domain/unit-choice.ts';
import { noticeEnd } from '../domain/working-calendar.ts';
import type { ClaimState } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { derivedId } from '../db/ids.ts';
import type { NewNotice } from '../db/notice.ts';
import type { PackInForce } from '../db/pack.ts';
import type { NewTask } from '../db/task.ts';
import type { Clock as Now } from './dependencies.ts';
import { deadlinesOf } from './clocks.ts';
import { dayOrQuestion } from './pack-question.ts';

/** A claim in a transaction, with the pack it is pinned to. */
export type Step = { tx: Tx; claim: ClaimState; inForce: PackInForce; clock: Now };

/** The task of a step of the approval chain, at the unit the chain names. Throws PackQuestion. */
export function chainTask(step: Step, of: ApprovalStep, on: IsoDate): NewTask {
  const { unit: own } = step.claim;
  return taskOf(step, {
    kind: of.kind,
    level: of.level ?? (of.kind === 'review' ? 1 : 0),
    role: of.duty,
    // The top decides itself what it would hand to a unit above.
    unit: unitOf(step.inForce.pack, own, of.unit) ?? own,
    clock: of.clock,
    on,
  });
}

/** The kinds of task outside the chain, by who has to act. */
export type StaffTask = 'manual-check' | 'objection' | 'payee-confirmation';
export type ClaimantTask = 'correction' | 'payee-correction' | 'instalment-report';

export function staffTask(
  step: Step,
  kind: StaffTask,
  { on, ...about }: { on: IsoDate } & About,
): NewTask {
  const { sideClocks, sideDuties } = step.inForce.pack;
  const clock = kind === 'payee-confirmation' ? 'payee-correction' : kind;
  return taskOf(step, {
    kind,
    level: 0,
    role: sideDuties[clock],
    unit: step.claim.unit,
    clock: sideClocks[clock],
    on,
    ...about,
  });
}

/** What a task is about: the trainee of a line, or an organisation paid beside the claimant. */
type About = { lineNo?: number | null; accountId?: string | null };

export function claimantTask(
  step: Step,
  kind: ClaimantTask,
  on: IsoDate,
  about: About = {},
): NewTask {
  const clock = kind === 'instalment-report' ? 'correction' : kind;
  return taskOf(step, {
    kind,
    level: 0,
    role: 'claimant',
    organisationId: step.claim.organisationId,
    clock: step.inForce.pack.sideClocks[clock],
    on,
    lineNo: null,
    ...about,
  });
}

/**
 * The claim's list, public for as long as the pack says, from the day of the decision or from the
 * next day on which the pack has such lists put up together. Throws PackQuestion.
 */
export function claimNotice(
  { claim, inForce }: Step,
  { on, month }: { on: IsoDate; month: Month },
): NewNotice {
  const rule = noticeFor(inForce.pack, claim.scheme);
  const openedOn = dayOrQuestion(noticeOpensOn(rule, on, inForce.calendar));
  const endsOn = dayOrQuestion(noticeEnd(inForce.calendar, openedOn, rule.days, rule));
  return {
    id: derivedId('notice', claim.id, String(claim.version)),
    openedOn,
    endsOn,
    endsAt: endOfDay(endsOn),
    month,
  };
}

type Opening = {
  kind: string;
  level: number;
  role: string;
  unit?: string;
  organisationId?: string;
  clock: Clock;
  on: IsoDate;
} & About;

function taskOf({ claim, inForce, clock: now }: Step, opening: Opening): NewTask {
  const { clock, on, ...task } = opening;
  const { pack, calendar } = inForce;
  const { lineNo, accountId } = task;
  const parts = [task.kind, String(task.level), String(lineNo ?? 0), String(claim.version)];
  return {
    id: derivedId('task', claim.id, ...parts, ...(accountId ? [accountId] : [])),
    claimId: claim.id,
    subjectId: claim.id,
    openedOn: on,
    ...task,
    ...deadlinesOf(clock, { pack, calendar, unit: claim.unit, openedOn: on, now: now.now() }),
  };
}
