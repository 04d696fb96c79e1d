import type { LineFacts } from './line-facts.ts';

/** Why something cannot be told: the line or the pack lacks it, or a person must answer. */
export type Missing = { kind: 'lacks'; what: string } | { kind: 'asks'; question: string };

/** Decimal text, or why there is none. */
export type Value = { kind: 'value'; value: string } | Missing;

/** How much of each quantity an amount is for; the most, where it is read more than once. */
export type Quantities = Map<string, string>;

/**
 * A formula ready to apply; it writes each step, in Chinese, as an officer would on paper, and how
 * much of each quantity it pays for where that is asked.
 */
export type Compiled = (line: LineFacts, steps: string[], quantities?: Quantities) => Value;

/** A condition ready to apply: whether it holds, or why nobody can tell. */
export type CompiledCondition = (line: LineFacts) => boolean | Missing;

export const isMissing = (value: Value): value is Missing => value.kind !== 'value';
