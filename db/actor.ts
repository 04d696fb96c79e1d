import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Database } from './connect.ts';

/** A right to act that somebody holds: for a unit, or for an organisation that claims. */
export type HeldPost = {
  role: string;
  unit: string | null;
  organisationId: string | null;
  /** At the top of the tree: sees every unit. */
  root: boolean;
  backdateFrom: IsoDate | null;
  backdateTo: IsoDate | null;
};

export type Actor = { personId: string; posts: HeldPost[] };

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The person a token belongs to, with every post they hold now; undefined for a token not valid.
 */
export async function findActor(db: Database, token: string): Promise<Actor | undefined> {
  const { rows } = await sql<Actor>`
    select t.person_id as "personId", coalesce(jsonb_agg(jsonb_build_object('role', p.role,
      'unit', p.unit_code, 'organisationId', p.organisation_id,
      'root', u.code is not null and u.parent_code is null,
      'backdateFrom', p.backdate_from, 'backdateTo', p.backdate_to))
      filter (where p.id is not null), '[]') as posts
    from bearer_token t
    left join post_holder h on h.person_id = t.person_id
    left join post p on p.id = h.post_id
    left join unit u on u.code = p.unit_code
    where t.hash = ${hashOf(token)} and t.revoked_at is null and t.expires_at > clock_timestamp()
    group by t.person_id
  `.execute(db);
  return rows[0];
}

/** Issues a token for a person; only its hash is kept. */
export async function issueToken(
  db: Database,
  {
    personId,
    expiresAt,
    token = randomBytes(32).toString('base64url'),
  }: {
    personId: string;
    expiresAt: Instant;
    token?: string;
  },
): Promise<string> {
  await sql`
    insert into bearer_token (hash, person_id, expires_at)
    values (${hashOf(token)}, ${personId}, ${expiresAt})
    on conflict (hash) do update set expires_at = excluded.expires_at`.execute(db);
  return token;
}
