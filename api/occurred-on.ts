import type { IsoDate } from '../domain/days.ts';
import type { HeldPost } from '../db/actor.ts';
import { Refusal } from './errors.ts';

export type DayRule = {
  today: IsoDate;
  /** The posts that give the right to this act. */
  posts: readonly HeldPost[];
  notBefore?: IsoDate;
  /** Where the day stands in the request. */
  path?: string;
};

/**
 * The business day of an act: today, or another day where a post may enter past ones (补录);
 * never after today, never before the claim's previous fact or the opening of the report's level.
 */
export function occurredOn(
  given: IsoDate | undefined,
  { today, posts, notBefore, path = '/occurredOn' }: DayRule,
): IsoDate {
  const day = given ?? today;
  if (day > today) throw refuse(path, '办理日期不能晚于今天');
  if (notBefore !== undefined && day < notBefore) {
    throw refuse(path, `办理日期不能早于上一事项的日期 ${notBefore}`);
  }
  if (day !== today && !posts.some((post) => mayEnter(post, day))) {
    throw refuse(path, '您的岗位没有该日期的补录权限');
  }
  return day;
}

function mayEnter({ backdateFrom, backdateTo }: HeldPost, day: IsoDate): boolean {
  if (backdateFrom === null || backdateTo === null) return false;
  return backdateFrom <= day && day <= backdateTo;
}

const refuse = (path: string, reason: string): Refusal =>
  new Refusal('day-not-allowed', reason, [{ path, reason }]);
