import type { IsoDate } from '../../../domain/days.ts';
import { sum, ZERO, type Yuan } from '../../../domain/money.ts';
import { assessLine, type CompiledRules, type LineFacts } from '../../../domain/rules/index.ts';
import type { Subject } from './people/catalogue.ts';
import type { LineSeed } from './classes.ts';

/** `fund` is empty where nothing is paid. */
export type Price = { amount: Yuan; fund: string };
export type TrainingDays = { startedOn: IsoDate; endedOn: IsoDate };

/**
 * Answers what a line costs by the region's own rules, for a training on the days given or on the
 * usual day. Each kind of line is asked for once. Throws RangeError when the rules answer a
 * question.
 */
export function priceList(rules: CompiledRules, usualDay: IsoDate) {
  const known = new Map<string, Price>();
  const usual = { startedOn: usualDay, endedOn: usualDay };
  return (seed: LineSeed, subject: Subject, days: TrainingDays = usual): Price => {
    const { scheme, level } = seed.training;
    const { occupation, course, certificateKind } = subject;
    const key = [
      scheme,
      level,
      occupation,
      course,
      certificateKind,
      seed.group,
      seed.certified,
      seed.months,
      days.startedOn,
      days.endedOn,
    ].join(' ');
    const price = known.get(key) ?? assess(rules, factsOf(seed, subject, days));
    known.set(key, price);
    return price;
  };
}

function factsOf(seed: LineSeed, subject: Subject, days: TrainingDays): LineFacts {
  const { scheme, level } = seed.training;
  const { certificateKind, ...of } = subject;
  return {
    scheme,
    group: seed.group,
    certified: seed.certified,
    ...of,
    ...(level !== undefined && { level }),
    ...(certificateKind !== undefined && seed.certified && { certificateKind }),
    ...(seed.months !== undefined && { months: seed.months }),
    ...days,
  };
}

function assess(rules: CompiledRules, facts: LineFacts): Price {
  const assessment = assessLine(rules, facts);
  if (assessment.kind === 'question') {
    throw new RangeError(`${facts.scheme} on ${facts.endedOn}: ${assessment.question}`);
  }
  if (assessment.kind === 'nothing') return { amount: ZERO, fund: '' };
  const funds = new Set(assessment.components.map(({ fund }) => fund));
  const [fund] = funds;
  if (fund === undefined || funds.size > 1) {
    throw new RangeError(`${facts.scheme}: a line paid from ${funds.size} funds`);
  }
  return { amount: sum(assessment.components.map(({ amount }) => amount)), fund };
}
