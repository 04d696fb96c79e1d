import type { Standing } from '../domain/claim.ts';
import { readsOf } from '../domain/rules/index.ts';
import { listLinesToAssess, type LineToAssess } from '../db/assessment.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { assessFiled } from './assess-filed.ts';
import { stepsOf } from './chain.ts';
import type { Dependencies } from './dependencies.ts';
import { findInClaim } from './findings.ts';
import { awaitLookUps } from './look-ups/await-look-ups.ts';
import { chainTask, staffTask, type Step } from './open-step.ts';
import { takeStep } from './take-step.ts';

const screened = new Set(['submitted', 'verifying', 'question']);

/** From a filed claim to its acceptance task, with the amount of every line explained. */
export function createAssessmentActivities({ db, packs, clock, decrypt }: Dependencies) {
  return {
    /**
     * Moves a filed claim on: to 'verifying' while certificates are unchecked, to 'manual-check'
     * where only a person can tell, to 'question' where the pack has no answer, else to
     * 'acceptance'. A claim past that is left where it stands.
     */
    async assessClaim(claimId: string): Promise<Standing> {
      let asks: string | undefined;
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (!screened.has(claim.stage)) return undefined;
        const step = { tx, claim, inForce: await packs.get(claim.packVersion), clock };
        const { births } = readsOf(step.inForce.rules, claim.scheme);
        const lines = await listLinesToAssess(tx, claim.id, { births });
        if (lines.every((line) => line.certificateState !== 'pending')) {
          return screen(step, lines, decrypt);
        }
        const awaited = await awaitLookUps(step, 'verifying');
        ({ asks } = awaited);
        return awaited.move;
      };
      const asking = { stage: 'question' };
      const standing = await takeStep(db, { name: 'assess', claimId, work, asking });
      return asks === undefined ? standing : { ...standing, asks };
    },
  };
}

async function screen(
  step: Step,
  lines: readonly LineToAssess[],
  decrypt: Dependencies['decrypt'],
): Promise<Move> {
  const { claim, inForce } = step;
  if (lines.some((line) => line.certificateState === 'manual')) {
    const opens = staffTask(step, 'manual-check', { on: claim.lastFactOn });
    return { stage: 'manual-check', opens };
  }
  const amount = await assessFiled(step, lines, decrypt);
  await findInClaim(step, decrypt);
  const [acceptance] = stepsOf(inForce.pack, claim.scheme, amount);
  if (!acceptance) throw new Error(`the chain for ${claim.scheme} has no step`);
  const opens = chainTask(step, acceptance, claim.lastFactOn);
  return { stage: 'acceptance', amount, opens, assessed: true };
}
