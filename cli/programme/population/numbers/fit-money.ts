/** So many lines at one rate; lines move only to other rates of the same pool. */
export type RatedCount = { pool: string; fen: bigint; count: number; movable: boolean };

type Step = { from: RatedCount; to: RatedCount; fen: bigint };

/**
 * Brings the total as near to the target as moves between neighbouring rates of a pool allow, by
 * changing the counts in place: first a fiftieth of every count in turn, so that no training
 * vanishes, then line by line. Counts of a pool keep their sum. Returns what is still missing.
 */
export function fitMoney(counts: readonly RatedCount[], target: bigint): bigint {
  let gap = target - counts.reduce((sum, { fen, count }) => sum + fen * BigInt(count), 0n);
  const steps = stepsBetween(counts.filter(({ movable }) => movable));
  for (const portion of [fiftieth, one]) {
    for (let before: bigint | undefined; gap !== 0n && gap !== before;) {
      before = gap;
      for (const step of steps) gap -= take(step, gap, portion);
    }
  }
  return gap;
}

function stepsBetween(counts: readonly RatedCount[]): Step[] {
  return [...Map.groupBy(counts, ({ pool }) => pool).values()].flatMap((pool) => {
    const byRate = pool.toSorted((a, b) => Number(a.fen - b.fen));
    return byRate.flatMap((from, at) => {
      const to = byRate.slice(at + 1).find(({ fen }) => fen > from.fen);
      return to ? [{ from, to, fen: to.fen - from.fen }] : [];
    });
  });
}

/** Moves up the step when money is missing, down it when there is too much. */
function take(step: Step, gap: bigint, portion: (count: number) => number): bigint {
  const [from, to] = gap > 0n ? [step.from, step.to] : [step.to, step.from];
  const size = gap < 0n ? -gap : gap;
  const moved = Math.min(portion(from.count), Number(size / step.fen));
  from.count -= moved;
  to.count += moved;
  return BigInt(gap > 0n ? moved : -moved) * step.fen;
}

const fiftieth = (count: number): number => Math.floor(count / 50);
const one = (count: number): number => Math.min(count, 1);
