import { z } from 'zod';
import { rosterTemplateOf } from '../../domain/roster/template.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField } from '../fields.ts';
import { packInForce } from '../pack-in-force.ts';

const params = z.strictObject({ scheme: codeField });
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The file that a scheme's roster is filled in. */
export function rosterTemplateGetRoute(app: Api, context: ApiContext): void {
  const schema = { summary: '花名册模板', tags: ['花名册'], params, produces: [workbookType] };
  app.get('/schemes/:scheme/roster-template', { schema }, async (request, reply) => {
    const { scheme } = request.params;
    const { pack } = await packInForce(context);
    const template = rosterTemplateOf(pack, scheme);
    if (!template) throw new Refusal('not-found', '没有这个补贴种类');
    const simulated = await context.simulated();
    // Loaded when it is asked for: it is large, and the API starts without it.
    const { templateWorkbook } = await import('../../gateways/roster/template-workbook.ts');
    const workbook = await templateWorkbook(template, { simulated });
    return reply
      .type(workbookType)
      .header('content-disposition', `attachment; filename="roster-${scheme}.xlsx"`)
      .send(workbook);
  });
}
