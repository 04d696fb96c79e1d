import type { Move } from '../../db/claim-state.ts';
import { listOpenLookUps } from '../../db/look-up.ts';
import { lookAgain } from '../../db/payment.ts';
import type { Step } from '../open-step.ts';
import { earliest } from './next-try.ts';

/** Where a claim that waits for look-ups stands, and the source to ask now, if one is due. */
export type Awaited = { open: boolean; move: Move | undefined; asks?: string };

/**
 * The source that is due is asked; otherwise the claim waits for the first that will be. Asking
 * again and again is no transition: neither version nor audit tells how often.
 */
export async function awaitLookUps(
  { tx, claim, clock }: Step,
  stage: 'verifying' | 'rechecking',
): Promise<Awaited> {
  const open = await listOpenLookUps(tx, claim.id);
  const now = clock.now();
  const due = open.find(({ nextAt }) => nextAt === null || nextAt <= now);
  const until = due ? undefined : earliest(...open.map(({ nextAt }) => nextAt));
  const asks = { open: open.length > 0, ...(due && { asks: due.source }) };
  if (open.length === 0) return { move: undefined, ...asks };
  if (claim.stage !== stage) return { move: { stage, ...(until && { until }) }, ...asks };
  if ((until ?? null) !== claim.waitsUntil) await lookAgain(tx, claim.id, until ?? null);
  return { move: undefined, ...asks };
}
