import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errors, Refusal, type ErrorCode, type Fault } from './errors.ts';

const faultsMax = 100;

/** Turns every failure into a problem document (RFC 9457) that says what, where and what to do. */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new Refusal('not-found', '没有这个地址，请查看 /openapi.json')),
  );
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal') {
      request.log.error({ name: nameOf(error), route: request.routeOptions.url }, 'request failed');
    }
    return sendProblem(reply, refusal);
  });
}

/** An address that no route was looked up for: wrongly encoded, or a part of it too long. */
export function answerUnreadableUrl(reply: FastifyReply): void {
  void sendProblem(reply, new Refusal('invalid-request', '地址无法读取，请检查编码与长度'));
}

function sendProblem(reply: FastifyReply, { code, detail, faults }: Refusal): FastifyReply {
  const { status, title } = errors[code];
  if (status === 503) reply.header('retry-after', '5');
  return reply
    .status(status)
    .type('application/problem+json; charset=utf-8')
    .send({
      type: `urn:tisheng:error:${code}`,
      title,
      status,
      code,
      detail,
      ...(faults.length > 0 && { errors: faults.slice(0, faultsMax) }),
    });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map((it) => faultAt(it.instancePath, it.message));
    return new Refusal('invalid-request', '请按所列字段改正后重新提交', faults);
  }
  const code = codeOf(error);
  if (constraintOf(error) === 'claim_line_certificate') {
    return new Refusal('certificate-already-claimed', '名单中有证书已在其他申领中使用');
  }
  const known = fastifyCodes[code] ?? postgresCodes[code];
  if (known) return new Refusal(known, errors[known].title);
  if (code.startsWith('FST_') || statusOf(error) === 400) {
    return new Refusal('invalid-request', '提交的内容无法读取，请检查格式与编码');
  }
  if (connectionLost.test(code)) return new Refusal('unavailable', '请稍后重试');
  return new Refusal('internal', '系统出错，已记录；请稍后重试或联系管理员');
}

const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_RATE_LIMIT: 'too-many-requests',
};

/** What the database refuses for its constraints is the request's fault, not the server's. */
const postgresCodes: Record<string, ErrorCode> = {
  '23505': 'id-taken',
  '22021': 'invalid-request',
  '22P05': 'invalid-request',
  '22003': 'invalid-request',
  '23514': 'invalid-request',
};

const connectionLost = /^(ECONNREFUSED|ECONNRESET|57P0[1-3]|08|53300|ENOENT|ETIMEDOUT)/u;

function faultAt(path: string, message: string | undefined): Fault {
  return { path: path === '' ? '/' : path, reason: message ?? '不符合要求' };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
const constraintOf = (error: unknown): string =>
  error instanceof Error && 'constraint' in error ? String(error.constraint) : '';
const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
