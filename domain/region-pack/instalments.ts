import { z } from 'zod';
import { lengthOfTime } from './formulas.ts';
import { code, codes, days, text, yesNo } from './scalars.ts';
import { ruleSource } from './requirements.ts';

/**
 * What the next instalment waits for: the claimant reports it, with the facts named here and
 * certificates, by a last day counted from a day of the lines, the latest of them. If nobody does,
 * the claim closes with what was paid, or is settled on what is known.
 */
const awaited = z.strictObject({
  name: text,
  within: lengthOfTime,
  asks: codes.exactOptional(),
  remindDaysBefore: z.array(days).exactOptional(),
  unmet: z.enum(['close', 'settle'], '写 close 或 settle'),
  ...ruleSource,
});

/**
 * One of several payments of one claim, in order. At each the rates say what is due in all, with
 * the fact `instalment`; what was granted before is taken off. One that is paid `ahead` asks for no
 * certificate and no end of the training, and what a later one leaves below zero is owed back.
 */
export const instalment = z.strictObject({
  code,
  name: text,
  ahead: yesNo.exactOptional(),
  awaits: awaited.exactOptional(),
});

export type Instalment = z.output<typeof instalment>;
export type Awaited = z.output<typeof awaited>;
