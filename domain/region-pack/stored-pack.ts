import type { Notice } from './notices.ts';
import type { PaymentRule } from './payments.ts';
import type { RegionPack } from './region-pack.ts';

/** What was written before a pack could name several notices, any time limit, and every duty. */
type Earlier = {
  notice: Omit<Notice, 'schemes' | 'opens'>;
  payment: Omit<PaymentRule, 'timeLimit' | 'runs'> & { timeLimitWorkingDays: number };
  sideDuties: Omit<RegionPack['sideDuties'], 'report' | 'operator'>;
};

/** A pack as some version of the program stored it. A version that is stored never changes. */
export type StoredPack =
  | RegionPack
  | (Omit<RegionPack, 'notices' | 'payment' | 'sideDuties'> & Earlier);

/** The pack as it is written now, saying the same: claims stay with the version they began with. */
export function currentPack(stored: StoredPack): RegionPack {
  if (!('notice' in stored)) return stored;
  const { notice, payment: before, sideDuties, ...pack } = stored;
  const { timeLimitWorkingDays: workingDays, ...payment } = before;
  return {
    ...pack,
    notices: [{ ...notice, opens: 'claim' }],
    payment: { ...payment, timeLimit: { workingDays } },
    sideDuties: { ...sideDuties, report: 'report', operator: 'operator' },
  };
}
