import { addDays, addMonths, firstDay, monthOf, type IsoDate } from '../../../domain/days.ts';
import type { LineSeed } from './classes.ts';
import type { Random } from './numbers/random.ts';

/** When a training was, and when its certificate was issued. */
export type LineDates = { startedOn: IsoDate; endedOn: IsoDate; issuedOn: IsoDate };

/** A claim is filed so many days after its certificates at the least and at the most. */
const filedAfter = { from: 3, to: 15 };
const issuedAfter = { from: 1, to: 15 };
const usualDays = { from: 10, to: 41 };

/**
 * The days of each line of a claim filed on a day: a class ends together and its certificates come
 * before it is filed; what is paid by months is over in the month before. No class starts before
 * `startsFrom`. Throws RangeError when there is no room.
 */
export function lineDatesOf(
  seeds: readonly LineSeed[],
  { filed, startsFrom }: { filed: IsoDate; startsFrom?: IsoDate | undefined },
  draw: Pick<Random, 'between'>,
): (seed: LineSeed) => LineDates {
  const issued = addDays(filed, -draw.between(filedAfter.from, filedAfter.to));
  const ended = addDays(issued, -draw.between(issuedAfter.from, issuedAfter.to));
  const usual = draw.between(usualDays.from, usualDays.to);
  const daysOf = ({ training }: LineSeed) => training.days ?? usual;
  const started = (end: IsoDate, seed: LineSeed) => addDays(end, 1 - daysOf(seed));
  const longest = Math.max(...seeds.map(daysOf));
  const earliest = startsFrom === undefined ? ended : addDays(startsFrom, longest - 1);
  const endedOn = ended < earliest ? earliest : ended;
  const issuedOn = issued > endedOn ? issued : addDays(endedOn, 1);
  return (seed) => {
    if (seed.months !== undefined) return monthDates(seed.months, filed);
    if (issuedOn >= filed) throw new RangeError(`no room for a class from ${startsFrom ?? filed}`);
    return { startedOn: started(endedOn, seed), endedOn, issuedOn };
  };
}

/** Neither early nor late: the days that a line is priced by before its own are drawn. */
export const middle: Pick<Random, 'between' | 'below'> = {
  between: (first, last) => Math.floor((first + last) / 2),
  below: (limit) => Math.floor(limit / 2),
};

function monthDates(months: number, filed: IsoDate): LineDates {
  const after = firstDay(monthOf(filed));
  const endedOn = addDays(after, -1);
  return { startedOn: addMonths(after, -months), endedOn, issuedOn: endedOn };
}
