import type { TestProject } from 'vitest/node';
import { findTemporal } from '../../cli/embedded/temporal/program.ts';
import { startTemporal } from '../../cli/embedded/temporal/temporal.ts';
import { machinePaths, readConfig, startSettings } from '../../config.ts';
import { openRunFolder } from './run-folder.ts';
import { releaseShared, useShared, type Running } from './shared-server.ts';

/** Global set-up of the layers that need Temporal: one server a run, its histories in memory. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('temporalAddress', await useShared('temporal', start));
}

export async function teardown(): Promise<void> {
  await releaseShared('temporal');
}

async function start(): Promise<Running> {
  const { temporalAddress } = readConfig(startSettings.pick({ temporalAddress: true }));
  if (temporalAddress !== undefined) return { url: temporalAddress, stop: () => Promise.resolve() };
  const program = await findTemporal(machinePaths(), (line) => console.error(line));
  const { log, record, remove } = await openRunFolder('temporal');
  const temporal = await startTemporal({ program, log, record });
  return {
    url: temporal.address,
    async stop() {
      await temporal.stop();
      await remove();
    },
  };
}
