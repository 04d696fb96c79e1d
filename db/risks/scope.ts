import { sql, type RawBuilder } from 'kysely';
import type { RegionPack, RiskRule } from '../../domain/region-pack/index.ts';

/** Day of birth and sex by person, side by side, where a rule asks for age. */
export type Births = { persons: string[]; bornOn: string[]; sexes: string[] };

/** Over what a check runs: the lines of one claim against everything, or everything. */
export type RiskScope = { claimId: string | undefined; pack: RegionPack; births: Births };

/**
 * SQL that finds what a rule is after: claim_id, line_no (null: the whole claim), roster, key (what
 * the evidence is, in short) and evidence, each line or claim once. No number of a person in it.
 */
export type Finder = RawBuilder<unknown>;

/** In SQL: the line l of a claim c is not cut, in scope, of a scheme and a group of the rule. */
export const inScope = (scope: RiskScope, rule: RiskRule): RawBuilder<boolean> =>
  sql<boolean>`(l.state <> 'cut' and ${ofClaim(scope)} and ${applies(rule)})`;

/** In SQL: the rule names the scheme of the claim c and the group of its line l, or names none. */
export function applies({ schemes, groups }: RiskRule): RawBuilder<boolean> {
  const ofScheme = schemes ? sql`c.scheme = any(${schemes}::text[])` : sql`true`;
  const ofGroup = groups ? sql`l.group_code = any(${groups}::text[])` : sql`true`;
  return sql<boolean>`(${ofScheme} and ${ofGroup})`;
}

const ofClaim = ({ claimId }: RiskScope): RawBuilder<boolean> =>
  claimId === undefined ? sql<boolean>`true` : sql<boolean>`l.claim_id = ${claimId}::uuid`;

/** In SQL: a line is worth something, under whatever name it goes. */
export const granted = (line: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${line}.amount`)} + ${sql.ref(`${line}.granted_before`)} > 0`;

/** In SQL: an own fact of the line l, or of its claim c. */
export const factOf = (fact: string): RawBuilder<string> =>
  sql<string>`coalesce(l.facts ->> ${fact}, c.facts ->> ${fact})`;

/** In SQL: text as a number, where it is one. */
export const numberOf = (value: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`case when ${value} ~ '^[0-9]{1,30}([.][0-9]{1,30})?$' then (${value})::numeric end`;

/** In SQL: the first 20 of a group, in the order of their references. */
export const upTo20 = (
  what: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`to_jsonb((array_agg(${what} order by ${order}))[1:20])`;

/** A reference of the line ol of a claim oc; and what an officer reads of it. */
export const otherRef = sql`oc.claim_no || '/' || ol.line_no`;
export const otherLine = sql`jsonb_build_object('claimNo', oc.claim_no, 'lineNo', ol.line_no,
  'scheme', oc.scheme, 'occupation', ol.occupation, 'level', ol.level,
  'startedOn', ol.started_on, 'endedOn', ol.ended_on,
  'amount', (ol.amount + ol.granted_before)::text)`;

/** For a from clause behind the person p: the entries e of the newest versions v naming it. */
export const entriesOf = (lists: readonly string[]): RawBuilder<unknown> => sql`
  list_entry e join list_version v
    on v.id = e.version_id and v.newest and v.list_code = any(${lists}::text[])`;

/** A reference of an entry that a new version of its list keeps; what an officer reads of it. */
export const entryRef = sql`v.list_code || ':' || e.from_on`;
export const entryObject = sql`jsonb_build_object('list', v.list_code, 'version', v.no,
  'from', case when isfinite(e.from_on) then e.from_on end,
  'to', case when isfinite(e.to_on) then e.to_on end)`;
