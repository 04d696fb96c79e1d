import { firstDay, lastDay, nextMonth } from '../../../domain/days.ts';
import { noticeFor } from '../../../domain/notice-rule.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import { compileRules } from '../../../domain/rules/index.ts';
import { workingCalendar } from '../../../domain/working-calendar.ts';
import type { ProgrammeSpec } from '../programme-spec.ts';
import { catalogueOf, type Catalogue, type Subject } from './people/catalogue.ts';
import type { LineSeed } from './classes.ts';
import { priceList, type Price, type TrainingDays } from './prices.ts';
import type { Calendar } from './schedule.ts';
import { inTimeFrom, workingDays } from './working-days.ts';

/** What a population needs to know of its region, made ready once and asked often. */
export type Region = {
  pack: RegionPack;
  catalogue: Catalogue;
  calendar: Calendar;
  /** What a line costs by the region's own rules; before its subject is chosen, the first one. */
  priceOf: (seed: LineSeed, subject?: Subject, days?: TrainingDays) => Price;
};

export function openRegion(pack: RegionPack, spec: ProgrammeSpec): Region {
  const { from, to } = pack.months;
  const catalogue = catalogueOf(pack, spec);
  const price = priceList(compileRules(pack), firstDay(from));
  const calendar = workingCalendar(pack.calendar);
  const days = workingDays(calendar, firstDay(from), lastDay(nextMonth(to)));
  return {
    pack,
    catalogue,
    calendar: {
      calendar,
      days,
      noticeOf: (scheme) => noticeFor(pack, scheme),
      inTimeFrom: inTimeFrom(days, calendar, pack.payment.timeLimit),
    },
    priceOf: (seed, subject = catalogue.subjectsOf(seed.training)[0] ?? {}, trained?) =>
      price(seed, subject, trained),
  };
}
