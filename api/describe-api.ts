import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Api } from './context.ts';
import { errors } from './errors.ts';

const keyHeader = {
  name: 'idempotency-key',
  in: 'header',
  required: true,
  schema: { type: 'string', format: 'uuid' },
  description: '同一键同一内容得到同一答复',
};
const problemAnswer = {
  description: '问题说明（RFC 9457）',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errors) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 document at /openapi.json, made from the routes themselves. */
export async function describeApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '提升 Tisheng', version: '0.1.0' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => withProblems(app.swagger()));
}

/** What every operation has in common: problem documents, and the key that every write needs. */
function withProblems(document: object): object {
  const paths = 'paths' in document ? Object.entries(document.paths ?? {}) : [];
  const described = paths.map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, it]) => [method, operation(method, it)]),
    ),
  ]);
  const components = 'components' in document ? Object.entries(document.components ?? {}) : [];
  return {
    ...document,
    paths: Object.fromEntries(described),
    components: { ...Object.fromEntries(components), schemas: { Problem: problem } },
  };
}

function operation(method: string, of: unknown): unknown {
  if (typeof of !== 'object' || of === null) return of;
  const given = 'parameters' in of && Array.isArray(of.parameters) ? of.parameters : [];
  const answers = 'responses' in of && typeof of.responses === 'object' ? of.responses : {};
  return {
    ...of,
    parameters: method === 'post' ? [...given, keyHeader] : given,
    responses: { ...answers, default: problemAnswer },
  };
}
