import type { Exclusion, RegionPack } from '../../domain/region-pack/index.ts';
import type { Grant } from '../../domain/rules/index.ts';
import { appliesTo, type PlainAssessment } from './plain-assessor.ts';
import { monthsLater } from './plain-days.ts';
import { plainFacts, type PlainLine } from './plain-facts.ts';
import type { Reading } from './plain-formula.ts';

/** A line under the rules of its key day, with what rules may ask of it. */
export type Placed = { line: PlainLine; day: string; on: Reading };

export function placed(pack: RegionPack, line: PlainLine): Placed {
  const facts = plainFacts(pack, line);
  const name = pack.schemes.find(({ code }) => code === line.scheme)?.keyDate;
  const day = name === undefined ? undefined : facts.value(name);
  return { line, day: day ?? line.startedOn, on: { pack, facts } };
}

export const named = (grants: readonly { grant: Grant; day: string }[]) =>
  grants.map(({ grant: { claimNo, lineNo }, day }) => ({ claimNo, lineNo, day }));

export type Due = Extract<PlainAssessment, { kind: 'granted' }>;
export type Gone = Due['leftOut'];

/** Without these components; nothing, by the first of them, where no other is left. */
export function lessOf(due: Due, gone: Gone): PlainAssessment {
  const [first] = gone;
  if (!first) return due;
  const components = due.components.filter(
    (it) => !gone.some(({ component }) => component === it.component),
  );
  if (components.length > 0) return { ...due, components, leftOut: [...due.leftOut, ...gone] };
  const { component: _, ...by } = first;
  return { kind: 'nothing', reason: first.rule, by };
}

export function excluded(
  pack: RegionPack,
  line: PlainLine,
  { earlier, assessment }: { earlier: readonly Grant[]; assessment: Due },
): PlainAssessment | Gone {
  const mine = placed(pack, line);
  const before = earlier.map((grant) => ({ grant, ...placed(pack, grant.line) }));
  const gone: Gone[number][] = [];
  for (const rule of pack.exclusions ?? []) {
    if (rule.components && !hasOne(pack, line.scheme, rule.components)) continue;
    const hits = before.filter((it) => excludes(rule, mine, it));
    if (hits.length === 0 || !appliesTo(rule, mine.day, mine.on)) continue;
    const { code, document, clause } = rule;
    const by = { rule: code, clause: `${document} ${clause}`, earlier: named(hits) };
    if (!rule.components) return { kind: 'nothing', reason: code, by };
    for (const { component } of assessment.components) {
      const known = gone.some((it) => it.component === component);
      if (rule.components.includes(component) && !known) gone.push({ component, ...by });
    }
  }
  return gone;
}

export const hasOne = (
  { schemes }: RegionPack,
  scheme: string,
  components: readonly string[],
): boolean =>
  schemes.some(
    (it) => it.code === scheme && it.components.some((of) => components.includes(of.code)),
  );

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
