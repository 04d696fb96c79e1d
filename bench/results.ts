import { availableParallelism } from 'node:os';
import type { WorkflowHandle } from '@temporalio/client';
import type { RoundPlan, Total } from './rounds.ts';
import type { StepCost } from './step-meter.ts';

const aim = 0.8;

/** Prints what a run found. Only the ratios say something about another machine. */
export async function printResults(
  totals: ReadonlyMap<string, Total>,
  steps: ReadonlyMap<string, StepCost>,
  { rounds, perRound, inFlight }: RoundPlan,
): Promise<void> {
  const cores = availableParallelism();
  console.log(
    `\n${rounds} rounds x ${perRound} each, ${inFlight} in flight, ${cores} cores\n` +
      `${'workflow'.padEnd(20)}   per s  events  transitions  CPU ms each`,
  );
  for (const [name, total] of totals) {
    const { events, transitions } = await sizeOf(total.last);
    const rate = rateOf(total).toFixed(1).padStart(7);
    const size = `${events.padStart(7)} ${transitions.padStart(12)}`;
    console.log(`${name.padEnd(20)} ${rate} ${size}  ${processorOf(total)}`);
  }
  const ratio = (a: string, b: string): string => ratioOf(totals, a, b).toFixed(2);
  console.log(`
claim / bare                            ${ratio('claim', 'bare')}  (aim ${aim})
claim / empty                           ${ratio('claim', 'empty')}
claim, certificate / bare, certificate  ${ratio('claim, certificate', 'bare, certificate')}`);
  printSteps(steps);
  printRest(totals);
}

function printSteps(steps: ReadonlyMap<string, StepCost>): void {
  console.log('\nstep                            calls  statements  SQL ms  whole ms');
  for (const [name, { calls, statements, sqlMs, ms }] of steps) {
    const each = (value: number): string => (value / calls).toFixed(1);
    console.log(
      `${name.padEnd(30)} ${String(calls).padStart(6)} ${each(statements).padStart(11)} ` +
        `${each(sqlMs).padStart(7)} ${each(ms).padStart(9)}`,
    );
  }
}

/** Where the time of a claim goes beyond the bare workflow's. */
function printRest(totals: ReadonlyMap<string, Total>): void {
  const [claim, bare] = [totals.get('claim'), totals.get('bare')];
  if (!claim || !bare) return;
  const more = Object.keys(claim.processor).map((name) => {
    const ms = perClaim(claim, name) - perClaim(bare, name);
    return `${name} ${ms >= 0 ? '+' : ''}${ms.toFixed(1)}`;
  });
  console.log(`\nwhat costs the rest, CPU ms a claim beyond bare: ${more.join(', ')}`);
  console.log('(postgres: statements; node: their building and parsing, and the decisions stored)');
}

async function sizeOf(
  handle: WorkflowHandle | undefined,
): Promise<{ events: string; transitions: string }> {
  if (!handle) return { events: '-', transitions: '-' };
  const { historyLength, raw } = await handle.describe();
  const transitions = raw.workflowExecutionInfo?.stateTransitionCount;
  return { events: String(historyLength), transitions: String(transitions ?? '-') };
}

const rateOf = ({ done, seconds }: Total): number => done / seconds;

function ratioOf(totals: ReadonlyMap<string, Total>, a: string, b: string): number {
  const [one, other] = [totals.get(a), totals.get(b)];
  return one && other ? rateOf(one) / rateOf(other) : Number.NaN;
}

const perClaim = ({ processor, done }: Total, name: string): number =>
  ((processor[name] ?? 0) * 1000) / done;

function processorOf(total: Total): string {
  return Object.keys(total.processor)
    .map((name) => `${name} ${perClaim(total, name).toFixed(0)}`)
    .join(' ');
}
