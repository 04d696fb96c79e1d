import { z } from 'zod';
import { code, codes, invention, positive, text, whole, yesNo, yuanText } from './scalars.ts';

/** Whose post acts: the unit the claim was filed with, its parent, or the top of the tree. */
export const unitChoice = z.enum(['own', 'parent', 'root'], '写 own、parent 或 root');

/** Tell the holders of a post when so many days of the clock have gone. */
export const clockStep = z.strictObject({
  afterDays: positive,
  duty: code,
  unit: unitChoice,
});

export const clock = z.strictObject({
  days: positive,
  unit: z.enum(['working', 'calendar'], '写 working 或 calendar'),
  reminders: z.array(clockStep),
  escalations: z.array(clockStep),
});

/** `above`: the step is taken only for claims of more than this amount. */
export const approvalStep = z.strictObject({
  kind: z.enum(['acceptance', 'review', 'finance'], '写 acceptance、review 或 finance'),
  level: positive.exactOptional(),
  name: text,
  duty: code,
  unit: unitChoice,
  above: yuanText.exactOptional(),
  clock,
});

/** The first chain that names the scheme applies; the chain without schemes takes all others. */
export const approvalChain = z.strictObject({
  schemes: codes.exactOptional(),
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

/** Duties that act outside the chain, each at the unit of the claim. */
export const sideDuties = z.strictObject({
  'manual-check': code,
  objection: code,
  'payee-correction': code,
  release: code,
  'report-approval': z.array(code).min(1),
});

export const notice = z.strictObject({
  days: positive,
  unit: z.enum(['working', 'calendar'], '写 working 或 calendar'),
  countFirstDay: yesNo,
  document: text,
  ...invention,
});

/**
 * Money is paid in time when paid within so many working days of 财政复核. The bank may return it
 * for so many calendar days after it was booked.
 */
export const payment = z.strictObject({
  timeLimitWorkingDays: positive,
  returnDays: whole,
  document: text,
  ...invention,
});

export type UnitChoice = z.output<typeof unitChoice>;
export type Clock = z.output<typeof clock>;
export type ClockStep = z.output<typeof clockStep>;
export type ApprovalStep = z.output<typeof approvalStep>;
export type ApprovalChain = z.output<typeof approvalChain>;
export type Notice = z.output<typeof notice>;
export type PaymentRule = z.output<typeof payment>;
