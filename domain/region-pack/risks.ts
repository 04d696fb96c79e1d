import { z } from 'zod';
import {
  code,
  codes,
  days,
  decimalText,
  invention,
  positive,
  text,
  yesNo,
  yuanText,
} from './scalars.ts';

const ageLimit = positive.exactOptional();
const percent = decimalText;
/** Codes of imported lists. */
const lists = codes;
/** The code of one of the region's own facts of a line or a claim. */
const fact = code;
/** The code of a column of the list. */
const column = code;

/** The built-in checks with their parameters; docs/decisions/0034 says which data each compares. */
export const riskParameters = {
  /** The person was granted the same before, here or by a list of subsidies paid elsewhere. */
  'paid-before': z.strictObject({
    same: z.array(z.enum(['scheme', 'occupation', 'level', 'course'])).min(1),
    lists: lists.exactOptional(),
  }),
  /** More granted lines of one person than allowed, those paid elsewhere included. */
  'count-above': z.strictObject({
    atMost: positive,
    in: z.enum(['year', 'lifetime'], '写 year 或 lifetime'),
    perScheme: yesNo.exactOptional(),
    lists: lists.exactOptional(),
  }),
  /** A level below one granted before in the same occupation. */
  'lower-after-higher': z.strictObject({ lists: lists.exactOptional() }),
  /** Two lines of one person on the same days, unless `slot` says at different hours. */
  'overlapping-classes': z.strictObject({
    against: codes.exactOptional(),
    slot: fact.exactOptional(),
  }),
  /**
   * A list names the person: on a day of the training; or only from a day after its end. With
   * `attributes` only of persons declared so.
   */
  listed: z.strictObject({
    lists,
    when: z.enum(['during', 'only-after'], '写 during 或 only-after'),
    attributes: codes.exactOptional(),
    show: z.array(column).exactOptional(),
  }),
  /** Older, on the first day, than a man or a woman may be. */
  'over-age': z.strictObject({ men: ageLimit, women: ageLimit }),
  /** A month claimed in which the list does not have the person with the claimant. */
  'left-employer': z.strictObject({
    list: code,
    employer: column,
    neverListed: yesNo.exactOptional(),
  }),
  /** No hour attended by the line's own fact, or absent by a list for the whole training. */
  'never-attended': z.strictObject({ attended: fact, lists: lists.exactOptional() }),
  /** Registered or insured in a place outside the claim's unit, its parent, or the region. */
  'wrong-place': z.strictObject({
    fact: fact.exactOptional(),
    list: code.exactOptional(),
    place: column.exactOptional(),
    within: z.enum(['own', 'parent', 'region'], '写 own、parent 或 region'),
  }),
  /** A body issued so many certificates within some days, and none long before. */
  'mass-issue': z.strictObject({
    body: fact.exactOptional(),
    numberFrom: positive.exactOptional(),
    numberLength: positive.exactOptional(),
    atLeast: positive,
    withinDays: days,
    newForDays: days.exactOptional(),
  }),
  /** One claimant takes more than a share of what its unit grants in a year. */
  'payee-share': z.strictObject({ abovePercent: percent, atLeast: yuanText }),
  /** No word of the occupation stands in the claimant's registered business scope. */
  'scope-lacks-occupation': z.strictObject({
    list: code,
    scope: column,
    words: z.record(code, z.array(text).min(1)),
  }),
  /** One bank account for more payees, claimants or trainees, than `above`. */
  'shared-account': z.strictObject({ above: positive }),
  /** One value of a fact, such as a phone number, for more persons than `above`. */
  'shared-value': z.strictObject({ fact, above: positive }),
  /** Attended less than asked. */
  'attendance-below': z.strictObject({ attended: fact, atLeast: decimalText }),
  /** So large a share of a claim's lines attended exactly the same. */
  'attendance-regular': z.strictObject({
    attended: fact,
    linesAtLeast: positive,
    sharePercent: percent,
  }),
  /** More lines than the class was approved for, or than any class may have. */
  'roster-too-large': z.strictObject({
    approved: fact.exactOptional(),
    atMost: positive.exactOptional(),
  }),
  /** Certificate issued before the training ended. */
  'issued-before-end': z.strictObject({}),
  /** The evaluating body is the claimant, or the register ties them: the same owner, say. */
  'tied-body': z.strictObject({ body: fact, list: code, columns: z.array(column).min(1) }),
  /** The person is claimed for the same month by another organisation, or under `against`. */
  'same-month': z.strictObject({ against: codes }),
  /** Another version of the rate is in force on the line's key day than the one applied. */
  'wrong-rate-version': z.strictObject({}),
  /** Fewer lines with a verified certificate than planned. */
  'fewer-passes': z.strictObject({ planned: fact, atLeastPercent: percent }),
  /** Several claims just below a threshold within some days that together exceed it. */
  'split-claims': z.strictObject({
    threshold: yuanText,
    nearPercent: percent,
    withinDays: days,
    claimsAtLeast: positive,
    of: z.enum(['organisation', 'unit'], '写 organisation 或 unit'),
  }),
};

const common = {
  code,
  name: text,
  /** `stop` keeps a line from being approved until a person has looked; `look` is shown. */
  severity: z.enum(['stop', 'look'], '写 stop 或 look'),
  schemes: codes.exactOptional(),
  groups: codes.exactOptional(),
  document: text,
  clause: text,
  ...invention,
};

type Checks = typeof riskParameters;
export type RiskCheck = keyof Checks;
export type RiskParameters<Check extends RiskCheck> = z.output<Checks[Check]>;

const rule = <Check extends RiskCheck>(check: Check) =>
  z.strictObject({ ...common, check: z.literal(check), parameters: riskParameters[check] });

/** A risk rule: a built-in check with parameters, found by SQL over claims and imported lists. */
export const riskRule = z.discriminatedUnion('check', [
  rule('paid-before'),
  rule('count-above'),
  rule('lower-after-higher'),
  rule('overlapping-classes'),
  rule('listed'),
  rule('over-age'),
  rule('left-employer'),
  rule('never-attended'),
  rule('wrong-place'),
  rule('mass-issue'),
  rule('payee-share'),
  rule('scope-lacks-occupation'),
  rule('shared-account'),
  rule('shared-value'),
  rule('attendance-below'),
  rule('attendance-regular'),
  rule('roster-too-large'),
  rule('issued-before-end'),
  rule('tied-body'),
  rule('same-month'),
  rule('wrong-rate-version'),
  rule('fewer-passes'),
  rule('split-claims'),
]);

export type RiskRule = z.output<typeof riskRule>;
export type RiskSeverity = RiskRule['severity'];

/** Checks that need every claim, and so are left to the night. */
export const nightly: ReadonlySet<RiskCheck> = new Set([
  'mass-issue',
  'payee-share',
  'shared-value',
]);
