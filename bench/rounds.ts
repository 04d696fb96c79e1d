import type { WorkflowHandle } from '@temporalio/client';
import type { Contender } from './contenders.ts';
import { processorSeconds } from './processor-time.ts';

export type Total = {
  done: number;
  seconds: number;
  /** Processor seconds by process. */
  processor: Record<string, number>;
  last: WorkflowHandle | undefined;
};

export type RoundPlan = {
  rounds: number;
  perRound: number;
  inFlight: number;
  pids: Record<string, number>;
};

/** All contenders in each round, so that the machine's moods meet each of them. */
export async function runRounds(
  contenders: readonly Contender[],
  { rounds, perRound, inFlight, pids }: RoundPlan,
): Promise<Map<string, Total>> {
  const totals = new Map<string, Total>();
  for (let round = 1; round <= rounds; round += 1) {
    const order = round % 2 === 1 ? contenders : contenders.toReversed();
    for (const contender of order) {
      const ids = await inParallel(Array.from({ length: perRound }), inFlight, () =>
        contender.prepare(),
      );
      const before = await processorSeconds(pids);
      const startedAt = performance.now();
      const handles = await inParallel(ids, inFlight, contender.run);
      const seconds = (performance.now() - startedAt) / 1000;
      const used = difference(await processorSeconds(pids), before);
      const rate = (perRound / seconds).toFixed(1);
      console.log(`round ${round}  ${contender.name.padEnd(20)} ${rate.padStart(6)} /s`);
      const sum = totals.get(contender.name);
      totals.set(contender.name, {
        done: (sum?.done ?? 0) + perRound,
        seconds: (sum?.seconds ?? 0) + seconds,
        processor: sum ? added(sum.processor, used) : used,
        last: handles.at(-1),
      });
    }
  }
  return totals;
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

type Seconds = Record<string, number>;
const difference = (after: Seconds, before: Seconds): Seconds =>
  Object.fromEntries(Object.entries(after).map(([name, it]) => [name, it - (before[name] ?? 0)]));
const added = (a: Seconds, b: Seconds): Seconds =>
  Object.fromEntries(Object.entries(a).map(([name, it]) => [name, it + (b[name] ?? 0)]));
