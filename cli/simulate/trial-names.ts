import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { CompiledRules } from '../../domain/rules/index.ts';
import { questionWords } from '../region/question-words.ts';

/** The names of codes, as the draft has them; a code that it has no longer stays a code. */
export type TrialNames = Record<
  'unit' | 'group' | 'scheme' | 'fund' | 'question',
  (code: string) => string
> & { component: (scheme: string, code: string) => string };

export function trialNames({
  pack,
  rules,
}: {
  pack: RegionPack;
  rules: CompiledRules;
}): TrialNames {
  const named = (all: readonly { code: string; name: string }[]) => {
    const names = new Map(all.map(({ code, name }) => [code, name]));
    return (code: string): string => names.get(code) ?? code;
  };
  return {
    unit: named(pack.units),
    group: named(pack.groups),
    scheme: named(pack.schemes),
    fund: named(pack.funds),
    component: (scheme, code) =>
      named(pack.schemes.find((it) => it.code === scheme)?.components ?? [])(code),
    question: (code) => questionWords(pack, rules.words, code),
  };
}
