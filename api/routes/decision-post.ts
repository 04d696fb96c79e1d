import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dutyOf } from '../../domain/approval.ts';
import type { IsoDate } from '../../domain/days.ts';
import type { HeldPost } from '../../db/actor.ts';
import { replaceLines } from '../../db/claim-filing.ts';
import type { Tx } from '../../db/connect.ts';
import { listUnfitLines, submitDecision } from '../../db/decision-request.ts';
import { findTaskToDecide, type TaskToDecide } from '../../db/inbox.ts';
import { findAccountHolder, openAccount } from '../../db/organisation.ts';
import { getOrganisationPaid } from '../../db/organisation-payee.ts';
import { getTrainee, openCorrectedAccount } from '../../db/own-account.ts';
import type { PackInForce } from '../../db/pack.ts';
import {
  claimWorkflowId,
  decideUpdate,
  evaluationWorkflowId,
  type Decide,
} from '../../workflows/messages.ts';
import { linesSchema, prepareLines, under } from '../claim-lines.ts';
import type { Api, ApiContext } from '../context.ts';
import { misfits } from '../decision-fit.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import {
  accountNumberField,
  codeField,
  dayField,
  nameField,
  smallCount,
  textField,
  uuidField,
} from '../fields.ts';
import { materialFaults, materialsField } from '../materials.ts';
import { occurredOn } from '../occurred-on.ts';
import { claimFactFaults, ownFactsField } from '../own-facts.ts';
import { unpayable } from '../organisations-paid.ts';
import { reportedLinesField, takeReport } from '../reported-lines.ts';
import { requireClaimantPosts, requireUnitPosts } from '../rights.ts';
import { answerStored } from '../stored-answer.ts';
import { writeOnce } from '../write.ts';
import { certificateTaken, requireFree, unconfirmed } from './claim-post.ts';

const params = z.strictObject({ taskId: uuidField });
const line = z.strictObject({
  lineNo: smallCount(5000),
  outcome: z.enum(['verified', 'failed', 'cut'], '写 verified、failed 或 cut').optional(),
  reason: textField(500).optional(),
  evidence: textField(500).optional(),
  lookedUp: z
    .strictObject({
      site: textField(200),
      on: dayField,
      issuedOn: dayField.optional(),
      sha256: z
        .string('须为文本')
        .regex(/^[0-9a-f]{64}$/u, '附件的 SHA-256 为 64 位小写十六进制')
        .optional(),
    })
    .optional(),
});
const account = z.strictObject({
  accountId: uuidField,
  holder: nameField(100),
  number: accountNumberField,
  bank: nameField(60).optional(),
});
const body = z.strictObject({
  decisionId: uuidField,
  outcome: codeField,
  reason: textField(500).optional(),
  lines: z.array(line, '须为列表').max(500, '不超过 500 行').default([]),
  account: account.optional(),
  correctedLines: linesSchema.optional(),
  correctedFacts: ownFactsField.optional(),
  correctedMaterials: materialsField.optional(),
  reportedLines: reportedLinesField.optional(),
  reportedFacts: ownFactsField.optional(),
  occurredOn: dayField.optional(),
});
type DecisionBody = z.output<typeof body>;

/** Decides an open task: the intent is stored first, then the workflow applies it. */
export function decisionPostRoute(app: Api, context: ApiContext): void {
  const schema = { summary: '办理一项任务', tags: ['任务'], params, body };
  app.post('/tasks/:taskId/decisions', { schema }, async (request, reply) => {
    const { actor, body: it } = request;
    const task = await findTaskToDecide(context.db, actor, request.params.taskId);
    if (!task) throw new Refusal('not-found', '没有找到该任务');
    const { organisationId, unit } = task;
    const posts =
      organisationId === null
        ? requireUnitPosts(actor, task.role, unit ?? '')
        : requireClaimantPosts(actor, organisationId);
    const faults = misfits(task, it);
    if (faults.length > 0) throw invalidRequest(...faults);
    return decide(context, request, reply, { task, it, posts });
  });
}

async function decide(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  of: { task: TaskToDecide; it: DecisionBody; posts: readonly HeldPost[] },
): Promise<FastifyReply> {
  const { task, it, posts } = of;
  const { actor } = request;
  const { taskId, claimId, lastFactOn, openedOn, subjectId } = task;
  const inForce = task.packVersion === null ? undefined : await context.packs.get(task.packVersion);
  const workflowId = claimId === null ? evaluationWorkflowId(subjectId) : claimWorkflowId(claimId);
  const input: Decide = { v: 1, taskId, decisionId: it.decisionId };
  const delivery = { workflowId, name: decideUpdate, input };
  const noted = await writeOnce(context, request, reply, {
    resourceId: it.decisionId,
    work: async (tx) => {
      requirePossible(task, actor.posts, inForce);
      const today = context.clock.today();
      // A report has no facts of its own: its data stand on the day its approval opens.
      const notBefore = lastFactOn ?? openedOn;
      const day = occurredOn(it.occurredOn, { today, posts, notBefore });
      requireLookedUpBefore(it, day);
      await requireFitLines(tx, task, it);
      await correctLines(tx, context, { task, it, inForce, day });
      await reportInstalment(tx, context, { task, it, inForce, day });
      const accountId = await newAccount(tx, context, { task, it });
      const { decisionId: id, outcome, reason, lines } = it;
      const { personId } = actor;
      const decided = { id, taskId, subjectId, personId, outcome, reason, lines, accountId };
      await submitDecision(
        tx,
        { ...decided, occurredOn: day },
        {
          about: claimId === null ? 'evaluation' : 'claim',
          act: `${task.kind}:requested`,
          delivery,
        },
      );
    },
  });
  const update = { id: it.decisionId, ...delivery };
  return answerStored(context, reply, { key: 'decisionId', noted, update });
}

/** What is plain to see now; the workflow and the database have the last word. */
function requirePossible(
  task: TaskToDecide,
  posts: readonly HeldPost[],
  inForce: PackInForce | undefined,
): void {
  const { kind, level, state, decidedOn, organisationId, claimantId, ownDuty } = task;
  if (state === 'cancelled') throw new Refusal('task-already-decided', '该任务已取消，无须办理');
  if (task.passedBySilence) {
    const detail = `该任务逾期未办，已于 ${decidedOn ?? ''} 视为同意`;
    throw new Refusal('task-already-decided', detail);
  }
  if (state !== 'open') {
    const post = inForce?.pack.posts.find(({ duty }) => duty === task.role)?.name;
    const by = organisationId === null ? `${post ?? '经办'}岗` : '申领单位';
    throw new Refusal('task-already-decided', `该任务已于 ${decidedOn ?? ''} 由${by}办结`);
  }
  if (task.held) throw new Refusal('claim-held', '该申领已挂起，解除挂起后方可办理');
  if (ownDuty !== null && ownDuty !== dutyOf(kind, level)) {
    throw new Refusal('separation-of-duties', '您已在本件中承担其他岗位职责，须由他人办理');
  }
  const ownClaim = organisationId === null && posts.some((it) => it.organisationId === claimantId);
  if (claimantId !== null && ownClaim) {
    throw new Refusal('separation-of-duties', '您是该申领单位的经办人，须由他人办理');
  }
}

function requireLookedUpBefore({ lines }: DecisionBody, day: IsoDate): void {
  const faults = lines.flatMap(({ lookedUp }, at) => {
    if (lookedUp === undefined) return [];
    const { on, issuedOn } = lookedUp;
    const path = `/lines/${String(at)}/lookedUp`;
    return [
      ...(on > day ? [{ path: `${path}/on`, reason: '查询日期晚于办理日期' }] : []),
      ...(issuedOn !== undefined && issuedOn > on
        ? [{ path: `${path}/issuedOn`, reason: '发证日期晚于查询日期' }]
        : []),
    ];
  });
  if (faults.length > 0) throw invalidRequest(...faults);
}

async function requireFitLines(tx: Tx, task: TaskToDecide, it: DecisionBody): Promise<void> {
  const { claimId } = task;
  const manual = task.kind === 'manual-check';
  if (claimId === null || (it.lines.length === 0 && !manual)) return;
  const lineNos = it.lines.map(({ lineNo }) => lineNo);
  const unfit = await listUnfitLines(tx, { claimId, lineNos, manual });
  if (unfit.length === 0) return;
  const reason = `行号有误或有遗漏：${unfit.slice(0, 20).join('、')}`;
  throw invalidRequest({ path: '/lines', reason });
}

/** The corrected roster stands from now on; the workflow screens it anew. */
async function correctLines(
  tx: Tx,
  context: ApiContext,
  of: { task: TaskToDecide; it: DecisionBody; inForce: PackInForce | undefined; day: IsoDate },
): Promise<void> {
  const { task, it, inForce, day: filedOn } = of;
  const { claimId, taskId, scheme } = task;
  if (!it.correctedLines || !inForce || claimId === null || scheme === null) return;
  const root = '/correctedLines';
  const facts = it.correctedFacts ?? task.facts ?? {};
  const materials = it.correctedMaterials ?? task.materials ?? [];
  const { lines, faults } = prepareLines(inForce, { scheme, filedOn, facts }, it.correctedLines);
  faults.push(...(await unconfirmed(tx, context.keys, lines)));
  const paid = await unpayable(tx, inForce, { claim: { scheme, facts }, lines });
  const asked = { scheme, groups: lines.map(({ group }) => group), root: '/correctedMaterials' };
  const all = [
    ...[...faults, ...paid.ofLines].map(under(root)),
    ...[...claimFactFaults(inForce.pack, scheme, facts), ...paid.ofClaim].map(
      under('/correctedFacts'),
    ),
    ...materialFaults(inForce.pack, asked, materials),
  ];
  if (all.length > 0) throw invalidRequest(...all);
  await requireFree(tx, context.keys, { claimId, root, lines });
  const corrected = { claimId, taskId, facts, materials };
  const outcome = await replaceLines(tx, context.keys, corrected, lines);
  if (outcome === 'late') throw new Refusal('task-already-decided', '补正已经提交，正在处理');
  if (outcome === 'certificate-held') throw certificateTaken();
}

/** What a later instalment waits for stands in the lines from now on, likewise. */
async function reportInstalment(
  tx: Tx,
  context: ApiContext,
  of: { task: TaskToDecide; it: DecisionBody; inForce: PackInForce | undefined; day: IsoDate },
): Promise<void> {
  const { task, it, inForce, day: on } = of;
  const { claimId, scheme } = task;
  if (!it.reportedLines || !inForce || claimId === null || scheme === null) return;
  const { reportedLines: reported, reportedFacts: facts } = it;
  const about = { ...task, claimId, scheme };
  await takeReport(tx, context, { task: about, inForce, reported, facts, on });
}

/** The account that takes the place of the one a payment came back from, of the same payee. */
async function newAccount(
  tx: Tx,
  { keys }: ApiContext,
  { task, it }: { task: TaskToDecide; it: DecisionBody },
): Promise<string | undefined> {
  const { organisationId, claimId, lineNo } = task;
  if (!it.account || organisationId === null || claimId === null) return undefined;
  const { accountId: id, holder, number, bank } = it.account;
  if (lineNo !== null) {
    const { personId, names } = await getTrainee(tx, { claimId, lineNo });
    const own = { id, personId, holder, number, bank: bank ?? null };
    if (names.includes(holder)) return openCorrectedAccount(tx, keys, own);
    throw invalidRequest({ path: '/account/holder', reason: '户名须为学员本人姓名' });
  }
  const beside = task.aboutAccountId && (await getOrganisationPaid(tx, task.aboutAccountId));
  if (beside && !beside.names.includes(holder)) {
    throw invalidRequest({ path: '/account/holder', reason: '户名须为该单位名称' });
  }
  const owner = beside ? beside.organisationId : organisationId;
  const given = { id, organisationId: owner, holder, number, bank, confirmed: false };
  const accountId = await openAccount(tx, keys, given);
  if ((await findAccountHolder(tx, accountId)) === holder) return accountId;
  throw invalidRequest({ path: '/account/holder', reason: '该账号已以其他户名登记，请核对' });
}
