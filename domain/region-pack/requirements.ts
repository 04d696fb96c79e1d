import { z } from 'zod';
import { condition } from './formulas.ts';
import { code, codes, dayText, invention, text } from './scalars.ts';

/** To which lines a rule applies: every list that is given holds, and so does `if`. */
export const ruleScope = {
  schemes: codes.exactOptional(),
  groups: codes.exactOptional(),
  if: condition.exactOptional(),
  /** First and last key day of the lines it applies to. */
  from: dayText.exactOptional(),
  to: dayText.exactOptional(),
};

/** Where a rule is written. */
export const ruleSource = { document: text, clause: text, ...invention };

/**
 * What a line must meet to be paid. One that does not is paid nothing, or nothing of `components`,
 * for the reason `code`, which `name` says in a sentence; `question` leaves it to a person.
 */
export const requirement = z.strictObject({
  code,
  name: text,
  ...ruleScope,
  components: codes.exactOptional(),
  require: condition,
  otherwise: z.enum(['nothing', 'question'], '写 nothing 或 question').exactOptional(),
  ...ruleSource,
});

export type Requirement = z.output<typeof requirement>;
