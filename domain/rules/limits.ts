import { addText } from '../decimal-text.ts';
import { isZero, type Yuan } from '../money.ts';
import { applyLimit, usesOf, type Underway } from './apply-limit.ts';
import { assessLine } from './assess-line.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { grantsInRules } from './earlier-grants.ts';
import { excludedBy } from './exclusions.ts';
import type { Grant } from './grants.ts';
import type { Assessment, LineFacts } from './line-facts.ts';
import { subjectKey, type Subjects } from './limit-subjects.ts';
import { amountOf, without } from './reduction.ts';

/** What a line uses up of a limit: a count, months or yuan, as plain decimal text. */
export type LimitUse = { limit: string; subject: string; quantity: string; atMost: string };

/** A line of a claim with what was granted before to its person, under other claims. */
export type LineOfPerson = {
  line: LineFacts;
  subjects: Subjects;
  earlier: readonly Grant[];
  /** An earlier instalment paid it: what was granted since to others excludes it no more. */
  grantedBefore?: boolean;
  /** What earlier instalments paid of it by component, where nothing is taken back. */
  paid?: Readonly<Record<string, Yuan>>;
};

export type WithinLimits = { assessment: Assessment; uses: LimitUse[] };

/**
 * What a line is worth after what its person and its organisation were granted before: as it is
 * by itself, less, or nothing, with the rule, its clause and the earlier lines. `used` holds what
 * the limits that many persons share have used so far, by `subjectKey`; it is carried on.
 */
export function withinLimits(
  rules: CompiledRules,
  { line, subjects, earlier, grantedBefore = false, paid = {} }: LineOfPerson,
  used: Map<string, string>,
): WithinLimits {
  const compiled = rules.schemes.get(line.scheme);
  const assessment = assessLine(rules, line);
  if (!compiled || assessment.kind !== 'granted') return { assessment, uses: [] };
  if (compiled.exclusions.length + compiled.limits.length === 0) return { assessment, uses: [] };

  const grants = grantsInRules(rules, line, earlier);
  const excluded = grantedBefore
    ? []
    : excludedBy(rules, compiled.exclusions, { line, grants, assessment });
  if (!Array.isArray(excluded)) return { assessment: excluded, uses: [] };
  const due = without(assessment, excluded);
  if (due.kind !== 'granted') return { assessment: due, uses: [] };

  const on = { subjects, grants, used };
  let state: Underway = { filed: line, paid, assessment: due, left: excluded, line, counted: [] };
  for (const limit of compiled.limits) {
    const next = applyLimit(rules, limit, state, on);
    if (!('filed' in next)) return { assessment: next, uses: [] };
    state = next;
  }
  // What comes to nothing is no subsidy: it uses up nothing and stands in nobody's way.
  if (isZero(amountOf(state.assessment))) return { assessment: state.assessment, uses: [] };
  const uses = usesOf(state);
  for (const { limit, subject, quantity } of uses) {
    const key = subjectKey(limit, subject);
    used.set(key, addText(used.get(key) ?? '0', quantity));
  }
  return { assessment: state.assessment, uses };
}
