import type { IsoDate } from '../days.ts';
import type { Yuan } from '../money.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { recordedFacts, type LineFacts, type LineOnRecord } from './line-facts.ts';

/** A line granted before to the same person, under another claim. */
export type Grant = {
  claimNo: string;
  lineNo: number;
  line: LineFacts;
  amount: Yuan;
  /** The same by component, where that is known. */
  parts?: Readonly<Record<string, Yuan>>;
  /** Who filed it; the claimant of now where it is left out. */
  organisation?: string;
  /** What it used of each limit that counted it, by the limit's code. */
  uses?: Readonly<Record<string, string>>;
};

/** A line on record as a grant; what it used of limits is told elsewhere. */
export function recordedGrant(
  line: LineOnRecord & {
    claimNo: string;
    lineNo: number;
    scheme: string;
    organisation: string;
    certified: boolean;
    amount: Yuan;
    listed: readonly string[] | null;
  },
): Grant {
  const { claimNo, lineNo, scheme, organisation, certified, amount, listed } = line;
  const facts = { ...recordedFacts(scheme, line, certified), ...(listed && { listed }) };
  return { claimNo, lineNo, line: facts, amount, organisation };
}

export type GrantInRules = Grant & { on: IsoDate };

/** The day whose rules apply to a line; its first day where the pack has no longer its scheme. */
export const keyDayOf = ({ schemes }: CompiledRules, line: LineFacts): IsoDate =>
  schemes.get(line.scheme)?.keyDay(line) ?? line.startedOn;
