import { type RawBuilder, sql } from 'kysely';
import type { Instant, Month } from '../domain/days.ts';
import type { IndicatorFilter, MeasuredIndicator } from '../domain/region-pack/index.ts';
import type { Database, Tx } from './connect.ts';

/** What a compiled figure counted: kept with the edition, so its lines can be listed for ever. */
export type MeasureQuery = {
  measure: MeasuredIndicator['measure'];
  period: { from: Month; to: Month };
  filter?: IndicatorFilter | undefined;
  /** Facts recorded later do not count; without, a closed month keeps them out. */
  asOf?: Instant | undefined;
};

/** The value over stored facts, as exact decimal text in the base unit (人次, 元, 个, %). */
export async function measure(db: Database | Tx, query: MeasureQuery): Promise<string> {
  const { rows } = await sql<{ value: string | null }>`${statementOf(query)}`.execute(db);
  return rows[0]?.value ?? '0';
}

function statementOf(query: MeasureQuery): RawBuilder<unknown> {
  switch (query.measure) {
    case 'trained':
    case 'certified':
      return sql`
        select sum(f.delta)::text as value from line_fact f
        join unit u on u.code = f.unit_code
        where f.kind = ${query.measure} and ${within('f', query)}
          and ${matches('f.group_code', query.filter?.groups)} and ${schemes('f', query)}
          and ${matches('u.kind', query.filter?.unitKinds)}`;
    case 'spent':
      return sql`select coalesce(sum(amount), 0)::numeric(16, 2)::text as value
        from (${netPaid(query)}) paid`;
    case 'raised':
      return sql`select coalesce(sum(amount), 0)::numeric(16, 2)::text as value
        from (${raisedByUnit(query)}) raised`;
    case 'units-raised':
      return sql`select count(*)::text as value from (${raisedByUnit(query)}) raised
        where amount > 0`;
    case 'enterprises-paid':
      return sql`select count(*)::text as value from (
        select organisation_id from (${netPaid(query)}) paid
        group by organisation_id having sum(amount) > 0) payees`;
    case 'months-paid':
      return sql`select coalesce(sum(months), 0)::text as value from (${paidMonths(query)}) paid`;
    case 'payment-rate':
      return sql`
        select coalesce(round(100 * sum("paidInTime") / nullif(sum(amount), 0), 4), 0)::text
          as value
        from (${dueMoney(query)}) due`;
  }
}

/** Payments and returns, with payment p, claim c and unit u: what a figure sums or lists. */
export const paid = sql`ledger_entry e join payment p on p.id = e.payment_id
  join claim c on c.id = e.claim_id join unit u on u.code = p.unit_code`;

/** A figure that counts organisations leaves out what goes to trainees. */
export const countsAsPaid = (query: MeasureQuery): RawBuilder<unknown> => sql`
  e.kind in ('pay', 'return') and ${within('e', query)}
  and ${query.measure === 'enterprises-paid' ? sql`p.person_id is null` : sql`true`}
  and ${matches('p.fund', query.filter?.funds)} and ${schemes('c', query)}
  and ${matches('u.kind', query.filter?.unitKinds)}`;

/** What was raised for the query, with posting s, account a and unit u. */
export const raised = (query: MeasureQuery): RawBuilder<unknown> => sql`
  ledger_entry e join ledger_posting s on s.entry_id = e.id
  join ledger_account a on a.id = s.account_id and a.kind = 'available'
  join unit u on u.code = a.unit_code
  where e.kind = 'raise' and ${within('e', query)} and ${matches('a.fund', query.filter?.funds)}
    and ${matches('u.kind', query.filter?.unitKinds)}`;

/** Payments less returns, as they stand in the ledger's months. */
function netPaid(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select e.claim_id, p.organisation_id,
      case e.kind when 'pay' then p.amount else -p.amount end as amount
    from ${paid} where ${countsAsPaid(query)}`;
}

function raisedByUnit(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select a.unit_code, sum(s.amount) as amount
    from ${raised(query)} group by a.unit_code`;
}

/** The months of training that payments paid for, less those of returns, as lines of the figure. */
export function paidMonths(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select e.id::text as id, c.claim_no as "claimNo", p.id as "paymentId", p.fund,
      p.unit_code as unit, c.scheme, e.kind,
      case e.kind when 'pay' then p.months else -p.months end as months,
      e.occurred_on as "occurredOn", e.recorded_at as "recordedAt", e.month
    from ${paid} where p.months > 0 and ${countsAsPaid(query)}`;
}

/**
 * The money approved and due in the period, as lines of the figure: without what was withdrawn by
 * its end, and with what of it was paid in time by then, and the day on which the last payee had
 * it. Later facts count in later months.
 */
export function dueMoney(query: MeasureQuery): RawBuilder<unknown> {
  const { to } = query.period;
  return sql`
    select f.id::text as id, c.claim_no as "claimNo", f.fund, c.unit_code as unit, c.scheme,
      f.amount, f.occurred_on as "occurredOn", f.recorded_at as "recordedAt", f.month,
      f.due_on as "dueOn", paid."on" as "paidOn", 
      coalesce(paid.in_time, 0)::numeric(14, 2) as "paidInTime"
    from due_fact f join claim c on c.id = f.claim_id join unit u on u.code = c.unit_code
    left join lateral (
      select sum(last.amount) filter (where last."on" <= f.due_on) as in_time,
        case when sum(last.amount) = f.amount then max(last."on") end as "on"
      from (
        select distinct on (p.id) e.kind, e.occurred_on as "on", p.amount
        from payment p join ledger_entry e on e.payment_id = p.id
        where p.claim_id = f.claim_id and p.fund = f.fund and p.instalment = f.instalment
          and e.month <= ${to} and ${known('e', query)}
        order by p.id, e.occurred_on desc, e.recorded_at desc) last
      where last.kind = 'pay') paid on true
    where f.delta = 1 and ${within('f', query)}
      and not exists (select from due_fact w
        where w.claim_id = f.claim_id and w.fund = f.fund and w.instalment = f.instalment
          and w.delta = -1 and w.month <= ${to}
          and ${known('w', query)})
      and ${matches('f.fund', query.filter?.funds)} and ${schemes('c', query)}
      and ${matches('u.kind', query.filter?.unitKinds)}`;
}

export function within(table: string, query: MeasureQuery): RawBuilder<unknown> {
  const { from, to } = query.period;
  return sql`${sql.ref(`${table}.month`)} between ${from} and ${to} and ${known(table, query)}`;
}

/** Whether a fact had been recorded at the query's as-of time. */
function known(table: string, { asOf }: MeasureQuery): RawBuilder<unknown> {
  return asOf ? sql`${sql.ref(`${table}.recorded_at`)} <= ${asOf}` : sql`true`;
}

export function schemes(table: string, { filter }: MeasureQuery): RawBuilder<unknown> {
  const column = `${table}.scheme`;
  const not = filter?.schemesNot;
  return sql`${matches(column, filter?.schemes)}
    and ${not ? sql`${sql.ref(column)} <> all(${[...not]}::text[])` : sql`true`}`;
}

export function matches(
  column: string,
  wanted: readonly string[] | undefined,
): RawBuilder<unknown> {
  return wanted ? sql`${sql.ref(column)} = any(${[...wanted]}::text[])` : sql`true`;
}
