import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluationActivities } from '../../activities/evaluation.ts';
import { chainTask, claimantTask, staffTask, type Step } from '../../activities/open-step.ts';
import { lockClaim } from '../../db/claim-state.ts';
import { packVersion } from '../../db/pack.ts';
import { openTask, type NewTask } from '../../db/task.ts';
import { mailLateTasks } from '../../db/watch.ts';
import {
  addDays,
  addMonths,
  endOfDay,
  instant,
  isoDate,
  lastDay,
  month,
  monthOf,
} from '../../domain/days.ts';
import type { Clock } from '../../domain/region-pack/index.ts';
import { county, region, today as on } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

const levels = { county, city: '640100', region };
const roles = ['acceptance', 'review', 'finance', 'operator', 'report-approval'];
const later = instant('2026-05-30T00:00:00.000Z');

type Opens = (step: Step) => NewTask;

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice();
  for (const [level, unit] of Object.entries(levels)) {
    for (const role of roles) await addMailedOfficer(role, unit, `${role}@${level}`);
  }
});
afterAll(() => office.close());

async function addMailedOfficer(role: string, unit: string, mail: string): Promise<void> {
  const { id } = await office.officer(role, unit);
  await office.db.updateTable('post_holder').set({ mail }).where('person_id', '=', id).execute();
}

/** Opens a task of a claim just filed with the unit; answers its id. */
async function taskOf(opens: Opens, unit: string = county): Promise<string> {
  const { db, deps } = office;
  const claimId = await office.filed({ unit });
  return db.transaction().execute(async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const inForce = await deps.packs.get(claim.packVersion);
    const task = opens({ tx, claim, inForce, clock: deps.clock });
    await openTask(tx, task);
    await openTask(tx, task);
    return task.id;
  });
}

const chain =
  (at: number): Opens =>
  (step) => {
    const of = step.inForce.pack.approvals[0]?.steps[at];
    if (!of) throw new Error(`the chain has no step ${at}`);
    return chainTask(step, of, on);
  };

const watch = (asOf = later): Promise<number> =>
  office.db.transaction().execute((tx) => mailLateTasks(tx, asOf));

/** The mails about a task, as template and address. */
async function mailsAbout(taskId: string): Promise<string[]> {
  const mails = await office.db
    .selectFrom('mail_outbox as m')
    .innerJoin('post_holder as h', 'h.person_id', 'm.recipient')
    .select(['m.template', 'h.mail'])
    .where('m.task_id', '=', taskId)
    .execute();
  return mails.map(({ template, mail }) => `${template} ${mail}`).toSorted();
}

const recordOf = (taskId: string) =>
  office.db
    .selectFrom('audit')
    .select(['act', 'detail'])
    .where('object_kind', '=', 'task')
    .where('object_id', '=', taskId)
    .execute();

const alarmsOf = (taskId: string) =>
  office.db
    .selectFrom('task_alarm')
    .select(['no', 'told_at', 'dropped_at'])
    .where('task_id', '=', taskId)
    .orderBy('no')
    .execute();

/** How many alarms of a task the watch still has to look at. */
async function pending(taskId: string): Promise<number> {
  const alarms = await alarmsOf(taskId);
  return alarms.filter((it) => it.told_at === null && it.dropped_at === null).length;
}

describe('a late task is told to exactly whom the pack names', () => {
  test.for<[kind: string, opens: Opens, reminded: string, escalated: string]>([
    ['acceptance', chain(0), 'acceptance@county', 'review@county'],
    ['review', chain(1), 'review@county', 'review@city'],
    ['review by the region', chain(2), 'review@region', 'operator@region'],
    ['finance', chain(3), 'finance@county', 'finance@city'],
    [
      'correction',
      (step) => claimantTask(step, 'correction', on),
      'acceptance@county',
      'acceptance@county',
    ],
    [
      'manual-check',
      (step) => staffTask(step, 'manual-check', { on }),
      'acceptance@county',
      'review@county',
    ],
    [
      'objection',
      (step) => staffTask(step, 'objection', { on, lineNo: 1 }),
      'review@county',
      'review@city',
    ],
    [
      'payee-correction',
      (step) => claimantTask(step, 'payee-correction', on),
      'finance@county',
      'finance@city',
    ],
    [
      'payee-confirmation',
      (step) => staffTask(step, 'payee-confirmation', { on }),
      'finance@county',
      'finance@city',
    ],
  ])('%s', async ([, opens, reminded, escalated]) => {
    const taskId = await taskOf(opens);
    await watch();
    const mails = [`task-escalation ${escalated}`, `task-reminder ${reminded}`];
    expect(await mailsAbout(taskId)).toEqual(mails);
    expect(await recordOf(taskId)).toEqual([]);
    expect(await pending(taskId)).toBe(0);
  });

  test('report-approval', async () => {
    const { db, deps, pack } = office;
    const editionId = randomUUID();
    const period = { month_from: month('2019-07'), month_to: month('2020-12') };
    const edition = { id: editionId, kind: 'evaluation', edition: 1, as_of: deps.clock.now() };
    await db
      .insertInto('indicator_edition')
      .values({ ...edition, ...period, pack_version: packVersion(pack) })
      .execute();
    await createEvaluationActivities(deps).openApproval({ editionId });
    await watch();
    const { id } = await db
      .selectFrom('task')
      .select('id')
      .where('subject_id', '=', editionId)
      .executeTakeFirstOrThrow();
    const mails = ['task-escalation operator@region', 'task-reminder report-approval@region'];
    expect(await mailsAbout(id)).toEqual(mails);
  });
});

describe('the watch', () => {
  const clock: Clock = {
    days: 5,
    unit: 'calendar',
    reminders: [
      { afterDays: 2, duty: 'acceptance', unit: 'own' },
      { afterDays: 4, duty: 'acceptance', unit: 'own' },
    ],
    escalations: [
      { afterDays: 5, duty: 'review', unit: 'parent' },
      { afterDays: 9, duty: 'operator', unit: 'root' },
    ],
  };
  const byClock =
    (of: Clock): Opens =>
    (step) => {
      const first = step.inForce.pack.approvals[0]?.steps[0];
      if (!first) throw new Error('the chain has no step');
      return chainTask(step, { ...first, clock: of }, on);
    };
  const byThisClock = byClock(clock);
  const atEndOf = (days: number) => endOfDay(addDays(on, days));

  test('tells each entry of both lists on its day, and once', async () => {
    const taskId = await taskOf(byThisClock);
    const reminder = 'task-reminder acceptance@county';
    const afterDays = async (days: number) => {
      await watch(atEndOf(days));
      await watch(atEndOf(days));
      return mailsAbout(taskId);
    };
    expect(await afterDays(1)).toEqual([]);
    expect(await afterDays(2)).toEqual([reminder]);
    expect(await afterDays(4)).toEqual([reminder, reminder]);
    expect(await afterDays(5)).toEqual(['task-escalation review@city', reminder, reminder]);
    const last = ['task-escalation operator@region', 'task-escalation review@city'];
    expect(await afterDays(9)).toEqual([...last, reminder, reminder]);
  });

  test.each([
    ['in months', { months: 1 }, addMonths(on, 1)],
    ['by a day of the month', { byDay: 31 }, lastDay(monthOf(on))],
  ])('counts back from the last day of a clock %s', async (_, limit, last) => {
    const taskId = await taskOf(
      byClock({
        ...limit,
        reminders: [{ daysBefore: 3, duty: 'acceptance', unit: 'own' }],
        escalations: [{ daysBefore: 0, duty: 'review', unit: 'parent' }],
      }),
    );
    const { due_at: dueAt } = await office.db
      .selectFrom('task')
      .select('due_at')
      .where('id', '=', taskId)
      .executeTakeFirstOrThrow();
    expect(dueAt).toBe(endOfDay(last));
    await watch(endOfDay(addDays(last, -4)));
    expect(await mailsAbout(taskId)).toEqual([]);
    await watch(endOfDay(addDays(last, -3)));
    expect(await mailsAbout(taskId)).toEqual(['task-reminder acceptance@county']);
    await watch(endOfDay(last));
    expect(await mailsAbout(taskId)).toHaveLength(2);
  });

  test.each([
    ['decided', { state: 'decided', decided_on: on }],
    ['cancelled', { state: 'cancelled' }],
  ])('tells nobody of a task that is %s, and drops what is due', async (_, ended) => {
    const taskId = await taskOf(byThisClock);
    const reminded = atEndOf(2);
    await watch(reminded);
    await office.db.updateTable('task').set(ended).where('id', '=', taskId).execute();
    const dropped = atEndOf(5);
    await watch(dropped);
    await watch(atEndOf(6));
    expect(await mailsAbout(taskId)).toEqual(['task-reminder acceptance@county']);
    expect(await recordOf(taskId)).toEqual([]);
    expect(await alarmsOf(taskId)).toEqual([
      { no: 1, told_at: reminded, dropped_at: null },
      { no: 2, told_at: null, dropped_at: dropped },
      { no: 3, told_at: null, dropped_at: dropped },
      { no: 4, told_at: null, dropped_at: null },
    ]);
  });

  test('puts on record that nobody stands above the top, and mails nobody in place', async () => {
    const taskId = await taskOf(chain(1), region);
    await watch();
    expect(await mailsAbout(taskId)).toEqual(['task-reminder review@region']);
    const nobody = { act: 'escalation:nobody', detail: { role: 'review', unit: null } };
    expect(await recordOf(taskId)).toEqual([nobody]);
    expect(await pending(taskId)).toBe(0);
  });

  test('puts on record once that nobody holds the post the pack names', async () => {
    const taskId = await taskOf(chain(0), '640221');
    await watch();
    await watch();
    expect(await mailsAbout(taskId)).toEqual([]);
    expect(await recordOf(taskId)).toEqual(
      expect.arrayContaining([
        { act: 'reminder:nobody', detail: { role: 'acceptance', unit: '640221' } },
        { act: 'escalation:nobody', detail: { role: 'review', unit: '640221' } },
      ]),
    );
    expect(await recordOf(taskId)).toHaveLength(2);
  });

  test('arms nothing for a task whose deadline is past when it opens', async () => {
    const past = isoDate('2026-01-05');
    const taskId = await taskOf((step) => claimantTask(step, 'correction', past));
    expect(await pending(taskId)).toBe(0);
  });
});
