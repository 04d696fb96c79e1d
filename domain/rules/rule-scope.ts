import type { IsoDate } from '../days.ts';
import type { Requirement } from '../region-pack/index.ts';
import type { CompiledCondition, Missing } from './compiled.ts';
import type { LineFacts } from './line-facts.ts';
import { compileCondition } from './formula.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Whom and when a rule is for, as a pack writes it. */
export type Scope = Pick<Requirement, 'schemes' | 'groups' | 'if' | 'from' | 'to'>;

/** Whether a rule applies to a line with this key day. */
export type AppliesTo = (line: LineFacts, on: IsoDate) => boolean | Missing;

export function compileScope(scope: Scope, words: Vocabulary): AppliesTo {
  const { schemes, groups, from, to } = scope;
  const holds: CompiledCondition | undefined = scope.if && compileCondition(scope.if, words);
  return (line, on) => {
    if (schemes && !schemes.includes(line.scheme)) return false;
    if (groups && !groups.includes(line.group)) return false;
    if ((from !== undefined && on < from) || (to !== undefined && on > to)) return false;
    return holds ? holds(line) : true;
  };
}

/** Where a rule that refuses is written, with the sentence that says what it asks. */
export const refusal = (rule: {
  code: string;
  name: string;
  document: string;
  clause: string;
}) => ({
  rule: rule.code,
  name: rule.name,
  clause: `${rule.document} ${rule.clause}`,
});
