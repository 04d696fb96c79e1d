import type { WorkflowInterceptors } from '@temporalio/workflow';

const dayMs = 24 * 3_600_000;

/** Workflow interceptor of the tests: a day passes in two seconds. `Date.now()` stays true. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      startTimer: (input, next) =>
        next({ ...input, durationMs: Math.ceil((input.durationMs * 2_000) / dayMs) }),
    },
  ],
});
