import { lessGrantedBefore, paysAhead, type Assessment, type DueNow } from '../rules/index.ts';
import type { TrialRules } from './assess-anew.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

/**
 * What the payment of a claim that was assessed last pays of a line under some rules: what they
 * give in all, less what payments before it granted. Nothing is owed back unless the scheme pays
 * ahead.
 */
export function dueNow(
  { pack }: Pick<TrialRules, 'pack'>,
  { claim, line }: { claim: RecordedClaim; line: Pick<RecordedLine, 'before' | 'facts'> },
  assessment: Exclude<Assessment, { kind: 'question' }>,
): DueNow | { fundChanged: string } {
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const takesBack = claim.instalment > 1 && paysAhead(scheme);
  return lessGrantedBefore(assessment, line.before, { takesBack, on: line.facts.endedOn });
}
