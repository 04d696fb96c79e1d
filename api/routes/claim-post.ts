import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import {
  fileClaim,
  getClaimNo,
  listClaimedCertificates,
  type NewLine,
} from '../../db/claim-filing.ts';
import type { Tx } from '../../db/connect.ts';
import type { IdentityKeys } from '../../db/identity.ts';
import type { IsoDate } from '../../domain/days.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { ownsAccount } from '../../db/organisation.ts';
import { listUnconfirmedAccounts } from '../../db/own-account.ts';
import type { PackInForce } from '../../db/pack.ts';
import { claimWorkflowId, workflowNames, type ProcessClaim } from '../../workflows/messages.ts';
import { linesSchema, prepareLines, under } from '../claim-lines.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal, type Fault } from '../errors.ts';
import { codeField, dayField, uuidField } from '../fields.ts';
import { requireOpen, takesClaims } from '../filing-window.ts';
import { materialFaults, materialsField } from '../materials.ts';
import { occurredOn } from '../occurred-on.ts';
import { claimFactFaults, ownFactsField } from '../own-facts.ts';
import { unpayable } from '../organisations-paid.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireClaimantPosts } from '../rights.ts';
import {
  linesOf,
  noteRows,
  pathsOf,
  rosterFields,
  type FiledLines,
} from '../rosters/roster-lines.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({
  claimId: uuidField,
  unit: codeField,
  scheme: codeField,
  organisationId: uuidField,
  accountId: uuidField,
  occurredOn: dayField.optional(),
  facts: ownFactsField.optional(),
  materials: materialsField.default([]),
  lines: linesSchema.optional(),
  ...rosterFields,
});
type Filing = z.output<typeof body> & { occurredOn: IsoDate; filed: FiledLines };

/** Files a claim: stored whole or not at all; its workflow is started from the outbox. */
export function claimPostRoute(app: Api, context: ApiContext): void {
  const { db, clock, keys } = context;
  const schema = { summary: '申报', tags: ['申领'], body };
  app.post('/claims', { schema }, async (request, reply) => {
    const { claimId, lines: _, ...filing } = request.body;
    const posts = requireClaimantPosts(request.actor, filing.organisationId);
    const inForce = await packInForce(context);
    const { personId } = request.actor;
    const filed = await linesOf(context, request.actor, request.body);
    let claimNo: string | undefined;
    await writeOnce(context, request, reply, {
      resourceId: claimId,
      work: async (tx) => {
        const today = clock.today();
        const day = occurredOn(filing.occurredOn, { today, posts });
        const whole = { ...request.body, filed, occurredOn: day };
        const lines = await requireSound(tx, context, { inForce, filing: whole });
        const { version: packVersion } = inForce;
        const facts = filing.facts ?? {};
        const claim = { ...filing, facts, id: claimId, submittedBy: personId, packVersion };
        claimNo = await fileClaim(tx, keys, { ...claim, occurredOn: day, lines });
        if (claimNo === undefined) throw certificateTaken();
        await noteRows(tx, claimId, filed);
        await audit(tx, { person: personId, act: 'filed', kind: 'claim', id: claimId });
        const payload: ProcessClaim = { v: 1, claimId, packVersion };
        const workflowId = claimWorkflowId(claimId);
        await enqueueStart(tx, {
          id: claimId,
          workflowId,
          name: workflowNames.processClaim,
          payload,
        });
      },
    });
    claimNo ??= await getClaimNo(db, claimId);
    return reply.status(201).send({ claimId, claimNo });
  });
}

/** The lines ready to store; throws one Refusal that names every fault of the filing. */
async function requireSound(
  tx: Tx,
  { keys }: ApiContext,
  { inForce, filing }: { inForce: PackInForce; filing: Filing },
): Promise<NewLine[]> {
  const { claimId, unit, scheme, organisationId, accountId, occurredOn: filedOn } = filing;
  const { pack } = inForce;
  const faults: Fault[] = [];
  if (!takesClaims(pack, unit)) {
    faults.push({ path: '/unit', reason: '不是受理单位' });
  }
  const rules = pack.schemes.find((it) => it.code === scheme);
  if (rules) requireOpen(rules, filedOn, inForce.calendar);
  else faults.push({ path: '/scheme', reason: '没有这个补贴种类' });
  const facts = filing.facts ?? {};
  faults.push(...claimFactFaults(pack, scheme, facts).map(under('/facts')));
  if (!(await ownsAccount(tx, organisationId, accountId))) {
    faults.push({ path: '/accountId', reason: '不是该申领单位登记并经确认的收款账户' });
  }
  const roster = prepareLines(inForce, { scheme, filedOn, facts }, filing.filed.lines);
  faults.push(...roster.faults.map(pathsOf(filing.filed)));
  faults.push(...(await unconfirmed(tx, keys, roster.lines)).map(pathsOf(filing.filed)));
  const groups = roster.lines.map(({ group }) => group);
  faults.push(...materialFaults(pack, { scheme, groups, root: '/materials' }, filing.materials));
  const paid = await unpayable(tx, inForce, { claim: { scheme, facts }, lines: roster.lines });
  faults.push(...paid.ofLines.map(pathsOf(filing.filed)), ...paid.ofClaim.map(under('/facts')));
  if (faults.length > 0) throw invalidRequest(...faults);
  await requireFree(tx, keys, { claimId, root: '/lines', lines: roster.lines });
  return roster.lines;
}

/** Own accounts that finance refused or has yet to confirm, with paths below the roster. */
export async function unconfirmed(
  tx: Tx,
  keys: IdentityKeys,
  lines: readonly NewLine[],
): Promise<Fault[]> {
  const reason = '该账户未经财政确认，请核对或改用其他账户';
  const lineNos = await listUnconfirmedAccounts(tx, keys, lines);
  return lineNos.map((lineNo) => ({ path: `${String(lineNo - 1)}/account/number`, reason }));
}

/** The refusal of whoever came second by a moment: which line it was, a next try says. */
export const certificateTaken = (): Refusal =>
  new Refusal('certificate-already-claimed', '名单中有证书已在其他申领中使用');

/** Refuses a line whose certificate another claim uses already. */
export async function requireFree(
  tx: Tx,
  keys: IdentityKeys,
  { claimId, root, lines }: { claimId: string; root: string; lines: readonly NewLine[] },
): Promise<void> {
  const claimed = await listClaimedCertificates(tx, keys, { claimId, lines });
  if (claimed.length === 0) return;
  throw new Refusal(
    'certificate-already-claimed',
    `第 ${claimed.slice(0, 20).join('、')} 行的证书已在其他申领中使用`,
    claimed.map((lineNo) => ({
      path: `${root}/${String(lineNo - 1)}/certificate/number`,
      reason: '证书已申领补贴',
    })),
  );
}
