import type { IsoDate } from '../days.ts';
import type { Yuan } from '../money.ts';

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
  payee: 'claimant' | 'person';
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
