import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';

export type StepCost = { calls: number; ms: number; statements: number; sqlMs: number };

/** Counts the statements of each step and how long the database took for them. */
export function createStepMeter() {
  const running = new AsyncLocalStorage<StepCost>();
  const started = new WeakMap<object, { cost: StepCost; at: number }>();
  const totals = new Map<string, StepCost>();

  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const cost = running.getStore();
      if (cost) {
        cost.statements += 1;
        started.set(queryId, { cost, at: performance.now() });
      }
      return node;
    },
    async transformResult({ result, queryId }) {
      const begun = started.get(queryId);
      if (begun) begun.cost.sqlMs += performance.now() - begun.at;
      return result;
    },
  };

  /** The step, its cost added to the total of the name that `nameOf` gives its answer. */
  const measured =
    <Input, Output>(
      work: (input: Input) => Promise<Output>,
      nameOf: (output: Output, input: Input) => string,
    ) =>
    async (input: Input): Promise<Output> => {
      const cost: StepCost = { calls: 1, ms: 0, statements: 0, sqlMs: 0 };
      const at = performance.now();
      const output = await running.run(cost, () => work(input));
      cost.ms = performance.now() - at;
      add(totals, nameOf(output, input), cost);
      return output;
    };

  return { plugin, measured, totals };
}

function add(totals: Map<string, StepCost>, name: string, cost: StepCost): void {
  const sum = totals.get(name) ?? { calls: 0, ms: 0, statements: 0, sqlMs: 0 };
  totals.set(name, {
    calls: sum.calls + cost.calls,
    ms: sum.ms + cost.ms,
    statements: sum.statements + cost.statements,
    sqlMs: sum.sqlMs + cost.sqlMs,
  });
}
