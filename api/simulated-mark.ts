import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from './context.ts';

const askAgainMs = 5_000;

type Answer = { request: FastifyRequest; reply: FastifyReply };
export type SimulatedMark = {
  /** Puts the header on an answer made from a simulated database. */
  head(reply: FastifyReply): Promise<void>;
  /** The body of an answer so headed: with the field, where it is an object of the API. */
  body(answer: Answer, payload: unknown): unknown;
};

/** The mark is asked for again only while it is not there: once set it stays. */
export function simulatedMark(simulated: () => Promise<boolean>): SimulatedMark {
  const marked = remembered(simulated);
  return {
    async head(reply) {
      if (await marked()) reply.header('x-tisheng-simulated', 'true');
    },
    body({ request, reply }, payload) {
      if (reply.getHeader('x-tisheng-simulated') === undefined) return payload;
      if (typeof payload !== 'object' || payload === null) return payload;
      return request.url.startsWith('/v1') ? { ...payload, simulated: true } : payload;
    },
  };
}

/** Every answer made from a simulated database says so. */
export function markSimulated(app: Api, mark: SimulatedMark): void {
  app.addHook('onRequest', (_request, reply) => mark.head(reply));
  app.addHook('preSerialization', (request, reply, payload) =>
    Promise.resolve(mark.body({ request, reply }, payload)),
  );
}

function remembered(simulated: () => Promise<boolean>): () => Promise<boolean> {
  let known = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!known && performance.now() - askedAt > askAgainMs) {
      askedAt = performance.now();
      known = await simulated().catch(() => false);
    }
    return known;
  };
}
