import { sql } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

export type NewNotice = {
  id: string;
  claimId: string;
  openedOn: IsoDate;
  endsOn: IsoDate;
  endsAt: Instant;
  month: Month;
};

export async function openNotice(tx: Tx, notice: NewNotice): Promise<void> {
  await sql`
    insert into notice (id, claim_id, opened_on, ends_on, ends_at, month)
    values (${notice.id}, ${notice.claimId}, ${notice.openedOn}, ${notice.endsOn},
      ${notice.endsAt}, ${notice.month})
    on conflict (id) do nothing
  `.execute(tx);
}

/** Takes a claim's notice down; answers its last day, undefined when none was up. */
export async function endNotice(tx: Tx, claimId: string): Promise<IsoDate | undefined> {
  const { rows } = await sql<{ endsOn: IsoDate }>`
    update notice set ended_at = clock_timestamp()
    where claim_id = ${claimId} and ended_at is null returning ends_on as "endsOn"`.execute(tx);
  return rows[0]?.endsOn;
}

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
