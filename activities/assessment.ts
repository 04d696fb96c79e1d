import type { Standing } from '../domain/claim.ts';
import { sum, ZERO } from '../domain/money.ts';
import { assessLine, lineFacts, type Assessment } from '../domain/rules/index.ts';
import {
  listLinesToAssess,
  storeAssessment,
  type ComponentAmount,
  type LineAmount,
  type LineToAssess,
} from '../db/assessment.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { stepsOf } from './chain.ts';
import type { Dependencies } from './dependencies.ts';
import { chainTask, staffTask, type Step } from './open-step.ts';
import { PackQuestion } from './pack-question.ts';
import { takeStep } from './take-step.ts';

const screened = new Set(['submitted', 'verifying', 'question']);

/** From a filed claim to its acceptance task, with the amount of every line explained. */
export function createAssessmentActivities({ db, packs, clock }: Dependencies) {
  return {
    /**
     * Moves a filed claim on: to 'verifying' while certificates are unchecked, to 'manual-check'
     * where only a person can tell, to 'question' where the pack has no answer, else to
     * 'acceptance'. A claim past that is left where it stands.
     */
    async assessClaim(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (!screened.has(claim.stage)) return undefined;
        return screen({ tx, claim, inForce: await packs.get(claim.packVersion), clock });
      };
      return takeStep(db, { name: 'assess', claimId, work, asking: { stage: 'question' } });
    },
  };
}

async function screen(step: Step): Promise<Move> {
  const { tx, claim, inForce } = step;
  const lines = await listLinesToAssess(tx, claim.id);
  if (lines.some((line) => line.certificateState === 'pending')) {
    return { stage: 'verifying' };
  }
  if (lines.some((line) => line.certificateState === 'manual')) {
    const opens = staffTask(step, 'manual-check', { on: claim.lastFactOn });
    return { stage: 'manual-check', opens };
  }
  const assessed = lines.map((line) => ({
    line,
    assessment: assessLine(
      inForce.rules,
      lineFacts(claim.scheme, line, line.certificateState === 'verified'),
    ),
  }));
  const amounts = assessed.map(({ line, assessment }) => amountOf(line, assessment));
  const components = assessed.flatMap(({ line, assessment }) =>
    componentsOf(claim, line, assessment),
  );
  await storeAssessment(tx, claim.id, { lines: amounts, components });
  const amount = sum(amounts.map((it) => it.amount));
  const [acceptance] = stepsOf(inForce.pack, claim.scheme, amount);
  if (!acceptance) throw new Error(`the chain for ${claim.scheme} has no step`);
  const opens = chainTask(step, acceptance, claim.lastFactOn);
  return { stage: 'acceptance', amount, opens };
}

function amountOf(line: LineToAssess, assessment: Assessment): LineAmount {
  switch (assessment.kind) {
    case 'granted':
      return {
        lineNo: line.lineNo,
        amount: sum(assessment.components.map((it) => it.amount)),
        reason: null,
      };
    case 'nothing':
      return { lineNo: line.lineNo, amount: ZERO, reason: assessment.reason };
    case 'question':
      throw new PackQuestion(assessment.question);
  }
}

function componentsOf(
  claim: ClaimState,
  { lineNo, accountId: own }: LineToAssess,
  assessment: Assessment,
): ComponentAmount[] {
  if (assessment.kind !== 'granted') return [];
  return assessment.components.map(({ payee, ...component }) => {
    const accountId = payee === 'person' ? own : claim.accountId;
    // Filing asks for it wherever the pinned pack pays the trainee.
    if (accountId === null) throw new Error(`line ${String(lineNo)} of ${claim.id} has no account`);
    return { lineNo, accountId, ...component };
  });
}
