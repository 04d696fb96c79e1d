import { sql } from 'kysely';
import type { Instant, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

/**
 * Opened months that are over by a day and have no edition yet. Those from before the
 * installation are the office's to enter: they are missing once the month of installation is over.
 */
export async function listMissingMonths(tx: Tx, asOf: Instant): Promise<Month[]> {
  const { rows } = await sql<{ month: Month }>`
    select month from month m cross join installation i
    where greatest(month, to_char(i.installed_on, 'YYYY-MM'))
        < to_char((${asOf}::timestamptz at time zone 'Asia/Shanghai') - interval '1 day',
          'YYYY-MM')
      and not exists (select from indicator_edition e
        where e.kind = 'month' and e.month_to = m.month)
    order by month`.execute(tx);
  return rows.map(({ month }) => month);
}

/**
 * Tells whoever closes months for the region of each month, once: one that is on record as told is
 * left out. The months found together stand in one mail. While nobody can be told, that is put on
 * record instead, once, and the month stays untold.
 */
export async function tellMissingMonths(
  tx: Tx,
  { missing, role }: { missing: readonly Month[]; role: string },
): Promise<void> {
  await sql`
    with fresh as (
      select month from unnest(${[...missing]}::text[]) as m(month)
      where not exists (select from audit a
        where a.object_kind = 'month' and a.object_id = m.month and a.act = 'month-missing')
    ), holders as (
      select distinct h.person_id from post p
      join unit u on u.code = p.unit_code and u.parent_code is null
      join post_holder h on h.post_id = p.id
      where p.role = ${role} and h.mail is not null
    ), recorded as (
      insert into audit (act, object_kind, object_id)
      select o.act, 'month', month from fresh cross join (
        select case when exists (select from holders) then 'month-missing'
          else 'month-missing:nobody' end as act) o
      where not exists (select from audit a
        where a.object_kind = 'month' and a.object_id = month and a.act = o.act)
      order by month
    ), found as (
      select min(month) as first, string_agg(month, '、' order by month) as months
      from fresh having count(*) > 0
    )
    insert into mail_outbox (id, event, recipient, template, params)
    select gen_random_uuid(), 'month-missing:' || f.first, h.person_id, 'month-missing',
      jsonb_build_object('months', f.months)
    from found f cross join holders h
    on conflict (event, recipient) do nothing`.execute(tx);
}
