import { instant, shanghaiDay } from '../domain/days.ts';
import type { Clock } from '../activities/index.ts';

/** The machine's clock; the day is Asia/Shanghai whatever the machine thinks. */
export const machineClock: Clock = {
  now: () => instant(new Date().toISOString()),
  today: () => shanghaiDay(instant(new Date().toISOString())),
};
