import type { Actor, HeldPost } from '../db/actor.ts';
import { Refusal } from './errors.ts';

const elsewhere = '此事项由其他岗位办理';

/** The actor's posts of this role for the unit; Refusal 'forbidden' without one. */
export function requireUnitPosts(actor: Actor, role: string, unit: string): HeldPost[] {
  return some(actor.posts.filter((it) => it.role === role && it.unit === unit));
}

/** Posts of this role at the top of the tree: what they do is done for every unit. */
export function requireRegionPosts(actor: Actor, role: string): HeldPost[] {
  return some(actor.posts.filter((it) => it.role === role && it.root));
}

/** Posts of this role for the unit itself or for the whole region. */
export function requireUnitOrRegionPosts(actor: Actor, role: string, unit: string): HeldPost[] {
  return some(actor.posts.filter((it) => it.role === role && (it.root || it.unit === unit)));
}

/** Posts of an office with one of these duties. */
export function requireDutyPosts(actor: Actor, duties: ReadonlySet<string>): HeldPost[] {
  return some(actor.posts.filter((it) => it.unit !== null && duties.has(it.role)));
}

/** Any post of an office, for what every member of staff may read or enter. */
export function requireStaffPosts(actor: Actor): HeldPost[] {
  return some(actor.posts.filter((it) => it.unit !== null));
}

/** The claimant's posts for the organisation. Foreign and unknown ones look the same. */
export function requireClaimantPosts(actor: Actor, organisationId: string): HeldPost[] {
  const posts = actor.posts.filter((it) => it.organisationId === organisationId);
  if (posts.length === 0) throw new Refusal('not-found', '没有找到该申领单位');
  return posts;
}

function some(posts: HeldPost[]): HeldPost[] {
  if (posts.length === 0) throw new Refusal('forbidden', elsewhere);
  return posts;
}
