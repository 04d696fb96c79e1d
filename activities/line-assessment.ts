import {
  birthFacts,
  instalmentOf,
  keepingUses,
  paysAhead,
  readsOf,
  recordedFacts,
  recordedGrant,
  sharedSubjects,
  subjectKey,
  paidByComponent,
  withinLimits,
  type Assessment,
  type Grant,
  type LimitUse,
} from '../domain/rules/index.ts';
import type { LineToAssess } from '../db/assessment.ts';
import { listedPersons } from '../db/imported-list.ts';
import {
  beginCounting,
  listEarlierGrants,
  lockSharedTotals,
  type EarlierGrant,
} from '../db/limit.ts';
import type { Before } from './due-lines.ts';
import type { Step } from './open-step.ts';

export type AssessedLine = {
  lineNo: number;
  /** The trainee's own account. */
  accountId: string | null;
  /** The imported lists that name the trainee or the claimant; null where no rule reads them. */
  listed: readonly string[] | null;
  assessment: Assessment;
  uses: LimitUse[];
};

/**
 * What each line is worth, after what its trainee and its organisation were granted before. Where
 * the scheme has limits, both stay locked until the transaction ends: of two claims for the same
 * person the second sees what the first was granted. `before` is what earlier instalments granted.
 */
export async function assessLines(
  { tx, claim, inForce: { rules, pack } }: Step,
  lines: readonly LineToAssess[],
  { decrypt, before }: { decrypt: (sealed: Buffer) => string; before: Before },
): Promise<AssessedLine[]> {
  const { limited, lists } = readsOf(rules, claim.scheme);
  const listed = lists ? await listedPersons(tx, claim.id, pack.lists ?? []) : undefined;
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const instalment = instalmentOf(scheme, claim.instalment)?.code;
  const ready = lines.map((it) => ({
    lineNo: it.lineNo,
    accountId: it.accountId,
    subjects: { person: it.personId, organisation: claim.organisationId },
    line: {
      ...recordedFacts(claim.scheme, it, it.certificateState === 'verified'),
      ...(it.identity && birthFacts(decrypt(it.identity))),
      listed: listed?.get(it.lineNo) ?? [],
      classSize: lines.length,
      ...(instalment !== undefined && { instalment }),
    },
  }));
  const countedBefore = limited ? await beginCounting(tx, claim.id) : [];
  const earlier = limited ? grantsByPerson(await listEarlierGrants(tx, claim.id)) : noGrants;
  const shared = limited ? uniqueSubjects(ready.flatMap((it) => sharedSubjects(rules, it))) : [];
  const totals = await lockSharedTotals(tx, shared);
  const used = new Map(totals.map((it) => [subjectKey(it.limit, it.subject), it.used]));
  const paidFor = claim.instalment > 1 && !paysAhead(scheme) ? countedBefore : [];
  const keep = keepingUses(
    Map.groupBy(paidFor, ({ lineNo }) => lineNo),
    used,
  );
  return ready.map((it) => {
    const of = {
      ...it,
      earlier: earlier.get(it.subjects.person) ?? [],
      grantedBefore: claim.instalment > 1,
      ...(!paysAhead(scheme) && { paid: paidByComponent(before.get(it.lineNo) ?? []) }),
    };
    const { lineNo, accountId } = it;
    const named = listed ? it.line.listed : null;
    const worth = keep(lineNo, () => withinLimits(rules, of, used));
    return { lineNo, accountId, listed: named, ...worth };
  });
}

const noGrants: ReadonlyMap<string, Grant[]> = new Map();

function grantsByPerson(grants: readonly EarlierGrant[]): ReadonlyMap<string, Grant[]> {
  const byPerson = new Map<string, Grant[]>();
  for (const it of grants) {
    const { uses, parts } = it;
    const grant = { ...recordedGrant(it), parts, ...(uses && { uses }) };
    byPerson.set(it.personId, [...(byPerson.get(it.personId) ?? []), grant]);
  }
  return byPerson;
}

function uniqueSubjects<S extends { limit: string; subject: string }>(all: readonly S[]): S[] {
  return [...new Map(all.map((it) => [subjectKey(it.limit, it.subject), it])).values()];
}
