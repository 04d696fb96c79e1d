/** The pack does not say: a year without a calendar, a rate not in force. Nothing is guessed. */
export class PackQuestion extends Error {
  readonly question: string;

  constructor(question: string) {
    super(`the region pack has no answer: ${question}`);
    this.name = 'PackQuestion';
    this.question = question;
  }
}

export const calendarQuestion = (year: number): PackQuestion =>
  new PackQuestion(`calendar-not-published-${String(year)}`);
