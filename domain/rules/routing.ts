import type { Routing } from '../region-pack/index.ts';
import type { Missing } from './compiled.ts';
import { compileCondition } from './formula.ts';
import type { LineFacts } from './line-facts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The fund that pays a component of a line, or why nobody can tell. */
export type FundOf = (line: LineFacts) => string | Missing;

/** The first routing rule for a component of a scheme that holds, else the default fund. */
export function compileRouting(
  { rules, defaultFund }: Routing,
  of: { scheme: string; component: string },
  words: Vocabulary,
): FundOf {
  const routes = rules
    .filter(
      ({ schemes, components }) =>
        (schemes?.includes(of.scheme) ?? true) && (components?.includes(of.component) ?? true),
    )
    .map((rule) => ({
      fund: rule.fund,
      groups: rule.groups,
      holds: rule.if && compileCondition(rule.if, words),
    }));
  return (line) => {
    for (const { fund, groups, holds } of routes) {
      if (groups && !groups.includes(line.group)) continue;
      const found: boolean | Missing = holds ? holds(line) : true;
      if (typeof found !== 'boolean') return found;
      if (found) return fund;
    }
    return defaultFund;
  };
}
