import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { issueToken } from '../../../db/actor.ts';
import { isSimulated } from '../../../db/installation.ts';
import type { Database, Tx } from '../../../db/connect.ts';
import type { IdentityKeys } from '../../../db/identity.ts';
import { derivedId } from '../../../db/ids.ts';
import { raiseFund } from '../../../db/ledger.ts';
import { openAccount } from '../../../db/organisation.ts';
import { installPack } from '../../../db/pack.ts';
import { addMonths, endOfDay, firstDay, lastDay, type IsoDate } from '../../../domain/days.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import type { Account, Organisation } from '../population/people/organisations.ts';
import { scaledYuan, type Scale } from '../population/numbers/shares.ts';
import type { Officer } from './staff.ts';

export type SetUp = {
  pack: RegionPack;
  scale: Scale;
  /** Names this programme among others: ids derive from it. */
  series: string;
  officers: readonly Officer[];
  organisations: readonly Organisation[];
  /** The accounts named in claims when they are filed. */
  accounts: readonly (Account & { organisationId: string })[];
  secret: Uint8Array;
  today: IsoDate;
};

const tokenMonths = 12;

/** A person's bearer token: the same at every start, unknown without the installation's secret. */
export function tokenOf(secret: Uint8Array, personId: string): string {
  return createHmac('sha256', secret).update(`programme-token ${personId}`).digest('base64url');
}

/**
 * Makes an empty database ready for the programme: pack, money raised, officers with their posts
 * and the right to enter the programme's days, claimants with agents and accounts, tokens. What is
 * there already stays. Marks an empty database as simulated for good; throws, with nothing written,
 * when an office works with it.
 */
export async function setUpProgramme(
  db: Database,
  keys: IdentityKeys,
  setUp: SetUp,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await installPack(tx, setUp.pack, { simulated: true, installedOn: setUp.today });
    await requireSimulated(tx);
    await raiseMoney(tx, setUp);
    await appointOfficers(tx, setUp);
    await admitClaimants(tx, keys, setUp);
  });
  const expiresAt = endOfDay(addMonths(setUp.today, tokenMonths));
  const persons = [
    ...setUp.officers.map(({ id }) => id),
    ...setUp.organisations.map(({ agent }) => agent.id),
  ];
  await db.transaction().execute(async (tx) => {
    for (const personId of persons) {
      await issueToken(tx, { personId, expiresAt, token: tokenOf(setUp.secret, personId) });
    }
  });
}

/** Invented officers, money and payments never mix with real ones. */
async function requireSimulated(tx: Tx): Promise<void> {
  if (await isSimulated(tx)) return;
  throw new Error(
    '该数据库属于正式单位，不能运行示例项目；请用空的数据库 / ' +
      'an office works with this database, the programme cannot run in it: use an empty one',
  );
}

async function raiseMoney(tx: Tx, { pack, scale, series }: SetUp): Promise<void> {
  for (const { fund, unit, amount, raisedOn } of pack.allotments) {
    const id = derivedId(series, 'raised', fund, unit);
    await raiseFund(tx, { id, fund, unit, amount: scaledYuan(amount, scale), on: raisedOn });
  }
}

async function appointOfficers(tx: Tx, { pack, officers, series }: SetUp): Promise<void> {
  const [from, to] = programmeDays(pack);
  await addPersons(tx, officers);
  await sql`
    insert into post (id, role, unit_code, backdate_from, backdate_to)
    select *, ${from}::date, ${to}::date from unnest(
      ${officers.map((it) => postId(series, it))}::uuid[],
      ${officers.map(({ role }) => role)}::text[], ${officers.map(({ unit }) => unit)}::text[])
    on conflict do nothing`.execute(tx);
  await sql`
    insert into post_holder (post_id, person_id, mail)
    select * from unnest(${officers.map((it) => postId(series, it))}::uuid[],
      ${officers.map(({ id }) => id)}::uuid[], ${officers.map(({ mail }) => mail)}::text[])
    on conflict do nothing`.execute(tx);
}

async function admitClaimants(
  tx: Tx,
  keys: IdentityKeys,
  { pack, organisations, accounts, series }: SetUp,
): Promise<void> {
  const [from, to] = programmeDays(pack);
  const posts = organisations.map(({ id }) => derivedId(series, 'claimant', id));
  await sql`
    insert into organisation (id, kind, name, credit_code, unit_code)
    select * from unnest(${organisations.map(({ id }) => id)}::uuid[],
      ${organisations.map(({ kind }) => kind)}::text[],
      ${organisations.map(({ name }) => name)}::text[],
      ${organisations.map(({ creditCode }) => creditCode)}::text[],
      ${organisations.map(({ unit }) => unit)}::text[])
    on conflict do nothing`.execute(tx);
  for (const account of accounts) await openAccount(tx, keys, { ...account, confirmed: true });
  await addPersons(
    tx,
    organisations.map(({ agent }) => agent),
  );
  await sql`
    insert into post (id, role, organisation_id, backdate_from, backdate_to)
    select id, 'claimant', organisation_id, ${from}::date, ${to}::date
    from unnest(${posts}::uuid[], ${organisations.map(({ id }) => id)}::uuid[])
      as p(id, organisation_id)
    on conflict do nothing`.execute(tx);
  await sql`
    insert into post_holder (post_id, person_id)
    select * from unnest(${posts}::uuid[], ${organisations.map(({ agent }) => agent.id)}::uuid[])
    on conflict do nothing`.execute(tx);
}

async function addPersons(tx: Tx, persons: readonly { id: string; name: string }[]): Promise<void> {
  await sql`
    insert into person (id, name)
    select * from unnest(${persons.map(({ id }) => id)}::uuid[],
      ${persons.map(({ name }) => name)}::text[])
    on conflict do nothing`.execute(tx);
}

/** The post is its unit's and role's: officers of different levels hold the same one. */
function postId(series: string, { unit, role }: Officer): string {
  return derivedId(series, 'post', unit, role);
}

function programmeDays({ months }: RegionPack): [IsoDate, IsoDate] {
  return [firstDay(months.from), lastDay(months.to)];
}
