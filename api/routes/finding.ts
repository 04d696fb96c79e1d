import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import type { Actor } from '../../db/actor.ts';
import { findFindingToDispose, listFindings, recordDisposition } from '../../db/finding-view.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, textField, uuidField } from '../fields.ts';
import { requireDutyPosts, requireStaffPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const pageSize = 100;
const tags = ['疑点'];
const querystring = z.strictObject({
  rule: codeField.optional(),
  unit: codeField.optional(),
  disposition: z.enum(['open', 'cleared', 'confirmed'], '写 open、cleared 或 confirmed').optional(),
  after: z
    .string('须为编号')
    .regex(/^(0|[1-9]\d{0,17})$/u, '编号为数字')
    .default('0'),
});
const params = z.strictObject({ findingId: uuidField });
const body = z.strictObject({
  outcome: z.enum(['cleared', 'confirmed'], '写 cleared 或 confirmed'),
  reason: textField(500),
});

/** What risk rules found, for the office alone; and what a person makes of one, with the reason. */
export function findingRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  const list = { summary: '本单位及下级申领的疑点，按编号分页', tags, querystring };
  app.get('/findings', { schema: list }, async (request) => {
    requireStaffPosts(request.actor);
    const findings = await listFindings(db, request.actor, { ...request.query, limit: pageSize });
    const next = findings.length === pageSize ? findings.at(-1)?.no : undefined;
    return { findings, ...(next !== undefined && { next }) };
  });

  const disposing = { summary: '处置一个疑点：排除或查实', tags, params, body };
  app.post('/findings/:findingId/disposition', { schema: disposing }, async (request, reply) => {
    const { findingId } = request.params;
    const { actor, body: it } = request;
    const found = await findFindingToDispose(db, actor, findingId);
    if (!found) throw new Refusal('not-found', '没有找到该疑点');
    if (found.submittedBy === actor.personId) {
      throw new Refusal('separation-of-duties', '该申领由您申报，须由他人处置');
    }
    await requireDeciding(context, actor, found.packVersion);
    await writeOnce(context, request, reply, {
      resourceId: findingId,
      work: async (tx) => {
        const { personId } = actor;
        await recordDisposition(tx, { findingId, personId, ...it });
        const detail = { findingId, outcome: it.outcome, reason: it.reason };
        const { claimId: id } = found;
        await audit(tx, { person: personId, act: 'finding-disposed', kind: 'claim', id, detail });
      },
    });
    return reply.status(200).send({ findingId, disposition: it.outcome });
  });
}

/** Whoever may decide a step of a chain of the claim's pack; to read is not enough. */
async function requireDeciding(
  { packs }: ApiContext,
  actor: Actor,
  packVersion: string,
): Promise<void> {
  const { pack } = await packs.get(packVersion);
  requireDutyPosts(actor, dutiesOf(pack));
}

const dutiesOf = ({ approvals }: RegionPack): ReadonlySet<string> =>
  new Set(approvals.flatMap(({ steps }) => steps.map(({ duty }) => duty)));
