import type { Api } from './context.ts';

const askAgainMs = 5_000;

/**
 * Every answer made from a simulated database says so, in a header and, where it is an object, in
 * a field. The mark is asked for again only while it is not there: once set it stays.
 */
export function markSimulated(app: Api, simulated: () => Promise<boolean>): void {
  const marked = remembered(simulated);
  app.addHook('onRequest', async (_request, reply) => {
    if (await marked()) reply.header('x-tisheng-simulated', 'true');
  });
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (reply.getHeader('x-tisheng-simulated') === undefined) return payload;
    if (typeof payload !== 'object' || payload === null) return payload;
    return request.url.startsWith('/v1') ? { ...payload, simulated: true } : payload;
  });
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
