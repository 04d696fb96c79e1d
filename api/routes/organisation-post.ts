import { z } from 'zod';
import { checkCreditCode } from '../../domain/credit-code.ts';
import { audit } from '../../db/audit.ts';
import { registerOrganisation } from '../../db/organisation.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import { codeField, nameField, uuidField } from '../fields.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireUnitOrRegionPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({
  organisationId: uuidField,
  kind: z.enum(['enterprise', 'institution', 'person'], '写 enterprise、institution 或 person'),
  name: nameField(100),
  creditCode: z.string('须为文本').max(40, '统一社会信用代码为 18 位').optional(),
  unit: codeField,
  /** Somebody has compared a code that fails its check digit with the licence. */
  confirmCreditCode: z.boolean('写 true 或 false').optional(),
});
type Registration = z.output<typeof body>;

/** Registers who may claim. A code that only fails its check digit is asked about, not refused. */
export function organisationPostRoute(app: Api, context: ApiContext): void {
  const schema = { summary: '登记申报单位', tags: ['申报单位'], body };
  app.post('/organisations', { schema }, async (request, reply) => {
    const { organisationId, kind, name, unit } = request.body;
    requireUnitOrRegionPosts(request.actor, 'operator', unit);
    const { pack } = await packInForce(context);
    const { personId } = request.actor;
    await writeOnce(context, request, reply, {
      resourceId: organisationId,
      work: async (tx) => {
        if (!pack.units.some(({ code }) => code === unit)) {
          throw invalidRequest({ path: '/unit', reason: '没有这个单位' });
        }
        const { code, confirmed } = codeOf(request.body);
        await registerOrganisation(tx, {
          id: organisationId,
          kind,
          name,
          unit,
          creditCode: code,
          confirmedBy: confirmed ? personId : null,
        });
        await audit(tx, {
          person: personId,
          act: 'organisation-registered',
          kind: 'organisation',
          id: organisationId,
          detail: { creditCodeConfirmed: confirmed },
        });
      },
    });
    return reply.status(201).send({ organisationId });
  });
}

const faults = { length: '统一社会信用代码为 18 位', characters: '统一社会信用代码中有不用的字符' };

function codeOf(it: Registration): { code: string | null; confirmed: boolean } {
  if (it.creditCode === undefined) {
    if (it.kind === 'person') return { code: null, confirmed: false };
    throw invalidRequest({ path: '/creditCode', reason: '须填写统一社会信用代码' });
  }
  const check = checkCreditCode(it.creditCode);
  switch (check.kind) {
    case 'valid':
      return { code: check.code, confirmed: false };
    case 'invalid':
      throw invalidRequest({ path: '/creditCode', reason: faults[check.reason] });
    case 'warning':
      if (it.confirmCreditCode === true) return { code: check.code, confirmed: true };
      throw new Refusal(
        'credit-code-unconfirmed',
        `校验位按标准应为 ${check.expected}；早期赋码可能不符，请对照营业执照核对`,
        [{ path: '/confirmCreditCode', reason: '核对无误的，写 true' }],
      );
  }
}
