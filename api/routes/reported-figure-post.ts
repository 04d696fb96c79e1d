import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { isDecimalText } from '../../domain/decimal-text.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import { codeField, dayField, textField, uuidField } from '../fields.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireRegionPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const decimal = z
  .string('须为文本')
  .max(30, '不超过 30 个字符')
  .refine(isDecimalText, '写成普通小数，例如 97.2');
const body = z.strictObject({
  id: uuidField,
  figure: codeField,
  value: decimal,
  source: textField(200),
  reportedOn: dayField,
});

/** A figure that no register holds, entered by the office with its source and day. */
export function reportedFigurePostRoute(app: Api, context: ApiContext): void {
  const schema = { summary: '填报一项指标', tags: ['评价报告'], body };
  app.post('/reported-figures', { schema }, async (request, reply) => {
    const { pack } = await packInForce(context);
    requireRegionPosts(request.actor, pack.sideDuties.report);
    const { id, figure, value, source, reportedOn } = request.body;
    const { personId } = request.actor;
    await writeOnce(context, request, reply, {
      resourceId: id,
      work: async (tx) => {
        if (!pack.indicators.some((it) => it.id === figure && it.kind === 'reported')) {
          throw invalidRequest({ path: '/figure', reason: '规则包中没有这个填报指标' });
        }
        if (reportedOn > context.clock.today()) {
          const reason = '填报日期不能晚于今天';
          throw new Refusal('day-not-allowed', reason, [{ path: '/reportedOn', reason }]);
        }
        await tx
          .insertInto('reported_figure')
          .values({ id, figure, value, source, reported_on: reportedOn, entered_by: personId })
          .execute();
        const detail = { id, value, source, reportedOn };
        const act = 'figure-reported';
        await audit(tx, { person: personId, act, kind: 'figure', id: figure, detail });
      },
    });
    return reply.status(201).send({ id, figure, value });
  });
}
