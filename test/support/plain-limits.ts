import type { Exclusion, Limit, RegionPack } from '../../domain/region-pack/index.ts';
import type { Grant, LineOfPerson } from '../../domain/rules/index.ts';
import { appliesTo, plainAssessment, type PlainAssessment } from './plain-assessor.ts';
import { monthsLater } from './plain-days.ts';
import { kindOf, plainFacts, type PlainLine } from './plain-facts.ts';
import type { Reading } from './plain-formula.ts';
import {
  fractionOf,
  isLess,
  minus,
  nought,
  plus,
  shortestText,
  times,
  wholeOf,
  yuanText,
  type Fraction,
} from './plain-fraction.ts';
import { orQuestion, Untold } from './plain-untold.ts';

type Subjects = LineOfPerson['subjects'];
export type PlainUse = { limit: string; subject: string; quantity: string };
export type PlainWithinLimits = { assessment: PlainAssessment; uses: PlainUse[] };

/** A line under the rules of its key day, with what rules may ask of it. */
type Placed = { line: PlainLine; day: string; on: Reading };

/**
 * What a line is worth after what was granted before. `used` is what shared limits have used, one
 * entry per limit and subject; a granted line adds what it uses itself.
 */
export function plainWithinLimits(
  pack: RegionPack,
  { line, subjects, earlier: grants, grantedBefore = false }: LineOfPerson,
  used: Map<string, string>,
): PlainWithinLimits {
  const { bornOn, sex } = line;
  const birth = { ...(bornOn !== undefined && { bornOn }), ...(sex !== undefined && { sex }) };
  const earlier = grants.map((it) => ({ ...it, line: { ...birth, ...it.line } }));
  const assessment = plainAssessment(pack, line);
  if (assessment.kind !== 'granted') return { assessment, uses: [] };
  const lacking = (what: string) => `no-fact-${line.scheme}-${what}`;
  const found = orQuestion(() => {
    const repeated = grantedBefore ? undefined : excluded(pack, line, earlier);
    return repeated
      ? { assessment: repeated, uses: [] }
      : limited(pack, { line, subjects, earlier, used });
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

function placed(pack: RegionPack, line: PlainLine): Placed {
  const facts = plainFacts(pack, line);
  const name = pack.schemes.find(({ code }) => code === line.scheme)?.keyDate;
  const day = name === undefined ? undefined : facts.value(name);
  return { line, day: day ?? line.startedOn, on: { pack, facts } };
}

const named = (grants: readonly { grant: Grant; day: string }[]) =>
  grants.map(({ grant: { claimNo, lineNo }, day }) => ({ claimNo, lineNo, day }));

function excluded(
  pack: RegionPack,
  line: PlainLine,
  earlier: readonly Grant[],
): PlainAssessment | undefined {
  const mine = placed(pack, line);
  const before = earlier.map((grant) => ({ grant, ...placed(pack, grant.line) }));
  for (const rule of pack.exclusions ?? []) {
    const hits = before.filter((it) => excludes(rule, mine, it));
    if (hits.length === 0 || !appliesTo(rule, mine.day, mine.on)) continue;
    const { code, document, clause } = rule;
    const by = { rule: code, clause: `${document} ${clause}`, earlier: named(hits) };
    return { kind: 'nothing', reason: code, by };
  }
  return undefined;
}

function excludes(rule: Exclusion, { line, day, on }: Placed, before: Placed): boolean {
  const { against, same, level, overlap, withinMonths } = rule;
  if (!against.includes(before.line.scheme)) return false;
  const mine = same.map((name) => on.facts.value(name));
  if (same.length > 0 && mine.every((it) => it === undefined)) return false;
  if (same.some((name, at) => mine[at] !== before.on.facts.value(name))) return false;
  if (level !== undefined) {
    const rank = (code: string | undefined) => on.pack.levels.findIndex((it) => it.code === code);
    const [mine, theirs] = [rank(line.level), rank(before.line.level)];
    if (mine < 0 || theirs < 0 || theirs < mine) return false;
    if (level === 'higher' && theirs === mine) return false;
  }
  if (overlap !== undefined) {
    const part = (it: string) => (overlap === 'months' ? it.slice(0, 7) : it);
    if (part(before.line.endedOn) < part(line.startedOn)) return false;
    if (part(before.line.startedOn) > part(line.endedOn)) return false;
  }
  return withinMonths === undefined || day <= monthsLater(before.line.endedOn, withinMonths);
}

function limited(
  pack: RegionPack,
  {
    line,
    subjects,
    earlier,
    used,
  }: {
    line: PlainLine;
    subjects: Subjects;
    earlier: readonly Grant[];
    used: ReadonlyMap<string, string>;
  },
): PlainWithinLimits {
  let current = line;
  let assessment = plainAssessment(pack, line);
  const counted: { limit: Limit; subject: string }[] = [];
  // Quantities first, for they change what the line is worth; then money.
  const limits = (pack.limits ?? []).toSorted(
    (a, b) => Number(a.counts === 'amount') - Number(b.counts === 'amount'),
  );
  for (const limit of limits) {
    if (limit.schemes?.includes(line.scheme) === false) continue;
    const subject = subjectOf(limit, placed(pack, line), subjects);
    if (subject === undefined) continue;
    const before = earlier
      .map((grant) => ({ grant, ...placed(pack, grant.line) }))
      .filter((it) => {
        const { organisation = subjects.organisation } = it.grant;
        const theirs = { ...subjects, organisation };
        return orQuestion(() => subjectOf(asOfEarlier(limit), it, theirs), String) === subject;
      });
    const taken = limit.per.includes('person')
      ? before.map(({ grant }) => usedBefore(pack, limit, grant)).reduce(plus, nought)
      : fractionOf(used.get(`${limit.code} ${subject}`) ?? '0');
    const rest = minus(fractionOf(limit.atMost), taken);
    const quantity = fractionOf(quantityOf(limit, placed(pack, current), assessment));
    counted.push({ limit, subject });
    if (!isLess(rest, quantity)) continue;
    const part = partOf(pack, limit, rest);
    if (part === undefined) {
      const { code, document, clause } = limit;
      const refusal = { rule: code, clause: `${document} ${clause}` };
      const by = before.length > 0 ? { ...refusal, earlier: named(before) } : refusal;
      return { assessment: { kind: 'nothing', reason: code, by }, uses: [] };
    }
    if (limit.counts === 'amount') {
      assessment = upTo(assessment, part);
    } else {
      current = withOnly(current, limit.counts, part);
      assessment = plainAssessment(pack, current);
    }
    if (assessment.kind !== 'granted') return { assessment, uses: [] };
  }
  const last = placed(pack, current);
  const uses = counted.map(({ limit, subject }) => ({
    limit: limit.code,
    subject,
    quantity: shortestText(fractionOf(quantityOf(limit, last, assessment))),
  }));
  return { assessment, uses };
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

function quantityOf({ counts }: Limit, { on }: Placed, assessment: PlainAssessment): string {
  if (counts === 'lines') return '1';
  if (counts === 'amount') {
    const { components } = assessment.kind === 'granted' ? assessment : { components: [] };
    return yuanText(components.map(({ amount }) => fractionOf(amount)).reduce(plus, nought));
  }
  const value = on.facts.value(counts);
  if (value === undefined) throw new Untold({ lacks: counts });
  return value;
}

function usedBefore(pack: RegionPack, { code, counts }: Limit, grant: Grant) {
  const stored = grant.uses?.[code];
  if (stored !== undefined) return fractionOf(stored);
  if (counts === 'lines') return fractionOf('1');
  if (counts === 'amount') return fractionOf(grant.amount);
  return fractionOf(plainFacts(pack, grant.line).value(counts) ?? '0');
}

/** What can still be given: whole fen of money, any part of what was filed, and else nothing. */
function partOf(pack: RegionPack, limit: Limit, rest: Fraction): string | undefined {
  const { counts, beyond } = limit;
  const filed = pack.facts?.some((it) => it.code === counts && ['line', 'claim'].includes(it.of));
  if (beyond === 'refuse' || !isLess(nought, rest)) return undefined;
  const money = counts === 'amount' || kindOf(pack, counts) === 'yuan';
  if (!['amount', 'months', 'hours', 'feePaid'].includes(counts) && filed !== true)
    return undefined;
  if (!money) return shortestText(rest);
  const fen = wholeOf(times(rest, fractionOf('100')), 'down');
  return fen === 0n ? undefined : yuanText({ top: fen, bottom: 100n });
}

/** The components in order until the money is used up; what then gets none falls away. */
function upTo(assessment: PlainAssessment, amount: string): PlainAssessment {
  if (assessment.kind !== 'granted') return assessment;
  let left = fractionOf(amount);
  const components = assessment.components.map((it) => {
    const due = fractionOf(it.amount);
    const paid = isLess(left, due) ? left : due;
    left = minus(left, paid);
    return { ...it, amount: yuanText(paid) };
  });
  return { ...assessment, components: components.filter((it) => it.amount !== '0.00') };
}

function withOnly(line: PlainLine, counts: string, rest: string): PlainLine {
  if (counts === 'months') return { ...line, months: Number(rest) };
  if (counts === 'hours') return { ...line, hours: Number(rest) };
  if (counts === 'feePaid') return { ...line, feePaid: rest };
  return { ...line, own: { ...line.own, [counts]: rest } };
}
