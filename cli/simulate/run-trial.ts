import { countRefusedClaims, listFundMovements, listRecordedClaims } from '../../db/trial.ts';
import type { PackAccess } from '../../db/pack.ts';
import type { Tx } from '../../db/connect.ts';
import type { IsoDate } from '../../domain/days.ts';
import {
  fundBalances,
  fundChanges,
  isChanged,
  totalsOf,
  type Difference,
  type FundBalance,
  type LineChange,
  type TrialRules,
  type TrialTotals,
} from '../../domain/trial/index.ts';
import { replay } from './replay.ts';

export type TrialOrder = {
  draft: TrialRules;
  packs: PackAccess;
  decrypt: (sealed: Buffer) => string;
  from: IsoDate;
  to: IsoDate;
  progress?: (done: number, all: number) => void;
};

/** What came out: the amounts that were not reproduced, or else what the draft would change. */
export type Trial =
  | { kind: 'not-reproduced'; lines: number; differences: Difference[] }
  | {
      kind: 'compared';
      claims: number;
      /** Claims refused in the period before money was approved: nobody tried the draft on them. */
      refused: number;
      totals: TrialTotals;
      /** Every line that would change, or that the draft has no answer to. */
      changes: LineChange[];
      funds: FundBalance[];
    };

/**
 * Tries a draft pack on the claims decided in a period. First the rules each claim was assessed
 * with must reproduce every amount that is stored; where one differs nothing is compared.
 */
export async function runTrial(tx: Tx, order: TrialOrder): Promise<Trial> {
  const { from, to } = order;
  const claims = await listRecordedClaims(tx, { from, to });
  const { lines, differences } = await replay(tx, claims, order);
  if (differences.length > 0) {
    return { kind: 'not-reproduced', lines: lines.length, differences };
  }
  const decided = new Set(lines.map(({ claimNo }) => claimNo));
  const movements = await listFundMovements(tx, to);
  return {
    kind: 'compared',
    claims: decided.size,
    refused: await countRefusedClaims(tx, { from, to }),
    totals: totalsOf(lines),
    changes: lines.filter(isChanged),
    funds: fundBalances({ ...movements, changes: fundChanges(lines) }),
  };
}
