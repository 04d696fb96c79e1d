import { isIsoDate, type IsoDate } from '../days.ts';
import type { Yuan } from '../money.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { Facts } from './facts.ts';
import type { LineFacts } from './line-facts.ts';

/** A line granted before to the same person, under another claim. */
export type Grant = {
  claimNo: string;
  lineNo: number;
  line: LineFacts;
  amount: Yuan;
  /** What it used of each limit that counted it, by the limit's code. */
  uses?: Readonly<Record<string, string>>;
};

export type GrantInRules = Grant & { facts: Facts; on: IsoDate };

/** The day whose rules apply to a line; its first day where the pack has no longer its scheme. */
export function keyDayOf(rules: CompiledRules, line: LineFacts, { values }: Facts): IsoDate {
  const name = rules.schemes.get(line.scheme)?.scheme.keyDate;
  const day = name === undefined ? undefined : values[name];
  return day !== undefined && isIsoDate(day) ? day : line.startedOn;
}
