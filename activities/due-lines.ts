import { sum } from '../domain/money.ts';
import { lessGrantedBefore, type DueNow, type GrantedBefore } from '../domain/rules/index.ts';
import { codeOfPaid, type PaidTo } from '../domain/payee.ts';
import type { ComponentAmount, LineAmount } from '../db/assessment.ts';
import { listGrantedBefore } from '../db/instalment.ts';
import { accountsByCreditCode } from '../db/organisation-payee.ts';
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

/** The components of lines with the account each goes to, as it stands now. */
export async function componentsOf(
  { tx, claim }: Step,
  lines: readonly DueLine[],
): Promise<ComponentAmount[]> {
  const payees = lines.flatMap(({ components }) => components.map(({ payee }) => payee));
  const codes = new Set(payees.flatMap((it) => codeOfPaid(it) ?? []));
  const accounts = await accountsByCreditCode(tx, [...codes]);
  return lines.flatMap((line) => componentsOfLine(line, { claim: claim.accountId, accounts }));
}

function componentsOfLine(
  { lineNo, accountId: own, components }: DueLine,
  known: { claim: string; accounts: ReadonlyMap<string, string> },
): ComponentAmount[] {
  const accountOf = (payee: PaidTo): string | null => {
    if (payee === 'person') return own;
    return payee === 'claimant'
      ? known.claim
      : (known.accounts.get(codeOfPaid(payee) ?? '') ?? null);
  };
  return components.map(({ component, amount, fund, payee, explanation }) => {
    const accountId = accountOf(payee);
    // Filing asks for it where it can tell; what only shows later, a person must answer.
    if (accountId === null) throw new PackQuestion(`no-account-line-${String(lineNo)}`);
    return { lineNo, component, amount, fund, accountId, explanation };
  });
}
