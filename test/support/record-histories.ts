import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { findTemporal } from '../../cli/embedded/temporal/program.ts';
import { startTemporal } from '../../cli/embedded/temporal/temporal.ts';
import { machinePaths } from '../../config.ts';
import { recordedRuns } from './recorded-runs.ts';
import { openRunFolder } from './run-folder.ts';
import { openOffice } from './scripted-office.ts';

/** Writes test/replay/histories anew: node bootstrap.mjs test/support/record-histories.ts */
const histories = new URL('../replay/histories/', import.meta.url);

const program = await findTemporal(machinePaths(), (line) => console.error(line));
const { log, record, remove } = await openRunFolder('recording');
const temporal = await startTemporal({ program, log, record });
const office = await openOffice(temporal.address);
for (const [name, run] of Object.entries(recordedRuns)) {
  const handle = await run(office);
  const history = historyToJSON(await handle.fetchHistory());
  await writeFile(new URL(`${name}.json`, histories), `${history.trimEnd()}\n`);
  console.log(name);
  office.steps.takeCalls();
}
await office.stop();
await temporal.stop();
await remove();
