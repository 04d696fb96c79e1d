import { civilDayOf, dayNumberOf, daysInMonth } from './civil-day.ts';
import type { CivilDay } from './civil-day.ts';

declare const isoDateBrand: unique symbol;
declare const monthBrand: unique symbol;
declare const instantBrand: unique symbol;

/** A day as text: '2021-03-31'. Days in text order are days in time order. */
export type IsoDate = string & { readonly [isoDateBrand]: true };
/** A calendar month as text: '2021-03'. */
export type Month = string & { readonly [monthBrand]: true };
/** An instant in UTC as text, always with milliseconds: '2021-03-31T15:59:59.999Z'. */
export type Instant = string & { readonly [instantBrand]: true };

const shanghaiOffsetHours = 8;

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
const instantPattern = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** True for a day that exists, from year 1 to 9999. */
export function isIsoDate(text: string): text is IsoDate {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const inYear = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  // A sign that is no digit makes its number NaN, which is within no bounds.
  if (!(year >= 1 && inYear >= 1 && inYear <= 12 && day >= 1)) return false;
  return day <= daysInMonth(year, inYear);
}

export function isMonth(text: string): text is Month {
  return monthPattern.test(text) && !text.startsWith('0000');
}

export function isInstant(text: string): text is Instant {
  return instantPattern.test(text) && isIsoDate(text.slice(0, 10));
}

/** The text as a day. Throws RangeError unless it is YYYY-MM-DD and the day exists. */
export function isoDate(text: string): IsoDate {
  if (!isIsoDate(text)) throw new RangeError('not a day as YYYY-MM-DD');
  return text;
}

/** The text as a month. Throws RangeError unless it is YYYY-MM. */
export function month(text: string): Month {
  if (!isMonth(text)) throw new RangeError('not a month as YYYY-MM');
  return text;
}

/** The text as an instant. Throws RangeError unless it is YYYY-MM-DDTHH:MM:SS.mmmZ. */
export function instant(text: string): Instant {
  if (!isInstant(text)) throw new RangeError('not an instant as YYYY-MM-DDTHH:MM:SS.mmmZ');
  return text;
}

export function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4));
}

export function monthOf(day: IsoDate): Month {
  return month(day.slice(0, 7));
}

export function firstDay(of: Month): IsoDate {
  return isoDate(`${of}-01`);
}

export function lastDay(of: Month): IsoDate {
  const { year, month: inYear } = parts(of);
  return dateFrom({ year, month: inYear, day: daysInMonth(year, inYear) });
}

/** A day of a month by its number; a month without such a day has it on its last. */
export function dayIn(of: Month, day: number): IsoDate {
  const last = lastDay(of);
  return day < dayOfMonth(last) ? addDays(firstDay(of), day - 1) : last;
}

export function nextMonth(of: Month): Month {
  return monthFrom(monthNumber(of) + 1);
}

export function previousMonth(of: Month): Month {
  return monthFrom(monthNumber(of) - 1);
}

/** Every month from the first to the last, both included; none when the first is later. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const count = Math.max(0, monthNumber(to) - monthNumber(from) + 1);
  return Array.from({ length: count }, (_, offset) => monthFrom(monthNumber(from) + offset));
}

export function addDays(day: IsoDate, days: number): IsoDate {
  return dateFrom(civilDayOf(dayNumberOf(parts(day)) + whole(days)));
}

/** The same day of the month so many months on, or that month's last day when it is shorter. */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const from = parts(day);
  const number = from.year * 12 + from.month - 1 + whole(months);
  const year = Math.floor(number / 12);
  const inYear = modulo(number, 12) + 1;
  return dateFrom({ year, month: inYear, day: Math.min(from.day, daysInMonth(year, inYear)) });
}

/** The number of a day in its month, from 1. */
export function dayOfMonth(day: IsoDate): number {
  return parts(day).day;
}

/** Days from the first day to the second; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumberOf(parts(to)) - dayNumberOf(parts(from));
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: IsoDate): number {
  return modulo(dayNumberOf(parts(day)) + 3, 7) + 1;
}

/** The business day of an instant: the day in Shanghai, UTC+8 all year since 1992. */
export function shanghaiDay(at: Instant): IsoDate {
  const utcDay = isoDate(at.slice(0, 10));
  return Number(at.slice(11, 13)) + shanghaiOffsetHours >= 24 ? addDays(utcDay, 1) : utcDay;
}

/** Midnight in Shanghai at which the day begins. */
export function startOfDay(day: IsoDate): Instant {
  return instant(`${addDays(day, -1)}T${24 - shanghaiOffsetHours}:00:00.000Z`);
}

/** The last millisecond of the day in Shanghai. */
export function endOfDay(day: IsoDate): Instant {
  return instant(`${day}T${23 - shanghaiOffsetHours}:59:59.999Z`);
}

const parts = (text: string): CivilDay => ({
  year: digits(text, 0, 4),
  month: digits(text, 5, 7),
  day: digits(text, 8, 10),
});

const zeroCode = 48;

/** The number that the signs from one place up to another are; NaN where one is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - zeroCode;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function dateFrom(day: CivilDay): IsoDate {
  return isoDate(`${padded(day.year, 4)}-${padded(day.month, 2)}-${padded(day.day, 2)}`);
}

/** Months since year 0. */
function monthNumber(of: Month): number {
  const { year, month: inYear } = parts(of);
  return year * 12 + inYear - 1;
}

function monthFrom(number: number): Month {
  return month(`${padded(Math.floor(number / 12), 4)}-${padded(modulo(number, 12) + 1, 2)}`);
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function modulo(number: number, divisor: number): number {
  return ((number % divisor) + divisor) % divisor;
}

function whole(number: number): number {
  if (!Number.isSafeInteger(number)) throw new RangeError('not a whole number');
  return number;
}
