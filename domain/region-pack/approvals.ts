import { z } from 'zod';
import { deadlineFields, isCountable } from './deadlines.ts';
import { code, codes, days, invention, positive, text, wholeDays, yuanText } from './scalars.ts';

const { months, byDay, countFirstDay, rollOver, fromEndOf } = deadlineFields;

/**
 * Whose post acts: the unit the claim was filed with, its parent, the top of the tree, or the
 * nearest unit of a kind, itself included, on the way to the top.
 */
export const unitChoice = z.union(
  [z.enum(['own', 'parent', 'root']), z.strictObject({ kind: code })],
  '写 own、parent、root，或 { kind: 单位类别 }',
);

/**
 * Tell the holders of a post when so many days of the clock have gone, or so many calendar days
 * before its last day; 0 is that day's end.
 */
export const clockStep = z
  .strictObject({
    afterDays: days.exactOptional(),
    daysBefore: wholeDays.exactOptional(),
    duty: code,
    unit: unitChoice,
  })
  .refine((it) => 'afterDays' in it !== 'daysBefore' in it, '写 afterDays 或 daysBefore');

/**
 * So many days of a unit, or months, or by a day of the month, counted as `Deadline` of
 * domain/deadline.ts counts them; `afterDays` of its steps are days of the clock.
 */
export const clock = z
  .strictObject({
    days: days.exactOptional(),
    unit: z.enum(['working', 'calendar'], '写 working 或 calendar').exactOptional(),
    months,
    byDay,
    countFirstDay,
    rollOver,
    fromEndOf,
    reminders: z.array(clockStep),
    escalations: z.array(clockStep),
  })
  .refine(
    ({ days, unit, ...it }) =>
      (days === undefined) === (unit === undefined) &&
      isCountable({ ...it, ...(days !== undefined && { calendarDays: days }) }),
    '时限写 days 和 unit，或 months，或 byDay；写了 fromEndOf 或 byDay 的，首日不计',
  )
  .refine(
    ({ days, reminders, escalations }) =>
      days !== undefined || [...reminders, ...escalations].every((it) => 'daysBefore' in it),
    '写了 months 或 byDay 的时限，提醒和告知写 daysBefore',
  );

/** What silence means at a review: with its last day over, the clause lets the claim go on. */
const silence = z.strictObject({
  means: z.literal('approved', '写 approved'),
  document: text,
  clause: text,
});

/**
 * `above`: a review is taken only for claims of more than this amount. `silence` only stands with a
 * review: what counts as trained, and money, always need a person.
 */
export const approvalStep = z.strictObject({
  kind: z.enum(['acceptance', 'review', 'finance'], '写 acceptance、review 或 finance'),
  level: positive.exactOptional(),
  name: text,
  duty: code,
  unit: unitChoice,
  above: yuanText.exactOptional(),
  clock,
  silence: silence.exactOptional(),
});

/**
 * Chains that name a scheme apply to it, those without schemes to all others; of several the one
 * whose amounts, `from` so much and `below` so much, hold the amount of the claim at acceptance.
 */
export const approvalChain = z.strictObject({
  schemes: codes.exactOptional(),
  from: yuanText.exactOptional(),
  below: yuanText.exactOptional(),
  document: text,
  ...invention,
  steps: z.array(approvalStep).min(2),
});

/** Clocks of the tasks that stand outside the chain. */
export const sideClocks = z.strictObject({
  correction: clock,
  'manual-check': clock,
  objection: clock,
  'payee-correction': clock,
  'report-approval': clock,
});

/**
 * Duties that act outside the chain: the first three at the unit of the claim; releasing payment
 * runs, months and reports, and approving reports, at the top; watching over claims at either.
 */
export const sideDuties = z.strictObject({
  'manual-check': code,
  objection: code,
  'payee-correction': code,
  release: code,
  report: code,
  operator: code,
  'report-approval': z.array(code).min(1),
});

export type UnitChoice = z.output<typeof unitChoice>;
export type Clock = z.output<typeof clock>;
export type ClockStep = z.output<typeof clockStep>;
export type ApprovalStep = z.output<typeof approvalStep>;
export type ApprovalChain = z.output<typeof approvalChain>;
