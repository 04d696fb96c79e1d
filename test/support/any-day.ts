import fc, { type Arbitrary } from 'fast-check';
import { isoDate, type IsoDate } from '../../domain/days.ts';
import { daysLater } from './plain-days.ts';

/** Days on which something ends or begins: months, years, leap days, long holidays, calendars. */
const edges = [
  '2018-12-31',
  '2019-01-01',
  '2019-10-31',
  '2020-01-23',
  '2020-01-31',
  '2020-02-29',
  '2020-03-31',
  '2020-09-30',
  '2020-12-31',
  '2021-02-28',
  '2021-08-31',
  '2022-01-01',
  '2023-09-29',
  '2024-02-29',
  '2026-10-01',
  '2026-12-31',
] as const;

export const edgeDay = fc.constantFrom(...edges);

/** A day at an edge, next to one, or anywhere in the years that rules know, and just outside. */
export const anyDay: Arbitrary<IsoDate> = fc
  .oneof(
    edgeDay,
    fc.tuple(edgeDay, fc.integer({ min: -3, max: 3 })).map(([day, by]) => daysLater(day, by)),
    fc.nat(365 * 9).map((by) => daysLater('2018-06-01', by)),
  )
  .map(isoDate);
