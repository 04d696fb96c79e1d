import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { monthOf, monthsBetween, type IsoDate } from '../domain/days.ts';
import { compileRules, type CompiledRules } from '../domain/rules/index.ts';
import type { RegionPack } from '../domain/region-pack/index.ts';
import { workingCalendar, type WorkingCalendar } from '../domain/working-calendar.ts';
import type { Database, Tx } from './connect.ts';

/** A pack with what is made of it once: its rates ready to apply, its calendar ready to count. */
export type PackInForce = { pack: RegionPack; rules: CompiledRules; calendar: WorkingCalendar };

/** Packs by version; each is read once per process, for a version never changes. */
export type PackAccess = {
  get: (version: string) => Promise<PackInForce>;
  inForce: () => Promise<PackInForce & { version: string }>;
};

export function packAccess(db: Database): PackAccess {
  const known = new Map<string, Promise<PackInForce>>();
  const get = (version: string): Promise<PackInForce> => {
    const pack = known.get(version) ?? readPack(db, version);
    known.set(version, pack);
    pack.catch(() => known.delete(version));
    return pack;
  };
  return {
    get,
    async inForce() {
      const version = await findVersionInForce(db);
      if (version === undefined) throw new Error('no region pack is installed');
      return { ...(await get(version)), version };
    },
  };
}

async function readPack(db: Database, version: string): Promise<PackInForce> {
  const { content: pack } = await db
    .selectFrom('pack_version')
    .select('content')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return { pack, rules: compileRules(pack), calendar: workingCalendar(pack.calendar) };
}

/** The newest version; undefined on an empty database. */
export async function findVersionInForce(db: Database): Promise<string | undefined> {
  const row = await db
    .selectFrom('pack_version')
    .select('version')
    .orderBy('in_force_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version;
}

export const packVersion = (pack: RegionPack): string => `${pack.code}@${pack.version}`;

/**
 * Installs a pack on an empty database: units, funds with their accounts, the months it expects
 * and the month of installation. Installing the same version again changes nothing.
 */
export async function installPack(
  tx: Tx,
  pack: RegionPack,
  { simulated, installedOn }: { simulated: boolean; installedOn: IsoDate },
): Promise<void> {
  const content = JSON.stringify(pack);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await sql`
    insert into installation (region, simulated, installed_on)
    values (${pack.code}, ${simulated}, ${installedOn}) on conflict do nothing`.execute(tx);
  await sql`
    insert into pack_version (version, content, sha256)
    values (${packVersion(pack)}, ${content}::jsonb, ${sha256})
    on conflict do nothing`.execute(tx);
  await installUnits(tx, pack);
  await installFunds(tx, pack);
  const expected = monthsBetween(pack.months.from, pack.months.to);
  await sql`
    insert into month (month) select unnest(${[...expected, monthOf(installedOn)]}::text[])
    on conflict do nothing`.execute(tx);
}

async function installUnits(tx: Tx, { units }: RegionPack): Promise<void> {
  await sql`
    insert into unit (code, parent_code, name, kind, sample_data)
    select * from unnest(${units.map((u) => u.code)}::text[],
      ${units.map((u) => u.parent ?? null)}::text[], ${units.map((u) => u.name)}::text[],
      ${units.map((u) => u.kind)}::text[], ${units.map((u) => u.invented === true)}::boolean[])
    on conflict do nothing`.execute(tx);
}

async function installFunds(tx: Tx, { funds, units }: RegionPack): Promise<void> {
  await sql`
    insert into fund (code, name, document)
    select * from unnest(${funds.map((f) => f.code)}::text[], ${funds.map((f) => f.name)}::text[],
      ${funds.map((f) => f.document)}::text[])
    on conflict do nothing`.execute(tx);
  const payers = units.filter((u) => u.payingUnit).map((u) => u.code);
  await sql`
    insert into ledger_account (fund, unit_code, kind)
    select f, u, k from unnest(${funds.map((f) => f.code)}::text[]) f
    cross join unnest(${payers}::text[]) u
    cross join (values ('source'), ('available'), ('reserved'), ('spent')) as kinds(k)
    order by f, u, k
    on conflict do nothing`.execute(tx);
}
