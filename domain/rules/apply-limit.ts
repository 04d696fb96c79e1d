import { addText, compareText, subtractText } from '../decimal-text.ts';
import { max, sum, ZERO, type Yuan } from '../money.ts';
import type { Limit } from '../region-pack/index.ts';
import { questionOf } from './assess-line.ts';
import type { CompiledLimit, CompiledRules } from './compiled-rules.ts';
import { countedBefore, grantedQuantity } from './earlier-grants.ts';
import { keyDayOf, type GrantInRules } from './grants.ts';
import type {
  AssessedComponent,
  Assessment,
  EarlierLine,
  LeftOut,
  LineFacts,
} from './line-facts.ts';
import type { LimitUse } from './limits.ts';
import { isShared, subjectKey, subjectOf, type Subjects } from './limit-subjects.ts';
import { capped, fewerOf, withSteps, without, type Granted } from './reduction.ts';
import { refusal } from './rule-scope.ts';

/** A line on its way through the limits of its scheme. */
export type Underway = {
  /** As it was filed: it says whether a limit is for it, and whose limit it is. */
  filed: LineFacts;
  /** What earlier instalments paid of it for good, by component: it counts whatever is due now. */
  paid: Readonly<Record<string, Yuan>>;
  assessment: Granted;
  /** Components that exclusions and limits took from it. */
  left: readonly LeftOut[];
  /** With as much of its quantities as limits so far have left. */
  line: LineFacts;
  /** The same of single components, with what limits noted of them, where these have less. */
  ofComponent?: ReadonlyMap<string, { line: LineFacts; notes: readonly string[] }>;
  /** What limits noted of the whole line. */
  notes?: readonly string[];
  counted: readonly { of: CompiledLimit; subject: string }[];
};

type Used = {
  subjects: Subjects;
  grants: readonly GrantInRules[];
  used: ReadonlyMap<string, string>;
};

/** The line after one more limit; or what has become of it, where nothing more is left. */
export function applyLimit(
  rules: CompiledRules,
  of: CompiledLimit,
  state: Underway,
  { subjects, grants, used }: Used,
): Underway | Assessment {
  const { limit } = of;
  const { filed } = state;
  const parts = partsOf(limit, state.assessment);
  if (parts.length === 0) return state;
  const subject = subjectOf(of, { line: filed, on: keyDayOf(rules, filed), subjects });
  if (subject === undefined) return state;
  if (typeof subject !== 'string') return questionOf(filed, 'fact', subject);
  const quantity = quantityOf(of, state, parts);
  if (quantity === undefined) {
    return questionOf(filed, 'fact', { kind: 'lacks', what: limit.counts });
  }
  const before = countedBefore(of, subject, { grants, subjects });
  const taken = isShared(limit)
    ? (used.get(subjectKey(limit.code, subject)) ?? '0')
    : before.map((it) => grantedQuantity(rules, of, it)).reduce(addText, '0');
  const rest = subtractText(limit.atMost, taken);
  const next = { ...state, counted: [...state.counted, { of, subject }] };
  if (compareText(quantity, rest) <= 0) return next;

  const earlier = before.map(({ claimNo, lineNo, on: day }) => ({ claimNo, lineNo, day }));
  const by = { ...refusal(limit), ...(earlier.length > 0 && { earlier }) };
  const beyond = parts.map(({ component }) => ({ component, ...by }));
  if (limit.beyond === 'refuse' || compareText(rest, '0') <= 0) return leave(next, beyond);
  const over = { of, parts, beyond, rest };
  const step = (given: string) => stepOf(limit, { taken, quantity, rest: given, earlier });
  return limit.counts === 'amount' ? cap(next, over, step) : reduce(rules, next, over, step);
}

type Over = {
  of: CompiledLimit;
  parts: readonly AssessedComponent[];
  /** The same parts as they are left out, where nothing of them can be given. */
  beyond: readonly LeftOut[];
  rest: string;
};

/** The components that a limit counts. */
const partsOf = (
  { components }: Limit,
  { components: all }: Granted,
): readonly AssessedComponent[] =>
  components ? all.filter(({ component }) => components.includes(component)) : all;

function leave(state: Underway, gone: readonly LeftOut[]): Underway | Assessment {
  const assessment = without(state.assessment, gone);
  if (assessment.kind !== 'granted') return assessment;
  return { ...state, assessment, left: [...state.left, ...gone] };
}

/** Money up to the limit, the parts in order until it is used up. */
function cap(
  state: Underway,
  { of, parts, beyond, rest }: Over,
  step: (given: string) => string,
): Underway | Assessment {
  const found = capped(parts, { rest, paid: paidOf(of.limit, state) });
  if (!found) return leave(state, beyond);
  const paid = new Map(found.parts.map((it) => [it.component, it]));
  const components = state.assessment.components.map((it) => {
    const part = paid.get(it.component);
    return part ? withSteps(part, [step(found.rest)]) : it;
  });
  const gone = beyond.filter(({ component }) => paid.get(component)?.amount === '0.00');
  const assessment = { ...state.assessment, components };
  return leave({ ...state, assessment }, gone);
}

/** As much of a quantity as the limit leaves: the line, or some of its components, anew. */
function reduce(
  rules: CompiledRules,
  state: Underway,
  over: Over,
  step: (given: string) => string,
): Underway | Assessment {
  const { of, beyond, rest } = over;
  const { counts, components: some } = of.limit;
  if (some) return reduceParts(rules, state, over, step);
  const fewer = fewerOf(rules, state.line, { counts, rest });
  if (!fewer) return leave(state, beyond);
  const anew = without(fewer.assessment, state.left);
  if (anew.kind === 'question') return anew;
  if (anew.kind === 'nothing') return leave(state, beyond);
  // Worked out anew, a line has the steps of its rates alone.
  const notes = [...(state.notes ?? []), step(fewer.rest)];
  const components = anew.components.map((it) => withSteps(it, notes));
  return { ...state, line: fewer.line, notes, assessment: { ...anew, components } };
}

function reduceParts(
  rules: CompiledRules,
  state: Underway,
  { of, parts, beyond, rest }: Over,
  step: (given: string) => string,
): Underway | Assessment {
  const { counts } = of.limit;
  const ofComponent = new Map(state.ofComponent);
  const anew = new Map<string, AssessedComponent>();
  for (const part of parts) {
    const { component } = part;
    const before = ofComponent.get(component);
    if (compareText(quantityOf(of, state, [part]) ?? '0', rest) <= 0) {
      anew.set(component, part);
      continue;
    }
    const fewer = fewerOf(rules, before?.line ?? state.line, { counts, rest });
    if (!fewer) continue;
    const { assessment } = fewer;
    if (assessment.kind === 'question') return assessment;
    const found =
      assessment.kind === 'granted'
        ? assessment.components.find((it) => it.component === component)
        : undefined;
    if (!found) continue;
    const notes = [...(before?.notes ?? state.notes ?? []), step(fewer.rest)];
    ofComponent.set(component, { line: fewer.line, notes });
    anew.set(component, withSteps(found, notes));
  }
  const components = state.assessment.components.map((it) => anew.get(it.component) ?? it);
  const gone = beyond.filter(({ component }) => !anew.has(component));
  return leave({ ...state, ofComponent, assessment: { ...state.assessment, components } }, gone);
}

/** What a line uses in the end: a later limit may leave less of it than an earlier one let pass. */
export const usesOf = (state: Underway): LimitUse[] =>
  state.counted.flatMap(({ of, subject }) => {
    const parts = partsOf(of.limit, state.assessment);
    if (parts.length === 0) return [];
    const { code: limit, atMost } = of.limit;
    return [{ limit, subject, quantity: quantityOf(of, state, parts) ?? '0', atMost }];
  });

/** What earlier instalments paid of the components that a limit counts. */
const paidOf = ({ components }: Limit, { paid }: Underway): ReadonlyMap<string, Yuan> =>
  new Map(Object.entries(paid).filter(([code]) => components?.includes(code) ?? true));

/** Money of components: what was paid for good counts also where less, or nothing, is due now. */
function moneyOf(
  parts: readonly AssessedComponent[],
  paid: ReadonlyMap<string, Yuan>,
): readonly Yuan[] {
  if (paid.size === 0) return parts.map(({ amount }) => amount);
  const due = new Map(parts.map(({ component, amount }) => [component, amount]));
  const codes = new Set([...due.keys(), ...paid.keys()]);
  return [...codes].map((code) => max(due.get(code) ?? ZERO, paid.get(code) ?? ZERO));
}

/** What a limit counts of these components; of a quantity what they pay for, the most of any. */
function quantityOf(
  { limit, counts: read }: CompiledLimit,
  state: Underway,
  parts: readonly AssessedComponent[],
): string | undefined {
  const { line, ofComponent } = state;
  const { counts } = limit;
  if (counts === 'lines') return '1';
  if (counts === 'amount') return sum(moneyOf(parts, paidOf(limit, state)));
  let most: string | undefined;
  for (const { component, counted } of parts) {
    const it = counted?.[counts] ?? read(ofComponent?.get(component)?.line ?? line);
    if (it === undefined) return undefined;
    if (most === undefined || compareText(most, it) < 0) most = it;
  }
  return most;
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
