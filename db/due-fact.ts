import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';

/**
 * Approved money counts as due in the month of its due day, or in the first open one when that is
 * closed: also while its fund lacks money. A second approval, once money came, changes nothing.
 */
export async function recordDue(
  tx: Tx,
  claimId: string,
  due: {
    instalment: number;
    approvedOn: IsoDate;
    dueOn: IsoDate;
    byFund: readonly { fund: string; amount: Yuan }[];
  },
): Promise<void> {
  await sql`
    insert into due_fact (delta, claim_id, instalment, fund, amount, months, due_on, occurred_on,
      month)
    select 1, ${claimId}, ${due.instalment}::smallint, d.fund, d.amount,
      case when ${due.instalment}::int = 1 then coalesce(m.months, 0) else 0 end, ${due.dueOn},
      ${due.approvedOn},
      greatest(to_char(${due.dueOn}::date, 'YYYY-MM'), month_of_fact(${due.approvedOn}))
    from unnest(${due.byFund.map(({ fund }) => fund)}::text[],
      ${due.byFund.map(({ amount }) => amount)}::numeric[]) as d(fund, amount)
    left join months_by_fund(${claimId}) m using (fund)
    on conflict do nothing`.execute(tx);
}

/** A withdrawn claim is owed nothing: from the month of the withdrawal on. */
export async function withdrawDue(
  tx: Tx,
  claimId: string,
  { on, month }: { on: IsoDate; month: Month },
): Promise<void> {
  await sql`
    insert into due_fact (delta, claim_id, instalment, fund, amount, months, due_on, occurred_on,
      month)
    select -1, claim_id, instalment, fund, amount, months, due_on, ${on}, ${month}
    from due_fact where claim_id = ${claimId} and delta = 1
    on conflict do nothing`.execute(tx);
}
