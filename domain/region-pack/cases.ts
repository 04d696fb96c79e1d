import { z } from 'zod';
import { code, dayText, positive, text, yesNo, yuanText } from './scalars.ts';

/**
 * One row of a roster as a claimant files it. `verified` is what the registry or a person found;
 * `repeats` says that the row before it has the same person or the same certificate.
 */
const caseLine = z.strictObject({
  attributes: z.array(code),
  occupation: code.exactOptional(),
  course: code.exactOptional(),
  level: code.exactOptional(),
  certificate: z
    .strictObject({ kind: code, number: text.exactOptional(), verified: yesNo })
    .exactOptional(),
  startedOn: dayText,
  endedOn: dayText,
  months: positive.exactOptional(),
  hours: positive.exactOptional(),
  feePaid: yuanText.exactOptional(),
  repeats: z.enum(['person', 'certificate'], '写 person 或 certificate').exactOptional(),
});

/** Paid at a version of the rate; 0.00 with its reason; not taken at filing; or a question. */
const expected = z.union(
  [
    z.strictObject({ amount: yuanText, fund: code, rate: code }),
    z.strictObject({ amount: z.literal('0.00'), reason: code }),
    z.strictObject({ notFiled: z.array(text).min(1) }),
    z.strictObject({ question: text }),
  ],
  '结果写 amount、fund 和 rate，或 amount 为 0.00 和 reason，或 notFiled，或 question',
);

/** One line worked out by hand from what the pack says, with its group and what becomes of it. */
export const workedCase = z.strictObject({
  name: text,
  scheme: code,
  line: caseLine,
  group: code,
  expected,
  note: text.exactOptional(),
});

/**
 * cases.yaml: it stands beside a pack and is no part of it, for a case decides nothing. A pack
 * that fails one of its cases says something else than its author meant.
 */
export const workedCases = z.strictObject({ cases: z.array(workedCase).min(1) });

export type WorkedCase = z.output<typeof workedCase>;
