import { proxyActivities } from '@temporalio/workflow';
import type { Month } from '../domain/days.ts';
import type { DueMonths, MonthActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type CloseMonth } from './messages.ts';
import { nominalTime } from './nominal-time.ts';

const { compileMonth, findDueMonths } = proxyActivities<MonthActivities>({
  taskQueue: queues.claims,
  heartbeatTimeout,
  startToCloseTimeout: '10 min',
  retry: { initialInterval: '1 s', maximumInterval: '5 min' },
});

export type MonthsClosed = {
  closed: { month: Month; editionId: string }[];
  waitsFor?: DueMonths['waitsFor'];
};

/**
 * Closes the month it is given; without one, every month that is over at the nominal time, in
 * order, so that a run that was missed is made good by the next. Answers what waits for a person.
 */
export async function closeMonth(input: CloseMonth): Promise<MonthsClosed> {
  const asOf = nominalTime();
  const { due, ...waiting } = input.month ? { due: [input.month] } : await findDueMonths({ asOf });
  const closed: MonthsClosed['closed'] = [];
  for (const month of due) {
    const { editionId } = await compileMonth({ month, asOf });
    closed.push({ month, editionId });
  }
  return { closed, ...waiting };
}
