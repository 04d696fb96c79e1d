import { addDays, endOfDay, isIsoDate, shanghaiDay, type IsoDate } from '../domain/days.ts';
import { deadlineDay } from '../domain/deadline.ts';
import type { Standing } from '../domain/claim.ts';
import type { Awaited, Scheme } from '../domain/region-pack/index.ts';
import { instalmentOf, paysAhead } from '../domain/rules/index.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { derivedId } from '../db/ids.ts';
import { beginInstalment, endInstalments, listDays } from '../db/instalment.ts';
import type { NewAlarm, NewTask } from '../db/task.ts';
import type { Dependencies } from './dependencies.ts';
import { claimantTask, type Step } from './open-step.ts';
import { dayOrQuestion, PackQuestion } from './pack-question.ts';
import { later } from './payment-days.ts';
import { takeStep } from './take-step.ts';

export function createInstalmentActivities({ db, packs, clock }: Dependencies) {
  return {
    /** The last day is over and nobody reported: the claim ends, or is settled on what is known. */
    async endAwaiting(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'awaiting' || claim.held) return undefined;
        const inForce = await packs.get(claim.packVersion);
        const scheme = schemeOf({ claim, inForce });
        const settles = instalmentOf(scheme, claim.instalment)?.awaits?.unmet === 'settle';
        const on = lastDayWaited(claim, clock.today());
        await endInstalments(tx, claimId, { settles });
        return settles ? { stage: 'submitted', on } : { outcome: 'paid', on };
      };
      return takeStep(db, { name: 'end-awaiting', claimId, work });
    },
  };
}

/** The last day of the wait, but no day to come: a past limit leaves a day for what is late. */
function lastDayWaited({ waitsUntil, lastFactOn }: ClaimState, today: IsoDate): IsoDate {
  const last = waitsUntil === null ? lastFactOn : shanghaiDay(waitsUntil);
  return last < today ? last : today;
}

export const schemeOf = ({ claim, inForce }: Pick<Step, 'claim' | 'inForce'>): Scheme | undefined =>
  inForce.pack.schemes.find(({ code }) => code === claim.scheme);

/** Whether a cut line owes back what earlier instalments granted it. */
export const takesBack = (step: Pick<Step, 'claim' | 'inForce'>): boolean =>
  step.claim.instalment > 1 && paysAhead(schemeOf(step));

/**
 * With one instalment paid the claim waits for what the next one asks; undefined after the last,
 * and where every line was stopped. Throws PackQuestion where its last day cannot be told.
 */
export async function awaitNext(step: Step, on: IsoDate): Promise<Move | undefined> {
  const { tx, claim, clock } = step;
  const instalment = claim.instalment + 1;
  const awaits = instalmentOf(schemeOf(step), instalment)?.awaits;
  if (!awaits) return undefined;
  const last = await lastDayOf(step, awaits);
  if ((await beginInstalment(tx, claim.id)) === 0) return undefined;
  const dueAt = endOfDay(last);
  const opens = reportTask(step, { awaits, on, last });
  // A past programme still has a day to enter what was reported in time.
  const until = dueAt < clock.now() ? later(clock.now(), 24) : dueAt;
  return { stage: 'awaiting', on, until, instalment, opens };
}

/** A report sent back: the claimant has as long as for any correction. */
export function awaitAgain(step: Step, on: IsoDate): Move {
  const opens = claimantTask(step, 'instalment-report', on);
  const now = step.clock.now();
  const until = opens.dueAt < now ? later(now, 24) : opens.dueAt;
  return { stage: 'awaiting', on, until, opens };
}

/** The latest of the last days that the lines of the claim have. */
async function lastDayOf({ tx, claim, inForce }: Step, { within }: Awaited): Promise<IsoDate> {
  const { of, ...length } = within;
  let latest: IsoDate | undefined;
  for (const { own, ...days } of await listDays(tx, claim.id)) {
    const from = new Map(Object.entries({ ...own, ...days })).get(of);
    if (from === undefined || !isIsoDate(from)) {
      throw new PackQuestion(`no-fact-${claim.scheme}-${of}`);
    }
    const last = dayOrQuestion(deadlineDay({ from, ...length }, inForce.calendar));
    if (latest === undefined || last > latest) latest = last;
  }
  return latest ?? claim.lastFactOn;
}

function reportTask(
  { claim, inForce, clock }: Step,
  { awaits, on, last }: { awaits: Awaited; on: IsoDate; last: IsoDate },
): NewTask {
  const dueAt = endOfDay(last);
  const role = inForce.pack.sideDuties['manual-check'];
  const alarms = (awaits.remindDaysBefore ?? []).map((days): NewAlarm => {
    const at = endOfDay(addDays(last, -days));
    return { kind: 'reminder', at, role, unit: claim.unit };
  });
  return {
    id: derivedId('task', claim.id, 'instalment-report', String(claim.version)),
    kind: 'instalment-report',
    claimId: claim.id,
    subjectId: claim.id,
    organisationId: claim.organisationId,
    role: 'claimant',
    openedOn: on,
    dueAt,
    alarms: dueAt < clock.now() ? [] : alarms.filter(({ at }) => at > clock.now()),
  };
}
