import { proxyActivities } from '@temporalio/workflow';
import { monthOf, previousMonth, shanghaiDay, type Month } from '../domain/days.ts';
import type { MonthActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type CloseMonth } from './messages.ts';
import { nominalTime } from './nominal-time.ts';

const { compileMonth } = proxyActivities<MonthActivities>({
  taskQueue: queues.claims,
  heartbeatTimeout,
  startToCloseTimeout: '10 min',
  retry: { initialInterval: '1 s', maximumInterval: '5 min' },
});

/** Closes a month and keeps its figures; without a month, the one before the nominal time. */
export async function closeMonth(input: CloseMonth): Promise<{ month: Month; editionId: string }> {
  const asOf = nominalTime();
  const month = input.month ?? previousMonth(monthOf(shanghaiDay(asOf)));
  const { editionId } = await compileMonth({ month, asOf });
  return { month, editionId };
}
