import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from './embedded/process/service.ts';
import type { StepList } from './step-list.ts';

/** Keeps the services of one start and ends them in reverse order, whatever happens. */
export type Supervisor = {
  /** Aborted when a person or the machine asks to stop. */
  signal: AbortSignal;
  watch: (service: Service) => void;
  /** Fulfilled with a reason when there is one to end: a signal, or a service that ended. */
  untilEnd: Promise<string | undefined>;
  stopAll(steps: StepList): Promise<void>;
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function supervise(): Supervisor {
  const asked = new AbortController();
  const services: Service[] = [];
  const { promise: untilEnd, resolve: end } = Promise.withResolvers<string | undefined>();
  for (const signal of signals) {
    // The terminal, npm and the bootstrap may each pass the same one on: the first counts.
    process.on(signal, () => {
      asked.abort();
      end(undefined);
    });
  }
  return {
    signal: asked.signal,
    untilEnd,
    watch(service) {
      services.push(service);
      void service.ended.then((reason) => end(reason));
    },
    async stopAll(steps) {
      for (const service of services.toReversed()) {
        await steps.run(`停止 / stopping ${service.name}`, () => service.stop());
      }
    },
  };
}

/** Waits for work that was told to stop, but not for ever. */
export async function settleWithin(work: Promise<unknown>, seconds: number): Promise<void> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([settled, sleep(seconds * 1000, undefined, { ref: false })]);
}
