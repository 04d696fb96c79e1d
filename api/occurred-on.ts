import type { IsoDate } from '../domain/days.ts';
import type { HeldPost } from '../db/actor.ts';
import { Refusal } from './errors.ts';

/**
 * The business day of an act: today, or another day where the post may enter past ones (补录);
 * never after today, never before the claim's previous fact.
 */
export function occurredOn(
  given: IsoDate | undefined,
  { today, post, notBefore }: { today: IsoDate; post: HeldPost; notBefore?: IsoDate },
): IsoDate {
  const day = given ?? today;
  if (day > today) throw refuse('办理日期不能晚于今天');
  if (notBefore !== undefined && day < notBefore) {
    throw refuse(`办理日期不能早于上一事项的日期 ${notBefore}`);
  }
  if (day === today) return day;
  const { backdateFrom, backdateTo } = post;
  const allowed =
    backdateFrom !== null && backdateTo !== null && backdateFrom <= day && day <= backdateTo;
  if (!allowed) throw refuse('您的岗位没有该日期的补录权限');
  return day;
}

const refuse = (reason: string): Refusal =>
  new Refusal('day-not-allowed', reason, [{ path: '/occurredOn', reason }]);
