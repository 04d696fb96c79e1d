import type { FastifyInstance, FastifyReply } from 'fastify';
import { errors, Refusal } from './errors.ts';
import { refusalOf } from './refusal-of.ts';

const faultsMax = 100;

/** Turns every failure into a problem document (RFC 9457) that says what, where and what to do. */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new Refusal('not-found', '没有这个地址，请查看 /openapi.json')),
  );
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (!(error instanceof Refusal)) {
      const fault = { ...traceOf(error), answered: refusal.code, route: request.routeOptions.url };
      if (refusal.code === 'internal') request.log.error(fault, 'request failed');
      else request.log.warn(fault, 'request refused');
    }
    return sendProblem(reply, refusal);
  });
}

export function sendProblem(
  reply: FastifyReply,
  { code, detail, faults }: Refusal,
  marked: (problem: object) => unknown = (problem) => problem,
): FastifyReply {
  const { status, title } = errors[code];
  if (status === 503) reply.header('retry-after', '5');
  return reply
    .status(status)
    .type('application/problem+json; charset=utf-8')
    .send(
      marked({
        type: `urn:tisheng:error:${code}`,
        title,
        status,
        code,
        detail,
        ...(faults.length > 0 && { errors: faults.slice(0, faultsMax) }),
      }),
    );
}

/** Where a failure came from. Its message stays out: it may quote what somebody sent. */
function traceOf(error: unknown): { name: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { name: 'unknown' };
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    ...(at && { at: at.map((line) => line.trim()) }),
  };
}
