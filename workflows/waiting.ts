import { condition } from '@temporalio/workflow';
import type { Instant } from '../domain/days.ts';

/**
 * Waits for an instant or until the reason to wait is gone; an instant that is past does not wait.
 */
export async function waitUntil(at: Instant | null, over: () => boolean): Promise<void> {
  if (at === null || over()) return;
  const remaining = Date.parse(at) - Date.now();
  if (remaining > 0) await condition(over, remaining);
}
