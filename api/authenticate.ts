import type { FastifyRequest } from 'fastify';
import { findActor, type Actor, type HeldPost } from '../db/actor.ts';
import type { Api, ApiContext } from './context.ts';
import { Refusal } from './errors.ts';

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/u;
const nobody: Actor = { personId: '', posts: [] };

/** Every route of this scope asks for a token; the posts are read anew at each request. */
export function authenticate(app: Api, { db }: ApiContext): void {
  app.decorateRequest('actor', { getter: () => nobody });
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    const actor = token === undefined ? undefined : await findActor(db, token);
    if (!actor) throw new Refusal('not-signed-in', '请在 Authorization 头中提供有效的令牌');
    Object.defineProperty(request, 'actor', { value: actor });
  });
}

/** The actor's post of this role for the unit; Refusal 'forbidden' without one. */
export function requireUnitPost(actor: Actor, role: string, unit: string): HeldPost {
  const post = actor.posts.find((it) => it.role === role && it.unit === unit);
  if (!post) throw new Refusal('forbidden', '此事项由其他岗位办理');
  return post;
}

export function requireRole(actor: Actor, role: string): HeldPost {
  const post = actor.posts.find((it) => it.role === role);
  if (!post) throw new Refusal('forbidden', '此事项由其他岗位办理');
  return post;
}

/** The claimant's post for the organisation. Foreign and unknown ones look the same. */
export function requireClaimantPost(actor: Actor, organisationId: string): HeldPost {
  const post = actor.posts.find((it) => it.organisationId === organisationId);
  if (!post) throw new Refusal('not-found', '没有找到该申领单位');
  return post;
}
