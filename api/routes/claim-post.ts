import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { fileClaim } from '../../db/claim-filing.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { ownsAccount } from '../../db/organisation.ts';
import { claimWorkflowId, workflowNames, type ProcessClaim } from '../../workflows/messages.ts';
import { requireClaimantPost } from '../authenticate.ts';
import { linesSchema, prepareLines } from '../claim-lines.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, dayField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({
  claimId: uuidField,
  unit: codeField,
  scheme: codeField,
  organisationId: uuidField,
  accountId: uuidField,
  occurredOn: dayField.optional(),
  lines: linesSchema,
});

/** Files a claim: stored whole or not at all; its workflow is started from the outbox. */
export function claimPostRoute(app: Api, context: ApiContext): void {
  app.post('/claims', { schema: { body } }, async (request, reply) => {
    const { db, packs, clock, keys } = context;
    const { claimId, unit, scheme, organisationId, accountId } = request.body;
    const post = requireClaimantPost(request.actor, organisationId);
    const day = occurredOn(request.body.occurredOn, { today: clock.today(), post });
    const { pack, version } = await packs.inForce();
    if (!pack.units.some((it) => it.code === unit && it.payingUnit))
      throw fault('/unit', '不是受理单位');
    if (!pack.schemes.some((it) => it.code === scheme)) throw fault('/scheme', '没有这个补贴项目');
    if (!(await ownsAccount(db, organisationId, accountId))) {
      throw fault('/accountId', '不是该申领单位登记的收款账户');
    }
    const lines = prepareLines(pack, scheme, request.body.lines, '/lines');
    const { personId } = request.actor;

    await writeOnce(context, request, reply, {
      resourceId: claimId,
      work: async (tx) => {
        await fileClaim(tx, keys, {
          id: claimId,
          scheme,
          unit,
          organisationId,
          accountId,
          submittedBy: personId,
          packVersion: version,
          occurredOn: day,
          lines,
        });
        await audit(tx, { person: personId, act: 'filed', kind: 'claim', id: claimId });
        const input: ProcessClaim = { v: 1, claimId, packVersion: version };
        await enqueueStart(tx, {
          id: claimId,
          workflowId: claimWorkflowId(claimId),
          name: workflowNames.processClaim,
          payload: input,
        });
      },
    });
    const filed = await db
      .selectFrom('claim')
      .select('claim_no')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow();
    return reply.status(201).send({ claimId, claimNo: filed.claim_no });
  });
}

const fault = (path: string, reason: string): Refusal =>
  new Refusal('invalid-request', '请按所列字段改正后重新提交', [{ path, reason }]);
