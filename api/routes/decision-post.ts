import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dutyOf, needsReason, outcomesOf } from '../../domain/approval.ts';
import { audit } from '../../db/audit.ts';
import { replaceLines, type NewLine } from '../../db/claim-filing.ts';
import type { Tx } from '../../db/connect.ts';
import { findOtherDuty, listUnfitLines, requestDecision } from '../../db/decision-request.ts';
import { findTask, type TaskView } from '../../db/inbox.ts';
import { openAccount } from '../../db/organisation.ts';
import { enqueueUpdate } from '../../db/outbox.ts';
import {
  claimWorkflowId,
  decideUpdate,
  evaluationWorkflowId,
  type Decide,
} from '../../workflows/messages.ts';
import { requireClaimantPost, requireUnitPost } from '../authenticate.ts';
import { linesSchema, prepareLines } from '../claim-lines.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, dayField, smallCount, textField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { answerStored } from '../stored-answer.ts';
import { writeOnce } from '../write.ts';

const params = z.strictObject({ taskId: uuidField });
const line = z.strictObject({
  lineNo: smallCount(5000),
  outcome: z.enum(['verified', 'failed', 'cut'], '写 verified、failed 或 cut').optional(),
  reason: textField(500).optional(),
  evidence: textField(500).optional(),
});
const body = z.strictObject({
  decisionId: uuidField,
  outcome: codeField,
  reason: textField(500).optional(),
  lines: z.array(line).max(500).default([]),
  account: z
    .strictObject({
      accountId: uuidField,
      holder: textField(100),
      number: z.string().regex(/^[0-9]{8,32}$/u, '账号为 8 至 32 位数字'),
    })
    .optional(),
  correctedLines: linesSchema.optional(),
  occurredOn: dayField.optional(),
});
type DecisionBody = z.output<typeof body>;

/** Decides an open task: the intent is stored first, then the workflow applies it. */
export function decisionPostRoute(app: Api, context: ApiContext): void {
  app.post('/tasks/:taskId/decisions', { schema: { params, body } }, async (request, reply) => {
    const task = await findTask(context.db, request.actor, request.params.taskId);
    if (!task) throw new Refusal('not-found', '没有找到该任务');
    const it = request.body;
    requireFitting(task, it);
    const post =
      task.organisationId === null
        ? requireUnitPost(request.actor, task.role, task.unit ?? '')
        : requireClaimantPost(request.actor, task.organisationId);
    const { today } = context.clock;
    const day = occurredOn(it.occurredOn, {
      today: today(),
      post,
      ...(task.lastFactOn !== null && task.state === 'open' && { notBefore: task.lastFactOn }),
    });
    return decide(context, request, reply, { task, it, day });
  });
}

async function decide(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  of: { task: TaskView; it: DecisionBody; day: ReturnType<typeof occurredOn> },
): Promise<FastifyReply> {
  const { task, it, day } = of;
  const { personId } = request.actor;
  const corrected = await correctedLines(context, task, it);
  const subjectId = task.claimId ?? task.editionId ?? '';
  const workflowId =
    task.claimId === null ? evaluationWorkflowId(subjectId) : claimWorkflowId(task.claimId);
  const input: Decide = { v: 1, taskId: task.taskId, decisionId: it.decisionId };
  await writeOnce(context, request, reply, {
    resourceId: it.decisionId,
    work: async (tx) => {
      await requirePossible(tx, { task, personId, it });
      const accountId = await newAccount(tx, context, { task, it });
      if (corrected && task.claimId !== null) {
        await replaceLines(tx, context.keys, task.claimId, corrected);
      }
      const { decisionId: id, outcome, reason, lines } = it;
      await requestDecision(tx, {
        id,
        taskId: task.taskId,
        subjectId,
        personId,
        outcome,
        reason,
        lines,
        accountId,
        occurredOn: day,
      });
      const kind = task.claimId === null ? 'evaluation' : 'claim';
      const detail = { decision: id, task: task.taskId };
      await audit(tx, {
        person: personId,
        act: `${task.kind}:requested`,
        kind,
        id: subjectId,
        detail,
      });
      await enqueueUpdate(tx, { id, workflowId, name: decideUpdate, payload: input });
    },
  });
  return answerStored(context, reply, {
    table: 'decision',
    id: it.decisionId,
    key: 'decisionId',
    update: { workflowId, name: decideUpdate, input },
  });
}

function requireFitting(task: TaskView, it: DecisionBody): void {
  const outcomes = outcomesOf[task.kind] ?? [];
  if (!outcomes.includes(it.outcome)) {
    throw fault('/outcome', `只能是 ${outcomes.join('、')}`);
  }
  if (needsReason.has(it.outcome) && it.reason === undefined) throw fault('/reason', '须写明理由');
  const unexplained = it.lines.findIndex(
    (cut) => task.kind !== 'manual-check' && cut.reason === undefined && it.reason === undefined,
  );
  if (unexplained >= 0) throw fault(`/lines/${String(unexplained)}/reason`, '须写明核减理由');
  if (task.kind === 'correction' && !it.correctedLines)
    throw fault('/correctedLines', '须提交补正后的名单');
  if (task.kind === 'payee-correction' && !it.account)
    throw fault('/account', '须提交新的收款账户');
}

async function requirePossible(
  tx: Tx,
  { task, personId, it }: { task: TaskView; personId: string; it: DecisionBody },
): Promise<void> {
  if (task.state !== 'open')
    throw new Refusal('task-already-decided', '该任务已由他人办结或已取消');
  if (task.held) throw new Refusal('claim-held', '该申领已挂起，解除挂起后方可办理');
  const subjectId = task.claimId ?? task.editionId ?? '';
  const duty = dutyOf(task.kind, task.level);
  if ((await findOtherDuty(tx, { subjectId, personId, duty })) !== undefined) {
    throw new Refusal('separation-of-duties', '您已在本件中承担其他岗位职责，须由他人办理');
  }
  if (task.claimId === null || it.correctedLines) return;
  const lineNos = it.lines.map(({ lineNo }) => lineNo);
  const manual = task.kind === 'manual-check';
  if (lineNos.length === 0 && !manual) return;
  const unfit = await listUnfitLines(tx, { claimId: task.claimId, lineNos, manual });
  if (unfit.length > 0) throw fault('/lines', `行号有误或有遗漏：${unfit.join('、')}`);
}

async function correctedLines(
  { packs, db }: ApiContext,
  task: TaskView,
  it: DecisionBody,
): Promise<NewLine[] | undefined> {
  if (task.kind !== 'correction' || !it.correctedLines || task.claimId === null) return undefined;
  const claim = await db
    .selectFrom('claim')
    .select(['scheme', 'pack_version'])
    .where('id', '=', task.claimId)
    .executeTakeFirstOrThrow();
  const { pack } = await packs.get(claim.pack_version);
  return prepareLines(pack, claim.scheme, it.correctedLines, '/correctedLines');
}

async function newAccount(
  tx: Tx,
  { keys }: ApiContext,
  { task, it }: { task: TaskView; it: DecisionBody },
): Promise<string | undefined> {
  if (!it.account || task.organisationId === null) return undefined;
  const { accountId: id, holder, number } = it.account;
  return openAccount(tx, keys, { id, organisationId: task.organisationId, holder, number });
}

const fault = (path: string, reason: string): Refusal =>
  new Refusal('invalid-request', '请按所列字段改正后重新提交', [{ path, reason }]);
