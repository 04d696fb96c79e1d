import type { Yuan } from '../../domain/money.ts';
import type { Refusal } from '../../domain/trial/index.ts';

/** A text, a count of lines or persons, or an amount. */
export type Cell = string | number | { yuan: Yuan };

export type TrialTable = { title: string; headings: readonly string[]; rows: readonly Cell[][] };

/** A rule with its clause; where none refuses, that the line is paid. */
export const ruleText = (refusal: Refusal | null): string =>
  refusal === null ? '给付' : [refusal.name, refusal.clause].filter(Boolean).join('，');
