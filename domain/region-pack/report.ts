import { z } from 'zod';
import { code, decimalText, text, whole, yesNo } from './scalars.ts';

const labelled = z.strictObject({ label: text, text });

const paragraph = z.strictObject({
  level: z.enum(['heading1', 'heading2', 'item', 'body']),
  text,
});

const chart = z.strictObject({
  level: z.literal('chart'),
  caption: text,
  counts: text,
  money: text,
});

/** One target. With `weight` it earns points: all of them when met, else in proportion. */
const annexRow = z.strictObject({
  figure: code,
  label: text,
  outcome: code.exactOptional(),
  weight: decimalText.exactOptional(),
  score: z.enum(['at-least', 'at-most'], '写 at-least 或 at-most').exactOptional(),
});

/**
 * The headings of an annex that scores every target against its outcome, the places of a score,
 * and the grades from the best down: the first whose points are reached.
 */
const scoring = z.strictObject({
  side: text,
  level1: text,
  level2: text,
  item: text,
  target: text,
  outcome: text,
  weight: text,
  score: text,
  total: text,
  grade: text,
  places: whole,
  grades: z.array(z.strictObject({ atLeast: decimalText, name: text })).min(1),
});

/** The targets of the programme as the annex prints them; each figure is an indicator. */
export const targets = z
  .array(
    z.strictObject({
      level1: text,
      groups: z.array(z.strictObject({ level2: text, rows: z.array(annexRow).min(1) })).min(1),
    }),
  )
  .min(1);

/**
 * The region's own wording; `{figure-id}` prints a figure, `**...**` is bold. Where the annex
 * scores, `{score-grade}` prints the grade.
 */
export const reportText = z.strictObject({
  title: z.array(text).min(1),
  signature: text,
  attachment: text,
  body: z.array(z.discriminatedUnion('level', [paragraph, chart])).min(1),
  annex: z.strictObject({
    title: text,
    period: text,
    project: labelled,
    department: labelled,
    term: labelled,
    funds: z.strictObject({
      label: text,
      rows: z.array(z.strictObject({ label: text, figure: code, indented: yesNo.exactOptional() })),
    }),
    goals: z.strictObject({ label: text, texts: z.array(text).min(1) }),
    scoring: scoring.exactOptional(),
  }),
});

export type Targets = z.output<typeof targets>;
export type ReportText = z.output<typeof reportText>;
