import { lastMonthlyDay } from '../../domain/monthly-day.ts';
import { listReadyByFund } from '../../db/ready-payments.ts';
import type { Api, ApiContext } from '../context.ts';
import { refusalFromStep } from '../errors.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireRegionPosts } from '../rights.ts';

/** What is to be released: what was ready on the last day the pack names for runs, fund by fund. */
export function paymentDueGetRoute(app: Api, context: ApiContext): void {
  const { db, clock } = context;
  const schema = { summary: '应放行的支付：最近一个支付日，各项资金的笔数和金额', tags: ['支付'] };
  app.get('/payment-runs/due', { schema }, async (request) => {
    const { pack, calendar } = await packInForce(context);
    const { payment, sideDuties } = pack;
    requireRegionPosts(request.actor, sideDuties.release);
    const today = clock.today();
    const found = payment.runs
      ? lastMonthlyDay(today, payment.runs.days, calendar)
      : { kind: 'day' as const, day: today };
    if (found.kind !== 'day') throw refusalFromStep(`calendar-not-published-${String(found.year)}`);
    return { runDay: found.day, funds: await listReadyByFund(db, found.day) };
  });
}
