import { sum, type Yuan } from '../domain/money.ts';
import { storeAssessment, type LineToAssess } from '../db/assessment.ts';
import { LimitExceeded, recordLimitUses } from '../db/limit.ts';
import type { Dependencies } from './dependencies.ts';
import { amountOf, componentsOf, dueLines, listBefore } from './due-lines.ts';
import { assessLines } from './line-assessment.ts';
import type { Step } from './open-step.ts';
import { PackQuestion } from './pack-question.ts';

/**
 * Stores what each filed line of a claim is worth, with its explanation and what it uses of limits,
 * in place of an earlier assessment; answers the sum, yuan. Throws PackQuestion.
 */
export async function assessFiled(
  step: Step,
  lines: readonly LineToAssess[],
  decrypt: Dependencies['decrypt'],
): Promise<Yuan> {
  const { tx, claim } = step;
  const before = await listBefore(step);
  const assessed = dueLines(step, await assessLines(step, lines, { decrypt, before }), before);
  const amounts = assessed.map(amountOf);
  const components = await componentsOf(step, assessed);
  const { instalment } = claim;
  await storeAssessment(tx, claim.id, { instalment, lines: amounts, components });
  const uses = assessed.flatMap(({ lineNo, uses: of }) => of.map((it) => ({ lineNo, ...it })));
  await countUses(tx, claim.id, uses);
  return sum(amounts.map((it) => it.amount));
}

/** What the rules allow and the database does not is shown and asked, never tried for ever. */
async function countUses(...of: Parameters<typeof recordLimitUses>): Promise<void> {
  try {
    await recordLimitUses(...of);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    throw new PackQuestion(`limit-disputed-${error.limit}`);
  }
}
