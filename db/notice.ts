import { sql, type RawBuilder } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

export type NewNotice = {
  id: string;
  openedOn: IsoDate;
  endsOn: IsoDate;
  endsAt: Instant;
  month: Month;
};

/** For a with clause: the claim's list is put up; a retry finds it. */
export const published = (claimId: string, notice: NewNotice): RawBuilder<unknown> => sql`
  published as (
    insert into notice (id, claim_id, opened_on, ends_on, ends_at, month)
    values (${notice.id}::uuid, ${claimId}::uuid, ${notice.openedOn}::date, ${notice.endsOn}::date,
      ${notice.endsAt}::timestamptz, ${notice.month})
    on conflict (id) do nothing
  )`;

/** For a with clause: the claim's list is taken down, if one is up. */
export const takenDown = (claimId: string): RawBuilder<unknown> => sql`
  taken_down as (
    update notice set ended_at = clock_timestamp()
    where claim_id = ${claimId} and ended_at is null
  )`;

/** The claim's last notice: its first and last day. */
export async function findNotice(
  tx: Tx,
  claimId: string,
): Promise<{ openedOn: IsoDate; endsOn: IsoDate } | undefined> {
  const { rows } = await sql<{ openedOn: IsoDate; endsOn: IsoDate }>`
    select opened_on as "openedOn", ends_on as "endsOn" from notice
    where claim_id = ${claimId} order by opened_on desc limit 1`.execute(tx);
  return rows[0];
}
