import { parseArgs } from 'node:util';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Dependencies } from '../activities/index.ts';
import { connect, type Database } from '../db/connect.ts';
import { openPacks, type PackAccess } from '../db/pack.ts';
import { machineClock } from '../worker/clock.ts';
import { makeStepTable } from './bare-activities.ts';
import { createBenchWorkers } from './bench-workers.ts';
import { createContenders } from './contenders.ts';
import { withEnvironment, type Environment } from './environment.ts';
import { openOffice, type Office } from './office.ts';
import { printResults } from './results.ts';
import { runRounds } from './rounds.ts';
import { createStepBell } from './step-bell.ts';
import { createStepMeter } from './step-meter.ts';

// npm run bench -- claims [--quick | --rounds 3 --claims 100]
//
// Claims of one line against a bare workflow with the same messages and as many activities, each
// one INSERT in the same PostgreSQL. `--quick`: 30 claims, to see that everything runs.

const poolSize = 24;
const inFlight = 60;

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    claims: { type: 'string', default: '100' },
  },
});

const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter, forward: {} } },
});
await withEnvironment(measure);

async function measure(environment: Environment): Promise<void> {
  const meter = createStepMeter();
  const pool = connect(environment.databaseUrl, { max: poolSize });
  const db = pool.withPlugin(meter.plugin);
  await makeStepTable(db);
  const office = await openOffice(db);
  const bell = createStepBell();
  const packs = openPacks(environment.databaseUrl);
  const deps = dependenciesOf(db, { ...office, packs });
  const workers = await createBenchWorkers(environment, deps, {
    bell,
    meter,
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    const contenders = createContenders({ db, client: environment.client, office, bell });
    const plan = {
      rounds: given.quick ? 1 : Number(given.rounds),
      perRound: given.quick ? 30 : Number(given.claims),
      inFlight,
      pids: environment.pids,
    };
    if (!given.quick) {
      console.log('warming up');
      await runRounds(contenders, { ...plan, rounds: 1, perRound: inFlight });
      meter.totals.clear();
    }
    await printResults(await runRounds(contenders, plan), meter.totals, plan);
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
    await packs.close();
    await pool.destroy();
  }
}

/** The registry answers at once; bank and report are not asked. */
function dependenciesOf(
  db: Database,
  { decrypt, packs }: Office & { packs: PackAccess },
): Dependencies {
  const unasked = (): Promise<never> => Promise.reject(new Error('not part of the bench'));
  return {
    db,
    packs,
    clock: machineClock,
    registry: {
      look: async (queries) =>
        queries.map(({ ref }) => ({
          ref,
          result: 'verified',
          source: 'bench',
          checkedAt: machineClock.now(),
        })),
    },
    bank: { submit: unasked, query: unasked, statement: unasked },
    decrypt,
    renderReport: unasked,
  };
}
