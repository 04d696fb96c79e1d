import { z } from 'zod';
import { ruleScope, ruleSource } from './requirements.ts';
import { code, codes, dayText, decimalText, months, text, yesNo } from './scalars.ts';

const yearDay = text;

/** Over which time a limit counts: the calendar year of a day of the line, days, or for ever. */
export const limitPeriod = z.union(
  [
    z.literal('lifetime'),
    z.strictObject({ yearOf: yearDay }),
    z.strictObject({ from: dayText, to: dayText.exactOptional() }),
  ],
  '统计期写 lifetime，或 yearOf 加日期名称，或 from 与 to',
);

/**
 * At most so much for one subject in one period. `per` names the subject: person or organisation,
 * with any facts of a line, such as occupation and level; `counts` is lines, amount or a fact that
 * is a number. Lines count that the limit applies to; with `countsBefore` also those of the same
 * schemes and period before its first day, and of other groups. Beyond it a line is paid nothing,
 * or as much as is left; with `components` this concerns only these parts of a line. Limits of
 * quantities come before limits of money, each in the order given. Of a quantity that a rate caps,
 * what it pays for counts.
 */
export const limit = z.strictObject({
  code,
  name: text,
  ...ruleScope,
  components: codes.exactOptional(),
  per: z.array(text).min(1),
  counts: text,
  in: limitPeriod,
  countsBefore: yesNo.exactOptional(),
  atMost: decimalText.refine((it) => !it.startsWith('-'), '限额不能为负'),
  beyond: z.enum(['refuse', 'reduce'], '写 refuse 或 reduce'),
  ...ruleSource,
});

/**
 * A line is paid nothing where its person was granted a line of `against` with the same `same`
 * facts: of any level, of a higher one, or of the same or a higher one; at any time, in days or
 * months that overlap, or where the key day comes no later than so many months after its end. With
 * `components` only these parts of it are not paid.
 */
export const exclusion = z.strictObject({
  code,
  name: text,
  ...ruleScope,
  components: codes.exactOptional(),
  against: codes,
  same: z.array(text),
  level: z.enum(['higher', 'same-or-higher'], '写 higher 或 same-or-higher').exactOptional(),
  overlap: z.enum(['days', 'months'], '写 days 或 months').exactOptional(),
  withinMonths: months.exactOptional(),
  ...ruleSource,
});

export type Limit = z.output<typeof limit>;
export type Exclusion = z.output<typeof exclusion>;
export type LimitPeriod = z.output<typeof limitPeriod>;
