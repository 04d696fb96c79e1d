import type { CompiledRules } from './compiled-rules.ts';

/** What assessing a scheme needs beside the lines themselves, so that nothing else is fetched. */
export type Reads = {
  /** Something granted before, or shared with others, counts. */
  limited: boolean;
  /** Age or sex is asked for. */
  births: boolean;
  /** Imported lists are asked for. */
  lists: boolean;
  /** The day of 受理 is asked for. */
  acceptance: boolean;
};

const birthFacts = ['bornOn', 'sex', 'ageAtStart', 'ageAtEnd', 'ageAtFiling', 'ageAtIssue'];

export function readsOf(rules: CompiledRules, scheme: string): Reads {
  const compiled = rules.schemes.get(scheme);
  if (!compiled) return { limited: false, births: false, lists: false, acceptance: false };
  const { exclusions, limits, reads } = compiled;
  return {
    limited: exclusions.length + limits.length > 0,
    births: birthFacts.some((it) => reads.has(it)),
    lists: reads.has('listed'),
    acceptance: reads.has('acceptedOn'),
  };
}
