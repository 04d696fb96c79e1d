import { z } from 'zod';
import { askedFacts, factValues } from './facts.ts';
import { accepts, open } from './filing-window.ts';
import { condition } from './formulas.ts';
import { instalment } from './instalments.ts';
import { material } from './materials.ts';
import { code, codes, invention, text, yesNo } from './scalars.ts';

/**
 * Who receives a component: the organisation that filed, the trainee, or the organisation that a
 * fact of the line or the claim names.
 */
export const payee = z.union(
  [z.enum(['claimant', 'person']), z.strictObject({ organisation: code })],
  '写 claimant 或 person，或 { organisation: 单位的事实 }',
);

/** The same payee for everybody, or by group: those named in no list have the default. */
export const payeeRule = z.union(
  [
    ...payee.options,
    z.strictObject({
      byGroup: z.array(z.strictObject({ groups: codes, payee })).min(1),
      default: payee,
    }),
  ],
  '写 claimant 或 person，或 { organisation: 单位的事实 }，或写 byGroup（每项有 groups 和 payee）和 default',
);

/** One part of what a line is paid; with `if` only lines of which it holds have it. */
export const component = z.strictObject({
  code,
  name: text,
  payee: payeeRule,
  if: condition.exactOptional(),
});

/**
 * A kind of subsidy. Without `certificateKinds` no certificate is asked for; with
 * `certificateRequired: false` a line without one is not refused, and rates say what it is worth.
 * `groups` are those it is open to, all when left out; `keyDate` names the day of the line whose
 * rates apply, one of the region's own facts too. `document` and `clause` are what sets it up:
 * whoever is not of its groups or shows no certificate of its kinds is refused by them.
 */
export const scheme = z.strictObject({
  code,
  name: text,
  certificateKinds: z.array(code),
  certificateRequired: yesNo.exactOptional(),
  groups: codes.exactOptional(),
  keyDate: text,
  quantity: z.enum(['months', 'hours']).exactOptional(),
  ...askedFacts,
  instalments: z.array(instalment).min(2).exactOptional(),
  accepts: accepts.exactOptional(),
  open: open.exactOptional(),
  components: z.array(component).min(1),
  materials: z.array(material).min(1).exactOptional(),
  document: text.exactOptional(),
  clause: text.exactOptional(),
});

export const level = z.strictObject({ code, name: text });

export const occupation = z.strictObject({
  code,
  name: text,
  class: text,
  facts: factValues.exactOptional(),
  ...invention,
});

export const course = z.strictObject({
  code,
  name: text,
  scheme: code,
  facts: factValues.exactOptional(),
  ...invention,
});

export type Scheme = z.output<typeof scheme>;
export type SchemeComponent = z.output<typeof component>;
export type Payee = z.output<typeof payee>;
export type PayeeRule = z.output<typeof payeeRule>;
export type Level = z.output<typeof level>;
export type Occupation = z.output<typeof occupation>;
export type Course = z.output<typeof course>;
