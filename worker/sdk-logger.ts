import { DefaultLogger, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';
import { z } from 'zod';

/** What the log may say of a step: codes and ids. An error's text is shown by Temporal only. */
const facts = z.object({
  workflowId: z.string().optional(),
  activityType: z.string().optional(),
  attempt: z.number().optional(),
  error: z
    .object({ name: z.string().optional(), code: z.string().optional() })
    .optional()
    .catch(undefined),
});

const levels: Partial<Record<LogLevel, 'error'>> = { ERROR: 'error' };

/** Temporal's warnings and errors in the log of the worker: which step of what, and what failed. */
export function sdkLogger(log: Logger): DefaultLogger {
  return new DefaultLogger('WARN', ({ level, message, meta }) => {
    const { error, ...step } = facts.catch({}).parse(meta ?? {});
    const failure = { ...(error?.name && { error: error.name }), code: error?.code };
    log[levels[level] ?? 'warn']({ ...step, ...failure }, message);
  });
}
