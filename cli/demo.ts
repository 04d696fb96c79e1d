import type { RunningSystem } from './embedded/system.ts';

/** Where the example finds the system; `signal` is aborted when it should stop where it is. */
export type DemoSystem = RunningSystem & { signal: AbortSignal };

/**
 * Loads the example region and runs its programme; called at every start, so it finds by itself
 * what is done already, and goes on where a killed start left it.
 */
export async function runDemo(_system: DemoSystem): Promise<void> {
  // The programme is wired in here.
}
