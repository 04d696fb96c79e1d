import type { PackInForce } from '../../db/pack.ts';
import { withinLimits, type Assessment } from '../../domain/rules/index.ts';
import { paidFor, subjects, type WorkedOut } from './work-out.ts';

type Rules = PackInForce['rules'];
type Compiled = NonNullable<ReturnType<Rules['schemes']['get']>>;

/**
 * What a line is worth after each exclusion and each limit that the engine looked at, in order: one
 * that refuses the line, or asks, is the last.
 */
export type LookedAt = { exclusions: Assessment[]; limits: Assessment[] };

export function lookedAt(rules: Rules, worked: WorkedOut): LookedAt {
  const compiled = rules.schemes.get(worked.line.scheme);
  if (!compiled || worked.byItself.kind !== 'granted') return { exclusions: [], limits: [] };
  const { exclusions, limits } = compiled;
  const after = (some: Pick<Compiled, 'exclusions' | 'limits'>): Assessment =>
    outcome(rules, worked, { ...compiled, ...some });
  const passed = untilDecided(exclusions.length, (count) =>
    after({ exclusions: exclusions.slice(0, count), limits: [] }),
  );
  if (passed.some(({ kind }) => kind !== 'granted')) return { exclusions: passed, limits: [] };
  const limited = untilDecided(limits.length, (count) =>
    after({ exclusions, limits: limits.slice(0, count) }),
  );
  return { exclusions: passed, limits: limited };
}

function untilDecided(length: number, after: (count: number) => Assessment): Assessment[] {
  const found: Assessment[] = [];
  for (let count = 1; count <= length; count += 1) {
    const assessment = after(count);
    found.push(assessment);
    if (assessment.kind !== 'granted') break;
  }
  return found;
}

/** The line under other rules of its scheme; earlier lines of other schemes have theirs. */
function outcome(rules: Rules, worked: WorkedOut, compiled: Compiled): Assessment {
  const { line, earlier, before, usedBefore } = worked;
  const schemes = new Map([...rules.schemes, [line.scheme, compiled]]);
  const paid = paidFor(compiled.scheme, before);
  const of = { line, subjects, earlier, grantedBefore: before !== undefined, ...paid };
  return withinLimits({ ...rules, schemes }, of, new Map(usedBefore)).assessment;
}
