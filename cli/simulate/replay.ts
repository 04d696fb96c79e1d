import { listFreedLines, listReplacedLines } from '../../db/trial.ts';
import type { Tx } from '../../db/connect.ts';
import {
  assessAnew,
  changeOf,
  differenceOf,
  type Difference,
  type LineChange,
  type RecordedClaim,
  type RecordedLine,
} from '../../domain/trial/index.ts';
import { twoHistories, type TwoHistories } from './two-histories.ts';
import { readLines } from './read-lines.ts';
import type { TrialOrder } from './run-trial.ts';

const claimsAtOnce = 500;

/** What the replay tells: every line decided in the period, every amount not reproduced. */
type Told = { lines: LineChange[]; differences: Difference[] };

/**
 * Goes through all assessments and cuts in their order, once under the rules that each claim had
 * and once under the draft, so that limits leave to each line what they left to it then.
 */
export async function replay(
  tx: Tx,
  claims: readonly RecordedClaim[],
  order: TrialOrder,
): Promise<Told> {
  const histories = twoHistories(await listFreedLines(tx), await listReplacedLines(tx));
  const told: Told = { lines: [], differences: [] };
  const turns = turnsOf(claims);
  for (let at = 0; at < turns.length; at += claimsAtOnce) {
    const now = turns.slice(at, at + claimsAtOnce);
    const claimsNow = now.map(({ claim }) => claim);
    const linesOf = await readLines(tx, claimsNow, order);
    for (const { no, claim, assessed } of now) {
      const lines = linesOf.get(claim.claimId) ?? [];
      histories.advanceTo(no);
      if (assessed) await assessTurn({ claim, lines }, { histories, told, order });
      else for (const line of lines) histories.countAsStored(claim, line);
    }
    order.progress?.(at + now.length, turns.length);
  }
  return told;
}

type Turn = { no: number; claim: RecordedClaim; assessed: boolean };

/** A claim paid in instalments counts for others long before its last assessment. */
function turnsOf(claims: readonly RecordedClaim[]): Turn[] {
  return claims
    .flatMap((claim): Turn[] => {
      const assessed = { no: claim.assessedNo, claim, assessed: true };
      if (claim.countedFromNo === claim.assessedNo) return [assessed];
      return [{ no: claim.countedFromNo, claim, assessed: false }, assessed];
    })
    .toSorted((a, b) => a.no - b.no);
}

async function assessTurn(
  { claim, lines }: { claim: RecordedClaim; lines: readonly RecordedLine[] },
  { histories, told, order }: { histories: TwoHistories; told: Told; order: TrialOrder },
): Promise<void> {
  const { draft, packs, from, to } = order;
  const { decidedOn } = claim;
  const asked = decidedOn !== null && from <= decidedOn && decidedOn <= to;
  // What a cut line used of limits is not stored any more: it is worked out again.
  if (!asked && lines.every(({ cutNo }) => cutNo === null)) {
    for (const line of lines) histories.countAsStored(claim, line);
    return;
  }
  const inForce = await packs.get(claim.packVersion);
  const before = assessAnew(inForce, { claim, lines }, histories.inForce);
  const kept = lines.map((line, at) => (line.cutNo === null ? line : before[at])?.uses ?? []);
  const after = asked ? assessAnew(draft, { claim, lines }, histories.draft, kept) : before;
  for (const [at, line] of lines.entries()) {
    const [current, drafted] = [before[at], after[at]];
    if (!current || !drafted) throw new Error('a line without its assessment');
    const answers = { inForce: current.assessment, drafted: drafted.assessment };
    const change = asked && changeOf({ inForce, draft }, { claim, line, decidedOn }, answers);
    if (change && line.cutNo === null) {
      const difference = differenceOf(inForce, { claim, line }, current.assessment);
      if (difference) told.differences.push(difference);
      told.lines.push(change);
    }
    const worth =
      change && change.question === null
        ? { amount: change.after, parts: change.approvedAfter, uses: drafted.uses }
        : undefined;
    histories.countAsWorked(claim, line, { current, drafted: worth });
  }
}
