import type { IsoDate } from '../days.ts';
import type { Yuan } from '../money.ts';
import type { Payee } from '../region-pack/index.ts';

/** What a line's amount depends on: codes, quantities and days, nothing that names a person. */
export type LineFacts = {
  scheme: string;
  group: string;
  occupation?: string;
  course?: string;
  level?: string;
  certificateKind?: string;
  months?: number;
  hours?: number;
  feePaid?: Yuan;
  startedOn: IsoDate;
  endedOn: IsoDate;
  /** True when a certificate was verified. */
  certified: boolean;
};

/** How an amount came about, for an officer or auditor to redo by hand. */
export type Explanation = {
  rule: string;
  version: string;
  clause: string;
  on: IsoDate;
  inputs: Record<string, string>;
  steps: string[];
  amount: Yuan;
};

export type AssessedComponent = {
  component: string;
  amount: Yuan;
  fund: string;
  payee: Payee;
  explanation: Explanation;
};

/**
 * `nothing`: trained, but nothing is paid, for the reason given. `question`: the pack has no rule;
 * a person must say, nothing is guessed.
 */
export type Assessment =
  | { kind: 'granted'; components: AssessedComponent[] }
  | { kind: 'nothing'; reason: string }
  | { kind: 'question'; question: string };

/** A line as it is stored: what does not apply is null. */
export type StoredFacts = Pick<LineFacts, 'group' | 'startedOn' | 'endedOn'> & {
  [fact in OptionalFact]: Required<LineFacts>[fact] | null;
};

type OptionalFact =
  | 'occupation'
  | 'course'
  | 'level'
  | 'certificateKind'
  | 'months'
  | 'hours'
  | 'feePaid';

/** The facts of a stored line under a scheme, its certificate verified or not. */
export function lineFacts(scheme: string, line: StoredFacts, certified: boolean): LineFacts {
  return {
    scheme,
    group: line.group,
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    certified,
    ...(line.occupation !== null && { occupation: line.occupation }),
    ...(line.course !== null && { course: line.course }),
    ...(line.level !== null && { level: line.level }),
    ...(line.certificateKind !== null && { certificateKind: line.certificateKind }),
    ...(line.months !== null && { months: line.months }),
    ...(line.hours !== null && { hours: line.hours }),
    ...(line.feePaid !== null && { feePaid: line.feePaid }),
  };
}
