import { workflowInfo } from '@temporalio/workflow';
import { instant, type Instant } from '../domain/days.ts';

/**
 * The time a run stands for: the schedule's nominal time, also when it starts late or is filled in
 * afterwards; the start time for a run that no schedule started.
 */
export function nominalTime(): Instant {
  const scheduled = workflowInfo().searchAttributes['TemporalScheduledStartTime']?.[0];
  const at = scheduled instanceof Date ? scheduled : workflowInfo().startTime;
  return instant(at.toISOString());
}
