import { sum } from '../domain/money.ts';
import { lessGrantedBefore, type DueNow, type GrantedBefore } from '../domain/rules/index.ts';
import type { ComponentAmount, LineAmount } from '../db/assessment.ts';
import type { ClaimState } from '../db/claim-state.ts';
import { listGrantedBefore } from '../db/instalment.ts';
import { takesBack } from './instalments.ts';
import type { AssessedLine } from './line-assessment.ts';
import type { Step } from './open-step.ts';
import { PackQuestion } from './pack-question.ts';

export type DueLine = DueNow & Pick<AssessedLine, 'lineNo' | 'accountId' | 'uses' | 'listed'>;

/**
 * What the present instalment of a claim pays of each line: what it is worth less what was granted
 * before. Throws PackQuestion where a line could not be assessed.
 */
export function dueLines(step: Step, lines: readonly AssessedLine[], before: Before): DueLine[] {
  const { claim } = step;
  const terms = { takesBack: takesBack(step), on: claim.lastFactOn };
  return lines.map(({ assessment, ...line }) => {
    if (assessment.kind === 'question') throw new PackQuestion(assessment.question);
    const due = lessGrantedBefore(assessment, before.get(line.lineNo) ?? [], terms);
    if ('fundChanged' in due) throw new PackQuestion(`fund-changed-${due.fundChanged}`);
    return { ...line, ...due };
  });
}

/** What earlier instalments granted, by line number. */
export type Before = ReadonlyMap<number, readonly GrantedBefore[]>;

export async function listBefore({ tx, claim }: Step): Promise<Before> {
  const { id: claimId, instalment } = claim;
  const found = new Map<number, GrantedBefore[]>();
  if (instalment === 1) return found;
  for (const { lineNo, ...granted } of await listGrantedBefore(tx, { claimId, instalment })) {
    found.set(lineNo, [...(found.get(lineNo) ?? []), granted]);
  }
  return found;
}

export const amountOf = ({ lineNo, components, reason, by, listed }: DueLine): LineAmount => ({
  lineNo,
  amount: sum(components.map((it) => it.amount)),
  reason,
  refusedBy: by,
  listed,
});

/** The components of a line with the account each goes to, as it stands now. */
export function componentsOf(
  claim: Pick<ClaimState, 'id' | 'accountId'>,
  { lineNo, accountId: own, components }: DueLine,
): ComponentAmount[] {
  return components.map(({ component, amount, fund, payee, explanation }) => {
    const accountId = payee === 'person' ? own : claim.accountId;
    // Filing asks for it where it can tell; what only shows later, a person must answer.
    if (accountId === null) throw new PackQuestion(`no-account-line-${String(lineNo)}`);
    return { lineNo, component, amount, fund, accountId, explanation };
  });
}
