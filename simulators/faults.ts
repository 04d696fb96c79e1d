import { createHash } from 'node:crypto';
import { z } from 'zod';

export const httpFaultModes = ['ok', 'delay', '5xx', 'garbage', 'execute-then-time-out'] as const;
export const smtpFaultModes = ['ok', 'delay', '4xx', '5xx', 'execute-then-time-out'] as const;
export type HttpFaultMode = (typeof httpFaultModes)[number];
export type SmtpFaultMode = (typeof smtpFaultModes)[number];

/**
 * How a server misbehaves: `share` of the requests get `mode`, chosen by `seed`. `delayMs` is how
 * long `delay` waits before it works, and how long `execute-then-time-out` holds the connection
 * after it has worked, before it drops it without an answer.
 */
export type FaultPlan<Mode extends string> = {
  mode: Mode | 'ok';
  share: number;
  seed: string;
  delayMs: number;
};

/** What happens to one request. `pick` is a number in [0, 1) that chooses among variants. */
export type Fault<Mode extends string> = { mode: Mode | 'ok'; delayMs: number; pick: number };

export const noFault: Fault<never> = { mode: 'ok', delayMs: 0, pick: 0 };
const delayMsUnlessGiven = 1_000;
const delayMsMax = 600_000;

/** Reads the body of `POST /faults` for a server that knows `modes`. */
export function faultPlanSchema<Mode extends string>(
  modes: readonly [Mode, ...Mode[]],
): z.ZodType<FaultPlan<Mode>> {
  return z
    .strictObject({
      mode: z.enum(modes),
      share: z.number().min(0).max(1).default(1),
      seed: z.union([z.int(), z.string().max(100)]).default(0),
      delayMs: z.int().min(0).max(delayMsMax).optional(),
    })
    .transform(({ mode, share, seed, delayMs }) => ({
      mode,
      share,
      seed: String(seed),
      delayMs: delayMs ?? (mode === 'delay' ? delayMsUnlessGiven : 0),
    }));
}

/** The same plan, request key and attempt number always give the same fault. */
export function decideFault<Mode extends string>(
  plan: FaultPlan<Mode>,
  requestKey: string,
  attempt: number,
): Fault<Mode> {
  const digest = createHash('sha256').update(`${plan.seed}\n${attempt}\n${requestKey}`).digest();
  const hit = fraction(digest, 0) < plan.share;
  return {
    mode: hit ? plan.mode : 'ok',
    delayMs: plan.delayMs,
    pick: fraction(digest, 8),
  };
}

function fraction(digest: Buffer, offset: number): number {
  return digest.readUIntBE(offset, 6) / 2 ** 48;
}

/** Keeps a plan across restarts: the value stored last, as text. */
export type PlanStore = { load: () => string | undefined; save: (text: string) => void };

export type FaultDesk<Mode extends string> = {
  /** The fault of this attempt; the attempts of a request key count since the plan was set. */
  next: (requestKey: string) => Fault<Mode>;
  /** Keeps the plan, also over a restart, and forgets the attempts so far. */
  set: (plan: FaultPlan<Mode>) => void;
  report: () => FaultPlan<Mode> & { seen: number; hit: number };
};

/** The plan of one server and the attempts counted under it. */
export function openFaultDesk<Mode extends string>(
  schema: z.ZodType<FaultPlan<Mode>>,
  store: PlanStore,
): FaultDesk<Mode> {
  const stored = store.load();
  let plan = schema.parse(stored === undefined ? { mode: 'ok' } : JSON.parse(stored));
  const attempts = new Map<string, number>();
  const counts = { seen: 0, hit: 0 };

  return {
    next(requestKey) {
      if (plan.mode === 'ok') return noFault;
      const attempt = (attempts.get(requestKey) ?? 0) + 1;
      attempts.set(requestKey, attempt);
      const fault = decideFault(plan, requestKey, attempt);
      counts.seen += 1;
      if (fault.mode !== 'ok') counts.hit += 1;
      return fault;
    },
    set(next) {
      store.save(JSON.stringify(next));
      plan = next;
      attempts.clear();
      counts.seen = 0;
      counts.hit = 0;
    },
    report: () => ({ ...plan, ...counts }),
  };
}
