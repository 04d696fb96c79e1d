import { firstDay, lastDay, nextMonth, previousMonth } from '../../../domain/days.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import { compileRules } from '../../../domain/rules/index.ts';
import { workingCalendar } from '../../../domain/working-calendar.ts';
import type { ProgrammeSpec } from '../programme-spec.ts';
import { catalogueOf, type Catalogue, type Subject } from './catalogue.ts';
import type { LineSeed } from './classes.ts';
import { priceList, type Price, type TrainingDays } from './prices.ts';
import type { Calendar } from './schedule.ts';
import { workingDays } from './working-days.ts';

/** What a population needs to know of its region, made ready once and asked often. */
export type Region = {
  pack: RegionPack;
  catalogue: Catalogue;
  calendar: Calendar;
  /** What a line costs by the region's own rules; before its subject is chosen, the first one. */
  priceOf: (seed: LineSeed, subject?: Subject, days?: TrainingDays) => Price;
};

export function openRegion(pack: RegionPack, spec: ProgrammeSpec): Region {
  const months = spec.columns.flatMap(({ accepted }) => accepted.map(({ month }) => month));
  const [first] = months;
  const last = spec.columns.at(-1)?.paid.to;
  if (first === undefined || last === undefined) throw new RangeError('a programme without months');
  const catalogue = catalogueOf(pack, spec);
  const price = priceList(compileRules(pack), firstDay(first));
  const calendar = workingCalendar(pack.calendar);
  const days = workingDays(calendar, firstDay(previousMonth(first)), lastDay(nextMonth(last)));
  return {
    pack,
    catalogue,
    calendar: {
      calendar,
      days,
      notice: pack.notice,
      timeLimit: pack.payment.timeLimitWorkingDays,
    },
    priceOf: (seed, subject = catalogue.subjectsOf(seed.training)[0] ?? {}, trained?) =>
      price(seed, subject, trained),
  };
}
