import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';
import { queues, workflowNames } from '../workflows/messages.ts';

const timezone = 'Asia/Shanghai';

/** What runs by itself. Ids are the workflows' names; times are Asia/Shanghai. */
export const schedules: readonly ScheduleOptions[] = [
  {
    scheduleId: 'close-month',
    spec: { calendars: [{ dayOfMonth: 1, hour: 2 }], timezone },
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: '31 days' },
    action: {
      type: 'startWorkflow',
      workflowType: workflowNames.closeMonth,
      workflowId: 'close-month',
      taskQueue: queues.claims,
      args: [{ v: 1 }],
    },
  },
  {
    scheduleId: 'watch',
    spec: { calendars: [{ minute: [0, 15, 30, 45], hour: '*' }], timezone },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    action: {
      type: 'startWorkflow',
      workflowType: workflowNames.watch,
      workflowId: 'watch',
      taskQueue: queues.claims,
      args: [{ v: 1 }],
    },
  },
  {
    scheduleId: 'find-risks',
    spec: { calendars: [{ hour: 3 }], timezone },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: {
      type: 'startWorkflow',
      workflowType: workflowNames.findRisks,
      workflowId: 'find-risks',
      taskQueue: queues.claims,
      args: [{ v: 1 }],
    },
  },
];

/** Creates each schedule, or brings an existing one to what this version says. */
export async function applySchedules(client: Client): Promise<void> {
  for (const schedule of schedules) {
    try {
      await client.schedule.create(schedule);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = schedule;
      const handle = client.schedule.getHandle(schedule.scheduleId);
      await handle.update(({ state }) => ({
        spec,
        action: { ...action, workflowId: schedule.scheduleId },
        ...(policies && { policies }),
        state,
      }));
    }
  }
}
