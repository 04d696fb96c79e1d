import { z } from 'zod';
import {
  code,
  codes,
  dayText,
  decimalText,
  invention,
  period,
  text,
  whole,
  yesNo,
} from './scalars.ts';

/** How a figure is printed: 27.08 with unit 万人次 is counted in 人次; see figure-units.ts. */
export const print = z.strictObject({ unit: text, places: whole });

/**
 * A figure printed as a limit it keeps, in the unit of `print`. A limit that `scales` shrinks with
 * a simulated part of the programme, as an amount of money does and a rate does not.
 */
export const bound = z.strictObject({
  kind: z.enum(['at-least', 'below'], '写 at-least 或 below'),
  limit: decimalText,
  scales: yesNo,
});

/** Which facts a measure counts; every list that is given must hold. */
export const filter = z.strictObject({
  groups: codes.exactOptional(),
  schemes: codes.exactOptional(),
  schemesNot: codes.exactOptional(),
  funds: codes.exactOptional(),
  unitKinds: codes.exactOptional(),
});

/** What can be counted over stored facts. */
export const measureNames = [
  'trained',
  'certified',
  'spent',
  'raised',
  'units-raised',
  'months-paid',
  'enterprises-paid',
  'payment-rate',
] as const;

/** A code, in which the class of an occupation may be a capital: rate-qualification-5-A. */
const figureId = z
  .string()
  .regex(
    /^[a-z0-9]+(-([a-z0-9]+|[A-Z]))*$/u,
    '指标代码用小写字母、数字和短横线，例如 trained-total',
  );

const common = { id: figureId, label: text, period, print, bound: bound.exactOptional() };

/** Counted over stored facts of the period's months, both included. */
export const measuredIndicator = z.strictObject({
  ...common,
  kind: z.literal('compiled'),
  measure: z.enum(measureNames, `统计口径只能是 ${measureNames.join('、')}`),
  filter: filter.exactOptional(),
});

/** One figure as a percentage of another. */
export const ratioIndicator = z.strictObject({
  ...common,
  kind: z.literal('compiled'),
  measure: z.literal('ratio'),
  numerator: figureId,
  denominator: figureId,
});

/** The points that the targets of the pack add up to; see scoring.ts. */
export const scoreIndicator = z.strictObject({
  ...common,
  kind: z.literal('compiled'),
  measure: z.literal('score'),
});

/** The facts for which a rate is read, by the names that rules use. */
export const rateFacts = z.record(text, text);

/** A rate of one component as it is in force on a day. */
const rateSource = z.strictObject({
  scheme: code,
  component: code,
  on: dayText,
  facts: rateFacts,
});

/**
 * A number that a document states, or one read from the rates in force on a day. A value that
 * `scales` is planned for the whole programme: a simulated part of it has as much less, as a fund
 * to be raised has and a target does not. Where the amounts of the courses are invented but their
 * lowest or highest is published, `document` names where, and the number is not a sample.
 */
export const policySource = z.union(
  [
    z.strictObject({
      value: decimalText,
      document: text,
      scales: yesNo.exactOptional(),
      ...invention,
    }),
    z.strictObject({ blank: text, document: text }),
    z.strictObject({ rate: rateSource }),
    z.strictObject({
      courses: z.enum(['lowest', 'highest'], '写 lowest 或 highest'),
      document: text.exactOptional(),
      rate: rateSource,
    }),
  ],
  '政策指标须写 value 与 document，或 blank 与 document，或 rate',
);

export const policyIndicator = z.strictObject({
  ...common,
  kind: z.literal('policy'),
  source: policySource,
});

/** Entered by the office with its source and day. */
export const reportedIndicator = z.strictObject({ ...common, kind: z.literal('reported') });

export const indicator = z.union([
  z.discriminatedUnion('measure', [measuredIndicator, ratioIndicator, scoreIndicator]),
  z.discriminatedUnion('kind', [policyIndicator, reportedIndicator]),
]);

export type Print = z.output<typeof print>;
export type Bound = z.output<typeof bound>;
export type IndicatorFilter = z.output<typeof filter>;
export type MeasuredIndicator = z.output<typeof measuredIndicator>;
export type RatioIndicator = z.output<typeof ratioIndicator>;
export type PolicyIndicator = z.output<typeof policyIndicator>;
export type PolicySource = z.output<typeof policySource>;
export type ReportedIndicator = z.output<typeof reportedIndicator>;
export type Indicator = z.output<typeof indicator>;
