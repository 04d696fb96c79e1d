import { firstDay, lastDay, nextMonth } from '../../../domain/days.ts';
import { filingClosed } from '../../../domain/filing-window.ts';
import { noticeFor } from '../../../domain/notice-rule.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import { compileRules, type CompiledRules } from '../../../domain/rules/index.ts';
import { workingCalendar } from '../../../domain/working-calendar.ts';
import { seasonOf, type Claimant, type ProgrammeSpec } from '../programme-spec.ts';
import type { LineSeed } from './classes.ts';
import { lineDatesOf, middle } from './line-dates.ts';
import { usualFacts } from './line-facts.ts';
import { claimFacts, ownLineFacts } from './own-facts.ts';
import { catalogueOf, type Catalogue } from './people/catalogue.ts';
import { priceOfLine, type Price } from './prices.ts';
import { financeDays, type Calendar } from './schedule.ts';
import { inTimeFrom, runDay, workingDays } from './working-days.ts';

/** The claim that a line without a person stands in. */
export type Place = { column: string; claimant: Claimant };

/** What a population needs to know of its region, made ready once and asked often. */
export type Region = {
  pack: RegionPack;
  rules: CompiledRules;
  catalogue: Catalogue;
  calendar: Calendar;
  /**
   * What a line costs by the region's own rules in the days of its column: of the first subject
   * that its training can be about, and on usual days. Each kind of line is worked out once.
   */
  priceOf: (seed: LineSeed, place: Place) => Price;
};

export function openRegion(pack: RegionPack, spec: ProgrammeSpec): Region {
  const { from, to } = pack.months;
  const catalogue = catalogueOf(pack, spec);
  const calendar = workingCalendar(pack.calendar);
  const days = workingDays(calendar, firstDay(from), lastDay(nextMonth(to)));
  const rules = compileRules(pack);
  const schemes = new Map(pack.schemes.map((it) => [it.code, it]));
  return {
    pack,
    rules,
    catalogue,
    calendar: {
      calendar,
      days,
      noticeOf: (scheme) => noticeFor(pack, scheme),
      // Before the programme nothing is sent.
      runOf: (month) => (month < from ? -1 : runDay(days, calendar, pack.payment, month)),
      takes: (scheme, day) => filingClosed(schemes.get(scheme) ?? {}, day, calendar) === undefined,
      inTimeFrom: inTimeFrom(days, calendar, pack.payment.timeLimit, financeDays + 1),
    },
    priceOf: priceList(rules, spec, catalogue),
  };
}

function priceList(rules: CompiledRules, spec: ProgrammeSpec, catalogue: Catalogue) {
  const known = new Map<string, Price>();
  return (seed: LineSeed, { column, claimant }: Place): Price => {
    const key = JSON.stringify([seed, column, claimant]);
    const found = known.get(key);
    if (found) return found;
    const { accepted, startsFrom } = seasonOf(spec, column);
    const [first] = accepted;
    if (!first) throw new RangeError(`${column} has no month`);
    const filed = lastDay(first.month);
    const dates = lineDatesOf([seed], { filed, startsFrom }, middle)(seed);
    const { scheme } = seed.training;
    const own = {
      ...claimFacts(spec, scheme, { dates: [dates], filed }, middle),
      ...ownLineFacts(spec, seed, { ...dates, filed }, middle),
    };
    const [subject = {}] = catalogue.subjectsOf(seed.training);
    const facts = usualFacts(spec, catalogue, { seed, subject, dates, filed, claimant, own });
    const price = priceOfLine(rules, facts);
    known.set(key, price);
    return price;
  };
}
