import { readConfig, startSettings } from '../config.ts';
import { choosePorts } from './embedded/ports.ts';
import { openProcessRecord } from './embedded/process/record.ts';
import { readOrMakeSecret, type StateDirectory } from './embedded/state-directory.ts';
import { startSystem, type RunningSystem } from './embedded/system.ts';
import { stepList } from './step-list.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Starts the services that the environment does not name, on free ports or those given, with
 * their state in one folder; the supervisor watches them.
 */
export async function bringUp(
  state: StateDirectory,
  { signal, watch }: Supervisor,
  given: Parameters<typeof choosePorts>[1] = {},
): Promise<RunningSystem> {
  const settings = readConfig(startSettings);
  const secretKey =
    settings.secretKey === undefined
      ? await readOrMakeSecret(state.secret)
      : Buffer.from(settings.secretKey).toString('base64');
  const asked = { ...(settings.apiPort && { api: settings.apiPort }), ...given };
  return startSystem({
    state,
    signal,
    ports: await choosePorts(state.ports, asked),
    given: { ...settings, secretKey },
    steps: stepList(process.stdout, signal),
    record: openProcessRecord(state.processes),
    onStarted: watch,
  });
}
