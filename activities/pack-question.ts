import type { IsoDate } from '../domain/days.ts';
import type { DayOrQuestion } from '../domain/working-calendar.ts';

/** The pack does not say: a year without a calendar, a rate not in force. Nothing is guessed. */
export class PackQuestion extends Error {
  readonly question: string;

  constructor(question: string) {
    super(`the region pack has no answer: ${question}`);
    this.name = 'PackQuestion';
    this.question = question;
  }
}

/** The day that was found. Throws PackQuestion where the year's calendar is not published. */
export function dayOrQuestion(found: DayOrQuestion): IsoDate {
  if (found.kind === 'day') return found.day;
  throw calendarQuestion(found.year);
}

const calendarQuestion = (year: number): PackQuestion =>
  new PackQuestion(`calendar-not-published-${String(year)}`);
