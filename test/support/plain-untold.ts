/** What stops an assessment: a fact or an entry that is lacking, or a question already worded. */
export class Untold extends Error {
  readonly why: { lacks: string } | { question: string };

  constructor(why: { lacks: string } | { question: string }) {
    super(Object.values(why).join(' '));
    this.name = 'Untold';
    this.why = why;
  }
}

/** What a step finds, or the question it stops with; what is lacking is named as given. */
export function orQuestion<Found>(
  step: () => Found,
  lacking: (what: string) => string,
): Found | { kind: 'question'; question: string } {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Untold)) throw error;
    const { why } = error;
    const question = 'lacks' in why ? lacking(why.lacks) : why.question;
    return { kind: 'question', question };
  }
}
