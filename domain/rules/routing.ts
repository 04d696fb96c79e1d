import type { Routing } from '../region-pack/index.ts';
import type { CompiledCondition, Missing } from './compiled.ts';
import type { Facts } from './facts.ts';
import { compileCondition } from './formula.ts';
import type { Vocabulary } from './vocabulary.ts';

export type CompiledRouting = {
  rules: readonly { rule: Routing['rules'][number]; holds: CompiledCondition | undefined }[];
  defaultFund: string;
};

export function compileRouting(routing: Routing, words: Vocabulary): CompiledRouting {
  return {
    rules: routing.rules.map((rule) => ({
      rule,
      holds: rule.if && compileCondition(rule.if, words),
    })),
    defaultFund: routing.defaultFund,
  };
}

/** The fund that pays a component: the first routing rule that holds, else the default. */
export function fundOf(
  { rules, defaultFund }: CompiledRouting,
  of: { group: string; scheme: string; component: string },
  facts: Facts,
): string | Missing {
  for (const { rule, holds } of rules) {
    const { groups, schemes, components } = rule;
    const named =
      (groups?.includes(of.group) ?? true) &&
      (schemes?.includes(of.scheme) ?? true) &&
      (components?.includes(of.component) ?? true);
    if (!named) continue;
    const found = holds ? holds(facts) : true;
    if (typeof found !== 'boolean') return found;
    if (found) return rule.fund;
  }
  return defaultFund;
}
