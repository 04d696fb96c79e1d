import type { FastifyRequest } from 'fastify';
import { findActor, type Actor } from '../db/actor.ts';
import type { Api, ApiContext } from './context.ts';
import { Refusal } from './errors.ts';

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/u;
const nobody: Actor = { personId: '', posts: [] };

/** Wrong tokens from one address within a minute, after which it is told to wait. */
const wrongTokensMax = 300;

const actors = new WeakMap<object, Actor>();

/** Gives every request an actor: nobody, until a route that asks for a token has found one. */
export function decorateActor(app: Api): void {
  app.decorateRequest('actor', {
    getter() {
      return actors.get(this) ?? nobody;
    },
  });
}

/** Every route of this scope asks for a token; the posts are read anew at each request. */
export function authenticate(app: Api, { db }: ApiContext): void {
  const countWrongToken = app.createRateLimit({ max: wrongTokensMax, timeWindow: '1 minute' });
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    const actor = token === undefined ? undefined : await findActor(db, token);
    if (actor) {
      actors.set(request, actor);
      return;
    }
    const counted = await countWrongToken(request);
    if (!counted.isAllowed && counted.isExceeded) {
      throw new Refusal('too-many-requests', '令牌错误次数过多，请一分钟后再试');
    }
    throw new Refusal('not-signed-in', '请在 Authorization 头中提供有效的令牌');
  });
}
