import { fenOf } from '../../../domain/money.ts';
import {
  sharedSubjects,
  withinLimits,
  type CompiledRules,
  type LineFacts,
  type LimitUse,
} from '../../../domain/rules/index.ts';

/** What a line costs each fund, in fen, and what it uses of limits that its claimant shares. */
export type Price = {
  cost: ReadonlyMap<string, bigint>;
  shared: readonly LimitUse[];
  /** Some of it goes to the trainee. */
  paysTrainee: boolean;
};

/** The person and the claimant whose limits nothing has used yet. */
const subjects = { person: 'person', organisation: 'organisation' };

/**
 * What a line costs by the region's own rules, for a person and a claimant that were granted
 * nothing before. Throws RangeError when the rules answer a question.
 */
export function priceOfLine(rules: CompiledRules, line: LineFacts): Price {
  const of = { line, subjects };
  const { assessment, uses } = withinLimits(rules, { ...of, earlier: [] }, new Map());
  if (assessment.kind === 'question') {
    throw new RangeError(`${line.scheme} on ${line.endedOn}: ${assessment.question}`);
  }
  if (assessment.kind === 'nothing') return { cost: new Map(), shared: [], paysTrainee: false };
  const cost = new Map<string, bigint>();
  for (const { fund, amount } of assessment.components) {
    const fen = fenOf(amount);
    if (fen > 0n) cost.set(fund, (cost.get(fund) ?? 0n) + fen);
  }
  const limits = new Set(sharedSubjects(rules, of).map(({ limit }) => limit));
  const paysTrainee = assessment.components.some(({ payee }) => payee === 'person');
  return { cost, shared: uses.filter(({ limit }) => limits.has(limit)), paysTrainee };
}

/** The fen of all funds together. */
export function totalOf(cost: ReadonlyMap<string, bigint>): bigint {
  return [...cost.values()].reduce((sum, fen) => sum + fen, 0n);
}

/** What several lines cost each fund together, in fen. */
export function together(costs: Iterable<ReadonlyMap<string, bigint>>): Map<string, bigint> {
  const all = new Map<string, bigint>();
  for (const cost of costs) {
    for (const [fund, fen] of cost) all.set(fund, (all.get(fund) ?? 0n) + fen);
  }
  return all;
}
