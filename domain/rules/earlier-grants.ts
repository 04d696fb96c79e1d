import { compareText } from '../decimal-text.ts';
import { isZero, sum, ZERO } from '../money.ts';
import type { Limit } from '../region-pack/index.ts';
import { assessByRates } from './assess-line.ts';
import type { CompiledLimit, CompiledRules } from './compiled-rules.ts';
import { keyDayOf, type Grant, type GrantInRules } from './grants.ts';
import type { LineFacts } from './line-facts.ts';
import { subjectOf, type Subjects } from './limit-subjects.ts';

/** What was granted before to the person of a line, as its rules see it. */
export const grantsInRules = (
  rules: CompiledRules,
  of: LineFacts,
  earlier: readonly Grant[],
): GrantInRules[] =>
  earlier.map((grant) => {
    const line = withBirth(grant.line, of);
    return { ...grant, line, on: keyDayOf(rules, line) };
  });

/** An earlier line is the same person's: birth and sex are those of the line at hand. */
function withBirth(
  line: LineFacts,
  { bornOn = line.bornOn, sex = line.sex }: LineFacts,
): LineFacts {
  if ((line.bornOn ?? bornOn) === line.bornOn && (line.sex ?? sex) === line.sex) return line;
  return {
    ...(bornOn !== undefined && { bornOn }),
    ...(sex !== undefined && { sex }),
    ...line,
  };
}

/** What was granted before that counts under a subject of a limit. */
export const countedBefore = (
  { limit, earlier }: CompiledLimit,
  subject: string,
  { grants, subjects }: { grants: readonly GrantInRules[]; subjects: Subjects },
): GrantInRules[] =>
  grants.filter(
    (it) =>
      hasPart(limit, it) &&
      subjectOf(earlier, { ...it, subjects: subjectsOf(it, subjects) }) === subject,
  );

/** Whether it was granted any of a limit's components; one whose components are not known was. */
const hasPart = ({ components }: Limit, { parts }: Grant): boolean =>
  components === undefined ||
  parts === undefined ||
  components.some((it) => !isZero(parts[it] ?? ZERO));

/** Whom an earlier line counts for: the same person, under whoever filed it. */
const subjectsOf = ({ organisation }: Grant, subjects: Subjects): Subjects =>
  organisation === undefined ? subjects : { ...subjects, organisation };

/** What an earlier line used of a limit: as stored with it, else by the rules as they are now. */
export function grantedQuantity(
  rules: CompiledRules,
  { limit, counts: read }: CompiledLimit,
  grant: GrantInRules,
): string {
  const { code, counts, components } = limit;
  const stored = grant.uses?.[code];
  if (stored !== undefined) return stored;
  if (counts === 'lines') return '1';
  const { parts } = grant;
  if (counts !== 'amount') return paidQuantity(rules, limit, grant) ?? read(grant.line) ?? '0';
  if (components === undefined || parts === undefined) return grant.amount;
  return sum(components.map((it) => parts[it] ?? ZERO));
}

/**
 * The most of a quantity that the rates of the components a limit counts pay for; undefined where
 * they pay for what was filed, or nobody can tell.
 */
function paidQuantity(
  rules: CompiledRules,
  { counts, components }: Limit,
  { line, parts }: GrantInRules,
): string | undefined {
  const assessment = assessByRates(rules, line);
  if (assessment.kind !== 'granted') return undefined;
  let most: string | undefined;
  for (const { component, counted } of assessment.components) {
    if (components?.includes(component) === false) continue;
    if (parts && isZero(parts[component] ?? ZERO)) continue;
    const paid = counted?.[counts];
    if (paid === undefined) return undefined;
    if (most === undefined || compareText(most, paid) < 0) most = paid;
  }
  return most;
}
