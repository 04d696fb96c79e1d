import { type RawBuilder, sql } from 'kysely';
import type { Month } from '../domain/days.ts';
import type { IndicatorFilter, MeasuredIndicator } from '../domain/region-pack/index.ts';
import type { Database, Tx } from './connect.ts';

/** What a compiled figure counted: kept with the edition, so its lines can be listed for ever. */
export type MeasureQuery = {
  measure: MeasuredIndicator['measure'];
  period: { from: Month; to: Month };
  filter?: IndicatorFilter | undefined;
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
        where f.kind = ${query.measure} and ${within('f.month', query)}
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
      return sql`select coalesce(sum(l.months), 0)::text as value from claim_line l
        where l.state = 'accepted' and l.amount > 0 and l.claim_id in (
          select claim_id from (${netPaid(query)}) paid group by claim_id having sum(amount) > 0)`;
    case 'payment-rate':
      return paidInTime(query);
  }
}

/** Payments less returns, as they stand in the ledger's months. */
function netPaid(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select e.claim_id, p.organisation_id,
      case e.kind when 'pay' then p.amount else -p.amount end as amount
    from ledger_entry e
    join payment p on p.id = e.payment_id
    join claim c on c.id = e.claim_id
    join unit u on u.code = p.unit_code
    where e.kind in ('pay', 'return') and ${within('e.month', query)}
      and ${matches('p.fund', query.filter?.funds)} and ${schemes('c', query)}
      and ${matches('u.kind', query.filter?.unitKinds)}`;
}

function raisedByUnit(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select a.unit_code, sum(s.amount) as amount
    from ledger_entry e
    join ledger_posting s on s.entry_id = e.id
    join ledger_account a on a.id = s.account_id and a.kind = 'available'
    join unit u on u.code = a.unit_code
    where e.kind = 'raise' and ${within('e.month', query)}
      and ${matches('a.fund', query.filter?.funds)}
      and ${matches('u.kind', query.filter?.unitKinds)}
    group by a.unit_code`;
}

/** Of the money approved and due by the end of the period, the per cent paid by its due day. */
function paidInTime(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select coalesce(round(100 * sum(amount) filter (where in_time) / nullif(sum(amount), 0), 4),
      0)::text as value
    from (
      select p.amount, coalesce((
        select e.kind = 'pay' and e.occurred_on <= p.due_on from ledger_entry e
        where e.payment_id = p.id and e.month <= ${query.period.to}
        order by e.occurred_on desc, e.recorded_at desc limit 1), false) as in_time
      from payment p join claim c on c.id = p.claim_id join unit u on u.code = p.unit_code
      where to_char(p.due_on, 'YYYY-MM') between ${query.period.from} and ${query.period.to}
        and ${matches('p.fund', query.filter?.funds)} and ${schemes('c', query)}
        and ${matches('u.kind', query.filter?.unitKinds)}) due`;
}

export function within(column: string, { period }: MeasureQuery): RawBuilder<unknown> {
  return sql`${sql.ref(column)} between ${period.from} and ${period.to}`;
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
