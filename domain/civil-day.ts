/** A day of the Gregorian calendar in numbers; months and days count from 1. */
export type CivilDay = { year: number; month: number; day: number };

const daysInEra = 146_097;
const yearsInEra = 400;
/** Days from 0000-03-01, where an era begins, to 1970-01-01. */
const daysToEpoch = 719_468;

/**
 * Days since 1970-01-01. Years are counted from March, so that the leap day comes last and the
 * lengths of the months follow one line.
 */
export function dayNumberOf({ year, month, day }: CivilDay): number {
  const yearFromMarch = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const leapDays =
    Math.floor(yearFromMarch / 4) -
    Math.floor(yearFromMarch / 100) +
    Math.floor(yearFromMarch / 400);
  return yearFromMarch * 365 + leapDays + daysBeforeMonth(monthFromMarch) + day - 1 - daysToEpoch;
}

/** The day so many days after 1970-01-01: the inverse of `dayNumberOf`. */
export function civilDayOf(dayNumber: number): CivilDay {
  const shifted = dayNumber + daysToEpoch;
  const era = Math.floor(shifted / daysInEra);
  const dayOfEra = shifted - era * daysInEra;
  const yearOfEra = yearInEra(dayOfEra);
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((monthFromMarch + 2) % 12) + 1;
  const yearFromMarch = era * yearsInEra + yearOfEra;
  return {
    year: month > 2 ? yearFromMarch : yearFromMarch + 1,
    month,
    day: dayOfYear - daysBeforeMonth(monthFromMarch) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1 March to the first of a month counted from March: five months have 153 days. */
function daysBeforeMonth(monthFromMarch: number): number {
  return Math.floor((153 * monthFromMarch + 2) / 5);
}

/** Takes the leap days off first: one in 1461 days, but none at the end of a century. */
function yearInEra(dayOfEra: number): number {
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  return Math.floor((dayOfEra - leapDays) / 365);
}
