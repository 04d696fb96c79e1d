import { sum } from '../money.ts';
import {
  lessGrantedBefore,
  paysAhead,
  type Assessment,
  type DueNow,
  type GrantedBefore,
} from '../rules/index.ts';
import type { TrialRules } from './assess-anew.ts';
import type { RecordedClaim, RecordedLine, StoredPart } from './recorded-claim.ts';

/**
 * What the payment of a claim that was assessed last pays of a line under some rules: what they
 * give in all, less what payments before it granted. Nothing is owed back unless the scheme pays
 * ahead.
 */
export function dueNow(
  rules: TrialRules,
  { claim, line }: { claim: RecordedClaim; line: Pick<RecordedLine, 'before' | 'facts'> },
  assessment: Exclude<Assessment, { kind: 'question' }>,
): DueNow | { fundChanged: string } {
  const terms = { takesBack: takesBack(rules, claim), on: line.facts.endedOn };
  return lessGrantedBefore(assessment, summedUp(line.before), terms);
}

/** Whether the payment of a claim that was assessed last may take back what was paid before. */
export function takesBack({ pack }: TrialRules, claim: RecordedClaim): boolean {
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  return claim.instalment > 1 && paysAhead(scheme);
}

/** What all earlier payments granted, by component, fund and payee. */
const summedUp = (parts: readonly StoredPart[]): GrantedBefore[] =>
  Map.groupBy(parts, ({ component, fund, payee }) => [component, fund, payee].join(' '))
    .values()
    .flatMap((all) => {
      const amount = sum(all.map((it) => it.amount));
      return all.slice(0, 1).map((first) => ({ ...first, amount }));
    })
    .toArray();
