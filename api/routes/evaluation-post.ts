import { z } from 'zod';
import { compareText, isDecimalText } from '../../domain/decimal-text.ts';
import type { Instant, Month } from '../../domain/days.ts';
import { coveredPeriod } from '../../domain/indicator.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { requestEvaluation } from '../../db/evaluation-request.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { listReportedValues } from '../../db/reported-figure.ts';
import {
  evaluationWorkflowId,
  workflowNames,
  type PublishEvaluation,
} from '../../workflows/messages.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import { monthField, uuidField } from '../fields.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireRegionPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const scale = z
  .string('须为文本')
  .max(12, '不超过 12 个字符')
  .refine(isPart, '写成 0 到 1 之间的小数，例如 0.01');
const body = z
  .strictObject({
    editionId: uuidField,
    from: monthField,
    to: monthField,
    scale: scale.default('1'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: '截止月份早于起始月份' });

/** Asks for an evaluation report: compiled, approved as tasks, published by its workflow. */
export function evaluationPostRoute(app: Api, context: ApiContext): void {
  const schema = { summary: '编制评价报告', tags: ['评价报告'], body };
  app.post('/evaluations', { schema }, async (request, reply) => {
    const { pack, version: packVersion } = await packInForce(context);
    requireRegionPosts(request.actor, pack.sideDuties.report);
    const { editionId, ...asked } = request.body;
    const simulated = await context.simulated();
    const { personId } = request.actor;
    await writeOnce(context, request, reply, {
      resourceId: editionId,
      work: async (tx) => {
        if (!simulated && compareText(asked.scale, '1') !== 0) {
          throw invalidRequest({ path: '/scale', reason: '只有模拟数据可以按比例评价' });
        }
        requireCovered(pack, asked);
        const asOf = context.clock.now();
        const enteredBy = await requireReported(tx, pack, asOf);
        const requested = await requestEvaluation(tx, {
          ...asked,
          id: editionId,
          packVersion,
          requestedBy: personId,
          enteredBy,
          asOf,
        });
        if (requested === 'no-month') throw new Refusal('month-not-open', '截止月份尚未开账');
        await audit(tx, { person: personId, act: 'requested', kind: 'evaluation', id: editionId });
        const payload: PublishEvaluation = { v: 1, editionId };
        await enqueueStart(tx, {
          id: editionId,
          workflowId: evaluationWorkflowId(editionId),
          name: workflowNames.publishEvaluation,
          payload,
        });
      },
    });
    return reply.status(202).send({ editionId, state: 'requested' });
  });
}

/** Each figure has its own period, so months and units of others would contradict them. */
function requireCovered(pack: RegionPack, asked: { from: Month; to: Month }): void {
  const covered = coveredPeriod(pack);
  const faults = (['from', 'to'] as const)
    .filter((end) => asked[end] !== covered[end])
    .map((end) => ({ path: `/${end}`, reason: `规则包的报告统计期为 ${covered[end]}` }));
  if (faults.length > 0) throw invalidRequest(...faults);
}

/**
 * Who entered each reported figure. What is entered later is not in the edition: its as-of time is
 * that of the request.
 */
async function requireReported(tx: Tx, pack: RegionPack, asOf: Instant): Promise<string[]> {
  const reported = await listReportedValues(tx, asOf);
  const wanted = pack.indicators.filter(({ kind }) => kind === 'reported');
  const missing = wanted.filter(({ id }) => !reported.has(id));
  if (missing.length === 0) return wanted.flatMap(({ id }) => reported.get(id)?.enteredBy ?? []);
  const faults = missing.map(({ id, label }) => ({
    path: `/figures/${id}`,
    reason: `尚未填报：${label}`,
  }));
  throw new Refusal('figure-not-reported', '请先填报所列指标，再编制报告', faults);
}

function isPart(text: string): boolean {
  return isDecimalText(text) && compareText(text, '0') > 0 && compareText(text, '1') <= 0;
}
