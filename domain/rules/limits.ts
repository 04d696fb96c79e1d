import { addText, compareText, subtractText } from '../decimal-text.ts';
import { isZero, sum } from '../money.ts';
import type { Limit } from '../region-pack/index.ts';
import { assessLine, questionOf } from './assess-line.ts';
import type { CompiledLimit, CompiledRules } from './compiled-rules.ts';
import { excludedBy } from './exclusions.ts';
import { keyDayOf, type Grant, type GrantInRules } from './grants.ts';
import type { Assessment, EarlierLine, LineFacts } from './line-facts.ts';
import { isShared, subjectKey, subjectOf, type Subjects } from './limit-subjects.ts';
import { amountOf, reducedTo, withSteps } from './reduction.ts';
import { refusal } from './rule-scope.ts';

/** What a line uses up of a limit: a count, months or yuan, as plain decimal text. */
export type LimitUse = { limit: string; subject: string; quantity: string; atMost: string };

/** A line of a claim with what was granted before to its person, under other claims. */
export type LineOfPerson = {
  line: LineFacts;
  subjects: Subjects;
  earlier: readonly Grant[];
  /** An earlier instalment paid it: what was granted since to others excludes it no more. */
  grantedBefore?: boolean;
};

export type WithinLimits = { assessment: Assessment; uses: LimitUse[] };

/**
 * What a line is worth after what its person and its organisation were granted before: as it is
 * by itself, less, or nothing, with the rule, its clause and the earlier lines. `used` holds what
 * the limits that many persons share have used so far, by `subjectKey`; it is carried on.
 */
export function withinLimits(
  rules: CompiledRules,
  { line, subjects, earlier, grantedBefore = false }: LineOfPerson,
  used: Map<string, string>,
): WithinLimits {
  const compiled = rules.schemes.get(line.scheme);
  let assessment = assessLine(rules, line);
  const uses: LimitUse[] = [];
  const counted: Counted[] = [];
  const notes: string[] = [];
  if (!compiled || assessment.kind !== 'granted') return { assessment, uses };
  if (compiled.exclusions.length + compiled.limits.length === 0) return { assessment, uses };

  const grants = grantsInRules(rules, line, earlier);
  let current = line;
  const exclusions = grantedBefore ? [] : compiled.exclusions;
  const excluded = excludedBy(rules, exclusions, { line, grants });
  if (excluded) return { assessment: excluded, uses };
  for (const of of compiled.limits) {
    if (assessment.kind !== 'granted') break;
    const on = { filed: line, line: current, subjects, grants, used, assessment, notes };
    const found = applyLimit(rules, of, on);
    assessment = found.assessment;
    current = found.line;
    if (found.counted) counted.push(found.counted);
  }
  // What comes to nothing is no subsidy: it uses up nothing and stands in nobody's way.
  if (assessment.kind !== 'granted' || isZero(amountOf(assessment))) return { assessment, uses };
  const final = usesOf({ line: current, granted: assessment, counted });
  for (const { limit, subject, quantity } of final) {
    const key = subjectKey(limit, subject);
    used.set(key, addText(used.get(key) ?? '0', quantity));
  }
  return { assessment, uses: final };
}

/** What a line uses in the end: a later limit may leave less of it than an earlier one let pass. */
const usesOf = (of: {
  line: LineFacts;
  granted: Granted;
  counted: readonly Counted[];
}): LimitUse[] =>
  of.counted.map(({ of: compiled, subject }) => ({
    limit: compiled.limit.code,
    subject,
    quantity: quantityOf(compiled, of.line, of.granted) ?? '0',
    atMost: compiled.limit.atMost,
  }));

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
  { earlier }: CompiledLimit,
  subject: string,
  { grants, subjects }: { grants: readonly GrantInRules[]; subjects: Subjects },
): GrantInRules[] =>
  grants.filter(
    (it) => subjectOf(earlier, { ...it, subjects: subjectsOf(it, subjects) }) === subject,
  );

type Granted = Extract<Assessment, { kind: 'granted' }>;
type Counted = { of: CompiledLimit; subject: string };
type Applied = { assessment: Assessment; line: LineFacts; counted?: Counted };

function applyLimit(
  rules: CompiledRules,
  of: CompiledLimit,
  on: {
    /** As it was filed: it says whether the limit is for it, and whose limit it is. */
    filed: LineFacts;
    /** As limits before have left it, with what they noted. */
    line: LineFacts;
    notes: string[];
    subjects: Subjects;
    grants: readonly GrantInRules[];
    used: ReadonlyMap<string, string>;
    assessment: Granted;
  },
): Applied {
  const { limit } = of;
  const { filed, line, subjects, grants, used, assessment, notes } = on;
  const subject = subjectOf(of, { line: filed, on: keyDayOf(rules, filed), subjects });
  if (subject === undefined) return { assessment, line };
  if (typeof subject !== 'string') return { assessment: questionOf(line, 'fact', subject), line };
  const quantity = quantityOf(of, line, assessment);
  if (quantity === undefined) {
    return { assessment: questionOf(line, 'fact', { kind: 'lacks', what: limit.counts }), line };
  }
  const before = countedBefore(of, subject, { grants, subjects });
  const taken = isShared(limit)
    ? (used.get(subjectKey(limit.code, subject)) ?? '0')
    : before.map((it) => grantedQuantity(of, it)).reduce(addText, '0');
  const { code } = limit;
  const rest = subtractText(limit.atMost, taken);
  const counted = { of, subject };
  if (compareText(quantity, rest) <= 0) return { assessment, line, counted };

  const earlier = before.map(({ claimNo, lineNo, on: day }): EarlierLine => ({
    claimNo,
    lineNo,
    day,
  }));
  const by = { ...refusal(limit), ...(earlier.length > 0 && { earlier }) };
  const reduced =
    limit.beyond === 'reduce' && compareText(rest, '0') > 0
      ? reducedTo(rules, { line, assessment, counts: limit.counts, rest })
      : undefined;
  if (!reduced) return { assessment: { kind: 'nothing', reason: code, by }, line };
  // Worked out anew, a line has the steps of its rates alone.
  const kept = limit.counts === 'amount' ? [] : notes;
  const step = stepOf(limit, { taken, quantity, rest: reduced.rest, earlier });
  const steps = [...kept, step];
  notes.push(step);
  return { assessment: withSteps(reduced.assessment, steps), line: reduced.line, counted };
}

/** Whom an earlier line counts for: the same person, under whoever filed it. */
const subjectsOf = ({ organisation }: Grant, subjects: Subjects): Subjects =>
  organisation === undefined ? subjects : { ...subjects, organisation };

function quantityOf(
  { limit: { counts }, counts: read }: CompiledLimit,
  line: LineFacts,
  granted: Granted,
): string | undefined {
  if (counts === 'lines') return '1';
  if (counts === 'amount') return sum(granted.components.map(({ amount }) => amount));
  return read(line);
}

/** What an earlier line used of this limit: as stored with it, else as it was filed. */
export function grantedQuantity(
  { limit, counts: read }: CompiledLimit,
  grant: GrantInRules,
): string {
  const { code, counts } = limit;
  const stored = grant.uses?.[code];
  if (stored !== undefined) return stored;
  if (counts === 'lines') return '1';
  return counts === 'amount' ? grant.amount : (read(grant.line) ?? '0');
}

function stepOf(
  { name, atMost, document, clause }: Limit,
  of: { taken: string; quantity: string; rest: string; earlier: readonly EarlierLine[] },
): string {
  const where = of.earlier.map(({ claimNo, lineNo }) => `${claimNo} 第 ${String(lineNo)} 行`);
  const before = where.length > 0 ? `（${where.join('、')}）` : '';
  return (
    `${name}：最多 ${atMost}，此前已用 ${of.taken}${before}，` +
    `本次 ${of.quantity}，只计 ${of.rest}（${document} ${clause}）`
  );
}
