import { z } from 'zod';
import { payee } from './schemes.ts';
import { code, dayText, decimalText, positive, text, yesNo, yuanText } from './scalars.ts';
import { unitCode } from './units.ts';

/** A day from which any length of time ends on a day that can be written. */
const caseDay = dayText.refine(
  (day) => day >= '1900-01-01' && day <= '2200-12-31',
  '写 1900 年至 2200 年中的一日',
);

const factValues = z.record(code, text);
const sex = z.enum(['male', 'female'], '写 male 或 female');

/**
 * One row of a roster as a claimant files it. `verified` is what the registry or a person found;
 * `repeats` says that the row before it has the same person or the same certificate. Of the person
 * only age and sex matter: those not written are a woman born on 1990-01-01.
 */
const caseLine = z.strictObject({
  attributes: z.array(code),
  occupation: code.exactOptional(),
  course: code.exactOptional(),
  level: code.exactOptional(),
  certificate: z
    .strictObject({
      kind: code,
      number: text.exactOptional(),
      verified: yesNo,
      issuedOn: caseDay.exactOptional(),
    })
    .exactOptional(),
  startedOn: caseDay,
  endedOn: caseDay,
  months: positive.exactOptional(),
  hours: positive.exactOptional(),
  feePaid: yuanText.exactOptional(),
  bornOn: caseDay.exactOptional(),
  sex: sex.exactOptional(),
  identityNumber: text.exactOptional(),
  facts: factValues.exactOptional(),
  listed: z.array(code).exactOptional(),
  repeats: z.enum(['person', 'certificate'], '写 person 或 certificate').exactOptional(),
});

/** A line granted before to the same person, under another claim, perhaps another claimant's. */
const earlierGrant = z.strictObject({
  claimNo: text,
  lineNo: positive.exactOptional(),
  elsewhere: yesNo.exactOptional(),
  scheme: code,
  group: code.exactOptional(),
  occupation: code.exactOptional(),
  course: code.exactOptional(),
  level: code.exactOptional(),
  certificateKind: code.exactOptional(),
  certificateIssuedOn: caseDay.exactOptional(),
  filedOn: caseDay.exactOptional(),
  acceptedOn: caseDay.exactOptional(),
  startedOn: caseDay,
  endedOn: caseDay,
  months: positive.exactOptional(),
  hours: positive.exactOptional(),
  feePaid: yuanText.exactOptional(),
  facts: factValues.exactOptional(),
  amount: yuanText,
  components: z.record(code, yuanText).exactOptional(),
});

const expectedComponent = z.strictObject({
  amount: yuanText,
  fund: code,
  payee: payee.exactOptional(),
  rate: code.exactOptional(),
});

/** Paid; 0.00 with its reason; not taken at filing; or a question. */
const expected = z.union(
  [
    z.strictObject({ amount: yuanText, fund: code, rate: code, payee: payee.exactOptional() }),
    z.strictObject({
      components: z.record(code, expectedComponent),
      leftOut: z.record(code, code).exactOptional(),
    }),
    z.strictObject({
      amount: z.literal('0.00'),
      reason: code,
      clause: text.exactOptional(),
      earlier: z.array(text).min(1).exactOptional(),
    }),
    z.strictObject({ notFiled: z.array(text).min(1) }),
    z.strictObject({ question: text }),
  ],
  '结果写 amount、fund 和 rate，或 components，或 amount 为 0.00 和 reason，或 notFiled，或 question',
);

/** Clocks that every pack has, as a case names them. */
export const fixedClocks = ['notice', 'notice-opens', 'payment', 'payment-run', 'returns'] as const;

/**
 * The last day of a clock: of a step by its name, of the notice, of a rule's `within`; whether no
 * answer by then passes the step.
 */
const expectedClock = z.strictObject({
  of: text,
  silence: z.literal('approved', '写 approved').exactOptional(),
  from: caseDay.exactOptional(),
  last: z.union([dayText, text.regex(/^calendar-not-published-\d{4}$/u)]),
});

/**
 * One line worked out by hand from what the pack says, with its group and what becomes of it; also
 * the steps that its amount passes, the materials asked for the line and the last days of clocks,
 * where they matter. `used` is what
 * limits shared by many persons have used so far, `before` what earlier instalments of the claim
 * granted, by component; `shapes` are numbers of docs/regions.md.
 */
export const workedCase = z.strictObject({
  name: text,
  shapes: z.array(text.regex(/^S[1-9]\d*$/u, '形态写编号，例如 S12')).exactOptional(),
  scheme: code,
  unit: unitCode.exactOptional(),
  claimantKind: z
    .enum(['enterprise', 'institution', 'person'], '写 enterprise、institution 或 person')
    .exactOptional(),
  filedOn: caseDay.exactOptional(),
  acceptedOn: caseDay.exactOptional(),
  classSize: positive.exactOptional(),
  instalment: code.exactOptional(),
  claim: factValues.exactOptional(),
  line: caseLine,
  earlier: z.array(earlierGrant).exactOptional(),
  used: z.record(code, decimalText).exactOptional(),
  before: z.record(code, z.strictObject({ amount: yuanText, fund: code })).exactOptional(),
  claimAmount: yuanText.exactOptional(),
  group: code,
  expected,
  chain: z.array(text).min(1).exactOptional(),
  materials: z.array(code).exactOptional(),
  clocks: z.array(expectedClock).min(1).exactOptional(),
  note: text.exactOptional(),
});

/**
 * cases.yaml and cases/*.yaml: they stand beside a pack and are no part of it, for a case decides
 * nothing. A pack that fails one of its cases says something else than its author meant.
 */
export const workedCases = z.strictObject({ cases: z.array(workedCase).min(1) });

export type FixedClock = (typeof fixedClocks)[number];
export type WorkedCase = z.output<typeof workedCase>;
export type EarlierCase = z.output<typeof earlierGrant>;
export type ExpectedResult = z.output<typeof expected>;
export type ExpectedClock = z.output<typeof expectedClock>;
