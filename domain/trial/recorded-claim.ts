import type { IsoDate } from '../days.ts';
import type { Yuan } from '../money.ts';
import type { GrantedBefore, LimitUse, LineFacts } from '../rules/index.ts';

/** A claim as it was assessed last. */
export type RecordedClaim = {
  claimId: string;
  claimNo: string;
  scheme: string;
  unit: string;
  organisationId: string;
  packVersion: string;
  /** Which of its payments was assessed, from 1. */
  instalment: number;
  /** Its place in the order of all assessments, and the place from which on it counted. */
  assessedNo: number;
  countedFromNo: number;
  /** The day of the last word on its money; null where that is still to come, or never came. */
  decidedOn: IsoDate | null;
  /** When the money of each of its payments was approved, by number; none where there was none. */
  approvedOn: Readonly<Record<number, IsoDate>>;
};

/** A component as it is stored, of one payment. */
export type StoredPart = GrantedBefore & { instalment: number };

/** A line as it stood at the last assessment of its claim. */
export type RecordedLine = {
  lineNo: number;
  personId: string;
  /** All but the instalment, which each pack names itself. */
  facts: LineFacts;
  /** What this payment adds, and what payments before it granted. */
  parts: readonly StoredPart[];
  before: readonly StoredPart[];
  /** What stands of it in all: nothing once it was cut. */
  amount: Yuan;
  uses: readonly LimitUse[];
  /** When somebody cut or stopped it after the assessment; null where nobody did. */
  cutNo: number | null;
};
