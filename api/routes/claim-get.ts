import { z } from 'zod';
import type { Actor } from '../../db/actor.ts';
import {
  findClaim,
  getFiledMaterials,
  listClaims,
  listPayments,
  listTimeline,
  type ClaimSummary,
} from '../../db/claim-view.ts';
import { listEarlierRosters } from '../../db/earlier-roster.ts';
import { listFindingsOfClaim } from '../../db/finding-view.ts';
import { listOpenTasks } from '../../db/inbox.ts';
import { listEarlierLines, listLines, type Reader } from '../../db/roster-view.ts';
import { materialsOf, type MaterialView } from '../../domain/materials.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { pageField, uuidField } from '../fields.ts';

const pageSize = 100;
const params = z.strictObject({ claimId: uuidField });
const rosterParams = z.strictObject({ claimId: uuidField, roster: pageField });
const claimNo = z
  .string('须为申领编号')
  .max(64, '申领编号过长')
  .regex(/^[0-9A-Za-z-]*$/u, '须为申领编号');
const querystring = z.strictObject({ after: claimNo.default('') });

/** One claim as its claimant or its office sees it, its earlier rosters, the list of claims. */
export function claimGetRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  const list = { summary: '本单位的申领，按编号分页', tags: ['申领'], querystring };
  app.get('/claims', { schema: list }, async (request) => {
    const claims = await listClaims(db, request.actor, { ...request.query, limit: pageSize });
    const next = claims.length === pageSize ? claims.at(-1)?.claimNo : undefined;
    return { claims, ...(next !== undefined && { next }) };
  });

  const one = { summary: '一件申领：办到哪里、时间线、金额及其说明', tags: ['申领'], params };
  app.get('/claims/:claimId', { schema: one }, async (request) => {
    const { claimId } = request.params;
    const claim = await requireClaim(context, request.actor, claimId);
    const reader = readerOf(context, request.actor, claim);
    const tasks = await listOpenTasks(db, request.actor, { claimId, offset: 0, limit: pageSize });
    return {
      ...claim,
      tasks,
      timeline: await listTimeline(db, claimId, reader),
      materials: await listMaterials(context, claim),
      payments: await listPayments(db, claimId),
      roster: await listLines(db, claimId, reader),
      earlierRosters: await listEarlierRosters(db, claimId),
      ...(reader.seesFindings && { findings: await listFindingsOfClaim(db, claimId) }),
    };
  });

  const earlier = { summary: '补正前的花名册', tags: ['申领'], params: rosterParams };
  app.get('/claims/:claimId/rosters/:roster', { schema: earlier }, async (request) => {
    const { claimId, roster } = request.params;
    const claim = await requireClaim(context, request.actor, claimId);
    const reader = readerOf(context, request.actor, claim);
    const lines = await listEarlierLines(db, { claimId, roster }, reader);
    if (lines.length === 0) throw new Refusal('not-found', '没有找到该次花名册');
    return { claimId, roster, lines };
  });
}

/** What the scheme asks for, as filed, and what the office gets by sharing. */
async function listMaterials(
  { db, packs }: ApiContext,
  { claimId, scheme }: ClaimSummary,
): Promise<MaterialView[]> {
  const { packVersion, groups, filed } = await getFiledMaterials(db, claimId);
  const { pack } = await packs.get(packVersion);
  const of = pack.schemes.find(({ code }) => code === scheme);
  return of ? materialsOf(of, groups, filed) : [];
}

async function requireClaim(
  { db }: ApiContext,
  actor: Actor,
  claimId: string,
): Promise<ClaimSummary> {
  const claim = await findClaim(db, actor, claimId);
  if (!claim) throw new Refusal('not-found', '没有找到该申领');
  return claim;
}

/** Whoever files for an organisation must not learn what the office knows or suspects. */
function readerOf({ keys }: ApiContext, { posts }: Actor, claim: ClaimSummary): Reader {
  const seesFindings = posts.every((it) => it.organisationId !== claim.organisationId);
  return { decrypt: keys.decrypt, seesFindings };
}
