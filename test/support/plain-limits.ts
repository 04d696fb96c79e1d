import type { Limit, RegionPack } from '../../domain/region-pack/index.ts';
import type { Grant, LineOfPerson } from '../../domain/rules/index.ts';
import { appliesTo, plainAssessment, type PlainAssessment } from './plain-assessor.ts';
import {
  excluded,
  hasOne,
  lessOf,
  named,
  placed,
  type Due,
  type Gone,
  type Placed,
} from './plain-exclusions.ts';
import { plainFacts, type PlainLine } from './plain-facts.ts';
import type { Reading } from './plain-formula.ts';
import {
  fractionOf,
  isLess,
  minus,
  nought,
  plus,
  shortestText,
  type Fraction,
} from './plain-fraction.ts';
import { partOf, upTo, withOnly } from './plain-reduction.ts';
import { orQuestion, Untold } from './plain-untold.ts';

type Subjects = LineOfPerson['subjects'];
export type PlainUse = { limit: string; subject: string; quantity: string };
export type PlainWithinLimits = { assessment: PlainAssessment; uses: PlainUse[] };

/**
 * What a line is worth after what was granted before. `used` is what shared limits have used, one
 * entry per limit and subject; a granted line adds what it uses itself.
 */
export function plainWithinLimits(
  pack: RegionPack,
  { line, subjects, earlier: grants, grantedBefore = false, paid = {} }: LineOfPerson,
  used: Map<string, string>,
): PlainWithinLimits {
  const { bornOn, sex } = line;
  const birth = { ...(bornOn !== undefined && { bornOn }), ...(sex !== undefined && { sex }) };
  const earlier = grants.map((it) => ({ ...it, line: { ...birth, ...it.line } }));
  const assessment = plainAssessment(pack, line);
  if (assessment.kind !== 'granted') return { assessment, uses: [] };
  const lacking = (what: string) => `no-fact-${line.scheme}-${what}`;
  const found = orQuestion((): PlainWithinLimits => {
    const repeated = grantedBefore ? [] : excluded(pack, line, { earlier, assessment });
    if (!Array.isArray(repeated)) return { assessment: repeated, uses: [] };
    const due = lessOf(assessment, repeated);
    if (due.kind !== 'granted') return { assessment: due, uses: [] };
    return limited(pack, { line, subjects, earlier, used, due, left: repeated, paid });
  }, lacking);
  if ('question' in found) return { assessment: found, uses: [] };
  if (found.assessment.kind !== 'granted') return { assessment: found.assessment, uses: [] };
  const total = found.assessment.components.map(({ amount }) => fractionOf(amount));
  if (!isLess(nought, total.reduce(plus, nought))) return { ...found, uses: [] };
  for (const { limit, subject, quantity } of found.uses) {
    const key = `${limit} ${subject}`;
    const total = plus(fractionOf(used.get(key) ?? '0'), fractionOf(quantity));
    used.set(key, shortestText(total));
  }
  return found;
}

type Limited = {
  line: PlainLine;
  subjects: Subjects;
  earlier: readonly Grant[];
  used: ReadonlyMap<string, string>;
  due: Due;
  left: Gone;
  /** Paid for good by earlier instalments. */
  paid: Readonly<Record<string, string>>;
};

function limited(pack: RegionPack, of: Limited): PlainWithinLimits {
  const { line, subjects, earlier, used, paid } = of;
  let current = line;
  let { due, left } = of;
  const less = new Map<string, PlainLine>();
  const counted: { limit: Limit; subject: string }[] = [];
  const lineOf = (component: string) => placed(pack, less.get(component) ?? current);
  for (const limit of inTurn(pack, line.scheme)) {
    const inLimit = (it: { component: string }) =>
      limit.components?.includes(it.component) !== false;
    const parts = due.components.filter(inLimit);
    if (parts.length === 0) continue;
    const subject = subjectOf(limit, placed(pack, line), subjects);
    if (subject === undefined) continue;
    const before = earlier
      .map((grant) => ({ grant, ...placed(pack, grant.line) }))
      .filter((it) => {
        const { organisation = subjects.organisation, parts: theirParts } = it.grant;
        const theirs = { ...subjects, organisation };
        const part = (code: string) => theirParts?.[code] ?? '0.00';
        if (theirParts && limit.components?.every((code) => part(code) === '0.00')) return false;
        return orQuestion(() => subjectOf(asOfEarlier(limit), it, theirs), String) === subject;
      });
    const taken = limit.per.includes('person')
      ? before.map(({ grant }) => usedBefore(pack, limit, grant)).reduce(plus, nought)
      : fractionOf(used.get(`${limit.code} ${subject}`) ?? '0');
    const rest = minus(fractionOf(limit.atMost), taken);
    const quantity = quantityOf(limit, parts, { lineOf, paid });
    counted.push({ limit, subject });
    if (!isLess(rest, quantity)) continue;
    const { code, document, clause } = limit;
    const refusal = { rule: code, clause: `${document} ${clause}` };
    const by = before.length > 0 ? { ...refusal, earlier: named(before) } : refusal;
    const leave = (gone: readonly { component: string }[]): PlainAssessment => {
      const more = gone.map(({ component }) => ({ component, ...by }));
      left = [...left, ...more];
      return lessOf(due, more);
    };
    let next: PlainAssessment;
    const part = partOf(pack, limit, rest);
    if (part === undefined) {
      next = leave(parts);
    } else if (limit.counts === 'amount') {
      const had = Object.entries(paid).filter(
        ([code]) => limit.components?.includes(code) !== false,
      );
      const given = upTo(parts, part, new Map(had));
      due = { ...due, components: due.components.map((it) => given.get(it.component) ?? it) };
      next = leave(parts.filter((it) => given.get(it.component)?.amount === '0.00'));
    } else if (!limit.components) {
      current = withOnly(current, limit.counts, part);
      const anew = plainAssessment(pack, current);
      const less = anew.kind === 'granted' ? lessOf(anew, left) : anew;
      next = less.kind === 'nothing' ? leave(parts) : less;
    } else {
      const anew = new Map<string, Due['components'][number]>();
      for (const each of parts) {
        const { component } = each;
        if (!isLess(rest, quantityOf(limit, [each], { lineOf, paid }))) {
          anew.set(component, each);
          continue;
        }
        const fewer = withOnly(less.get(component) ?? current, limit.counts, part);
        const found = plainAssessment(pack, fewer);
        if (found.kind === 'question') return { assessment: found, uses: [] };
        const its = found.kind === 'granted' ? found.components : [];
        const again = its.find((it) => it.component === component);
        if (!again) continue;
        less.set(component, fewer);
        anew.set(component, again);
      }
      due = { ...due, components: due.components.map((it) => anew.get(it.component) ?? it) };
      next = leave(parts.filter((it) => !anew.has(it.component)));
    }
    if (next.kind !== 'granted') return { assessment: next, uses: [] };
    due = next;
  }
  const uses = counted.flatMap(({ limit, subject }) => {
    const parts = due.components.filter((it) => limit.components?.includes(it.component) !== false);
    if (parts.length === 0) return [];
    const quantity = shortestText(quantityOf(limit, parts, { lineOf, paid }));
    return [{ limit: limit.code, subject, quantity }];
  });
  return { assessment: due, uses };
}

/** Quantities first, for they change what the line is worth, then of single parts; then money. */
function inTurn(pack: RegionPack, scheme: string): Limit[] {
  const mine = (pack.limits ?? []).filter(
    (it) =>
      it.schemes?.includes(scheme) !== false &&
      (it.components === undefined || hasOne(pack, scheme, it.components)),
  );
  const quantities = mine.filter((it) => it.counts !== 'amount');
  return [
    ...quantities.filter((it) => !it.components),
    ...quantities.filter((it) => it.components),
    ...mine.filter((it) => it.counts === 'amount'),
  ];
}

/** The limit as lines granted before are held against it. */
function asOfEarlier({ from, groups, ...limit }: Limit): Limit {
  if (limit.countsBefore === true) return limit;
  return { ...limit, ...(from !== undefined && { from }), ...(groups && { groups }) };
}

/** Period, then person or organisation or fact, in the order of the limit; a blank between. */
function subjectOf(limit: Limit, { day, on }: Placed, subjects: Subjects): string | undefined {
  if (!appliesTo(limit, day, on)) return undefined;
  const period = periodOf(limit, day, on);
  if (period === undefined) return undefined;
  const byFact = limit.per.filter(
    (it) => !['person', 'organisation', 'scheme', 'group'].includes(it),
  );
  if (byFact.length > 0 && byFact.every((it) => on.facts.value(it) === undefined)) return undefined;
  const parts = limit.per.map((name) =>
    name === 'person' || name === 'organisation' ? subjects[name] : (on.facts.value(name) ?? '-'),
  );
  const version = limit.per.includes('person') ? [`@${on.pack.version}`] : [];
  return [period, ...parts, ...version].join(' ');
}

function periodOf({ in: period }: Limit, day: string, { facts }: Reading): string | undefined {
  if (period === 'lifetime') return period;
  if ('yearOf' in period) {
    const counted = facts.value(period.yearOf);
    if (counted === undefined) throw new Untold({ lacks: period.yearOf });
    return counted.slice(0, 4);
  }
  const { from, to } = period;
  return day < from || (to !== undefined && day > to) ? undefined : from;
}

function quantityOf(
  { counts, components }: Limit,
  parts: Due['components'],
  {
    lineOf,
    paid: had,
  }: {
    lineOf: (component: string) => Placed;
    paid: Readonly<Record<string, string>>;
  },
): Fraction {
  if (counts === 'lines') return fractionOf('1');
  if (counts === 'amount') {
    const due = new Map(parts.map((it) => [it.component, it.amount]));
    const before = Object.keys(had).filter((it) => components?.includes(it) !== false);
    return [...new Set([...due.keys(), ...before])]
      .map((code) => {
        const [now, then] = [fractionOf(due.get(code) ?? '0'), fractionOf(had[code] ?? '0')];
        return isLess(now, then) ? then : now;
      })
      .reduce(plus, nought);
  }
  const paid = parts.map(({ component, counted }) => {
    const value = counted?.[counts] ?? lineOf(component).on.facts.value(counts);
    if (value === undefined) throw new Untold({ lacks: counts });
    return fractionOf(value);
  });
  return paid.reduce((a, b) => (isLess(a, b) ? b : a));
}

function usedBefore(pack: RegionPack, limit: Limit, grant: Grant): Fraction {
  const { code, counts, components } = limit;
  const stored = grant.uses?.[code];
  if (stored !== undefined) return fractionOf(stored);
  if (counts === 'lines') return fractionOf('1');
  if (counts === 'amount') {
    const { parts, amount } = grant;
    if (!components || !parts) return fractionOf(amount);
    return components.map((it) => fractionOf(parts[it] ?? '0.00')).reduce(plus, nought);
  }
  const anew = plainAssessment({ ...pack, requirements: [] }, grant.line);
  const filed = plainFacts(pack, grant.line).value(counts) ?? '0';
  const paid = (anew.kind === 'granted' ? anew.components : [])
    .filter((it) => limit.components?.includes(it.component) !== false)
    .filter((it) => !grant.parts || (grant.parts[it.component] ?? '0.00') !== '0.00')
    .map((it) => fractionOf(it.counted?.[counts] ?? filed));
  return paid.length === 0 ? fractionOf(filed) : paid.reduce((a, b) => (isLess(a, b) ? b : a));
}
