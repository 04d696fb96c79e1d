import type { z } from 'zod';
import type { FaultDesk, FaultPlan } from './faults.ts';
import type { Answer, Route } from './routes.ts';
import { accept } from './request-refused.ts';

/** `POST /faults` sets the plan, `GET /faults` tells it and how many requests it hit. */
export function faultRoutes<Mode extends string>(
  faults: FaultDesk<Mode>,
  schema: z.ZodType<FaultPlan<Mode>>,
): Route[] {
  const report = (): Answer => ({ kind: 'json', json: faults.report() });
  return [
    {
      method: 'POST',
      path: '/faults',
      reliable: true,
      handle({ body }) {
        faults.set(accept(schema, body));
        return report();
      },
    },
    { method: 'GET', path: '/faults', reliable: true, handle: report },
  ];
}
