import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { isDecimalText } from '../../domain/decimal-text.ts';
import { requireRole } from '../authenticate.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, dayField, textField, uuidField } from '../fields.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({
  id: uuidField,
  figure: codeField,
  value: z.string().max(30).refine(isDecimalText, '写成普通小数，例如 97.2'),
  source: textField(200),
  reportedOn: dayField,
});

/** A figure that no register holds, entered by the office with its source and day. */
export function reportedFigurePostRoute(app: Api, context: ApiContext): void {
  app.post('/reported-figures', { schema: { body } }, async (request, reply) => {
    requireRole(request.actor, 'report');
    const { id, figure, value, source, reportedOn } = request.body;
    const { pack } = await context.packs.inForce();
    const known = pack.indicators.some((it) => it.id === figure && it.kind === 'reported');
    if (!known) throw new Refusal('not-found', '规则包中没有这个填报指标');
    if (reportedOn > context.clock.today())
      throw new Refusal('day-not-allowed', '填报日期不能晚于今天');
    const { personId } = request.actor;
    await writeOnce(context, request, reply, {
      resourceId: id,
      work: async (tx) => {
        await tx
          .insertInto('reported_figure')
          .values({ id, figure, value, source, reported_on: reportedOn, entered_by: personId })
          .execute();
        await audit(tx, { person: personId, act: 'figure-reported', kind: 'figure', id: figure });
      },
    });
    return reply.status(201).send({ id, figure, value });
  });
}
