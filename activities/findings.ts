import { ApplicationFailure } from '@temporalio/common';
import { checkIdentityNumber } from '../domain/identity-number.ts';
import { nightly, type RiskRule } from '../domain/region-pack/index.ts';
import type { Database, Tx } from '../db/connect.ts';
import {
  listSealedPersons,
  listStopFindings,
  recordFindings,
  type Births,
  type StopFinding,
} from '../db/finding.ts';
import type { Dependencies } from './dependencies.ts';
import type { Step } from './open-step.ts';

/** The risk rules of the pack in force, one after the other over every claim and list. */
export function createFindingActivities({ db, packs, decrypt }: Dependencies) {
  return {
    /** The codes of the rules that the night goes through. */
    async listRisks(): Promise<string[]> {
      const { pack } = await packs.inForce();
      return (pack.risks ?? []).map(({ code }) => code);
    },

    /** Runs one rule over every claim; answers how many findings are new. */
    async findRisk({ risk }: { risk: string }): Promise<number> {
      const { pack, version: packVersion } = await packs.inForce();
      const rules = (pack.risks ?? []).filter(({ code }) => code === risk);
      if (rules.length === 0) {
        throw ApplicationFailure.nonRetryable(`no risk rule ${risk} in force`, 'risk-unknown');
      }
      const births = await birthsFor(db, { rules, decrypt });
      return recordFindings(db, { rules, pack, packVersion, births });
    },
  };
}

/** What the rules of its pack find in the lines of a claim that was just assessed. */
export async function findInClaim(
  { tx, claim, inForce: { pack } }: Step,
  decrypt: (sealed: Buffer) => string,
): Promise<void> {
  const rules = (pack.risks ?? []).filter(
    ({ check, schemes }) => !nightly.has(check) && (schemes?.includes(claim.scheme) ?? true),
  );
  if (rules.length === 0) return;
  const { id: claimId, packVersion } = claim;
  const births = await birthsFor(tx, { rules, decrypt, claimId });
  await recordFindings(tx, { rules, pack, packVersion, claimId, births });
}

/** What keeps a claim from being approved when these lines are cut; nothing without such rules. */
export async function stopsOf(
  { tx, claim, inForce: { pack } }: Pick<Step, 'tx' | 'claim' | 'inForce'>,
  cuts: readonly number[],
): Promise<StopFinding[]> {
  if (!pack.risks?.some(({ severity }) => severity === 'stop')) return [];
  return listStopFindings(tx, claim.id, cuts);
}

/** Days of birth never leave the process: they are read from the sealed numbers each time. */
async function birthsFor(
  db: Database | Tx,
  of: { rules: readonly RiskRule[]; decrypt: (sealed: Buffer) => string; claimId?: string },
): Promise<Births> {
  const births: Births = { persons: [], bornOn: [], sexes: [] };
  if (!of.rules.some(({ check }) => check === 'over-age')) return births;
  for (const { personId, identity } of await listSealedPersons(db, of.claimId)) {
    const number = checkIdentityNumber(of.decrypt(identity));
    if (number.kind === 'invalid') continue;
    births.persons.push(personId);
    births.bornOn.push(number.bornOn);
    births.sexes.push(number.sex);
  }
  return births;
}
