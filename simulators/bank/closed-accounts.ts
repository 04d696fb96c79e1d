import type { PaymentOrder } from './bank-requests.ts';

const closedAccountEnding = '4444';
const closedReason = '账户已销户';
const dayMs = 86_400_000;

/** A payment to an account whose number ends in 4444 comes back the day after it was booked. */
export function returnOf(order: PaymentOrder): { on: string; reason: string } | undefined {
  if (!order.payeeAccount.endsWith(closedAccountEnding)) return undefined;
  return { on: dayAfter(order.executionOn), reason: closedReason };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}
