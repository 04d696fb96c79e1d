import type { RiskRule } from '../../../domain/region-pack/index.ts';
import type { RiskOffice } from '../risk-office.ts';

/** A risk of notes on real audits with what it must find and what it must just not find. */
export type RiskCase = {
  /** R1 to R21. */
  risk: string;
  says: string;
  rule: RiskRule;
  /** The claims with the lines to be found, 0 for the claim as a whole; and the near misses. */
  setUp: (office: RiskOffice) => Promise<{
    hits: { claimId: string; lines: number[]; evidence: object }[];
    misses: string[];
  }>;
};

export const hit = (claimId: string, lines: number[], evidence: object) => ({
  claimId,
  lines,
  evidence,
});
