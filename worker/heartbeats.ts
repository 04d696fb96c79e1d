import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const beatMs = 5_000;

/**
 * Every queued activity beats while it runs, so that one whose process was killed is started again
 * after its heartbeat time-out and not only after the longest time it may take.
 */
export const heartbeats: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (context.info.isLocal) return next(input);
      const timer = setInterval(() => context.heartbeat(), beatMs);
      try {
        return await next(input);
      } finally {
        clearInterval(timer);
      }
    },
  },
});
