import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { monthOf, monthsBetween, type IsoDate } from '../domain/days.ts';
import { compileRules, type CompiledRules } from '../domain/rules/index.ts';
import { currentPack, type RegionPack } from '../domain/region-pack/index.ts';
import { workingCalendar, type WorkingCalendar } from '../domain/working-calendar.ts';
import { connect, type Database, type Tx } from './connect.ts';

/**
 * A pack with what is made of it once: its rates ready to apply, its calendar ready to count. The
 * calendar is that of every installed version, for each year as the newest has it: which days are
 * worked is no rule of the claims that were filed under a version.
 */
export type PackInForce = { pack: RegionPack; rules: CompiledRules; calendar: WorkingCalendar };

/** Packs by version; each is read once per process, for a version never changes. */
export type PackAccess = {
  get: (version: string) => Promise<PackInForce>;
  inForce: () => Promise<PackInForce & { version: string }>;
};

/**
 * Packs read on a connection of their own. Steps ask for them inside their transactions: were they
 * read from the same pool, steps that hold all its connections would wait for one more for ever.
 */
export function openPacks(url: string): PackAccess & { close: () => Promise<void> } {
  const db = connect(url, { max: 1 });
  return { ...packAccess(db), close: () => db.destroy() };
}

/** How long a process may not know of a calendar that another one installed. */
const calendarsFreshMs = 1_000;

/**
 * Packs read on `db`, a pool of their own: steps ask for one while their transaction holds a
 * connection, and would wait for ever for a second one of the same pool when all are taken.
 */
export function packAccess(db: Database): PackAccess {
  const packs = new Map<string, Promise<RegionPack>>();
  const made = new Map<string, { years: Years; inForce: PackInForce }>();
  const calendars = installedCalendars(db);
  const packOf = (version: string): Promise<RegionPack> => {
    const pack = packs.get(version) ?? readPack(db, version);
    packs.set(version, pack);
    pack.catch(() => packs.delete(version));
    return pack;
  };
  const get = async (version: string): Promise<PackInForce> => {
    const years = await calendars();
    const before = made.get(version);
    if (before?.years === years) return before.inForce;
    const inForce = packWith(await packOf(version), years);
    made.set(version, { years, inForce });
    return inForce;
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

/** Each year as the newest version has it: the same list until another version is installed. */
function installedCalendars(db: Database): () => Promise<Years> {
  let known: { versions: string; years: Years } = { versions: '', years: [] };
  let looking: Promise<Years> | undefined;
  let freshUntil = 0;
  const look = async (): Promise<Years> => {
    const versions = (await listVersions(db)).join(' ');
    if (versions !== known.versions) known = { versions, years: await readCalendars(db) };
    freshUntil = performance.now() + calendarsFreshMs;
    return known.years;
  };
  return () => {
    if (performance.now() < freshUntil) return Promise.resolve(known.years);
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

type Years = RegionPack['calendar'];

function packWith(pack: RegionPack, years: Years): PackInForce {
  const withYears = { ...pack, calendar: years };
  return {
    pack: withYears,
    rules: compileRules(withYears),
    calendar: workingCalendar(years),
  };
}

async function readPack(db: Database, version: string): Promise<RegionPack> {
  const { content } = await db
    .selectFrom('pack_version')
    .select('content')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return currentPack(content);
}

async function listVersions(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('pack_version').select('version').orderBy('version').execute();
  return rows.map(({ version }) => version);
}

async function readCalendars(db: Database): Promise<Years> {
  const { rows } = await sql<{ year: Years[number] }>`
    select distinct on (y ->> 'year') y as year
    from pack_version p cross join jsonb_array_elements(p.content -> 'calendar') y
    order by y ->> 'year', p.in_force_from desc`.execute(db);
  return rows.map(({ year }) => year);
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

/** Whether a version was stored now, was there already, or is there with other content. */
export type Installed = 'installed' | 'there' | 'there-otherwise';

/**
 * Installs a pack: units, funds with their accounts and, on an empty database, the months it
 * expects and the month of installation. On one with claims a newer version adds what it has more
 * and takes nothing away. A version that is there stays as it is.
 */
export async function installPack(
  tx: Tx,
  pack: RegionPack,
  { simulated, installedOn }: { simulated: boolean; installedOn: IsoDate },
): Promise<Installed> {
  const { numAffectedRows: first } = await sql`
    insert into installation (region, simulated, installed_on)
    values (${pack.code}, ${simulated}, ${installedOn}) on conflict do nothing`.execute(tx);
  const installed = await storePack(tx, pack);
  if (installed === 'there-otherwise') return installed;
  await installUnits(tx, pack);
  await installFunds(tx, pack);
  if (first !== 0n) {
    const expected = monthsBetween(pack.months.from, pack.months.to);
    await sql`
      insert into month (month) select unnest(${[...expected, monthOf(installedOn)]}::text[])
      on conflict do nothing`.execute(tx);
  }
  return installed;
}

async function storePack(tx: Tx, pack: RegionPack): Promise<Installed> {
  const version = packVersion(pack);
  const content = JSON.stringify(pack);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { numAffectedRows } = await sql`
    insert into pack_version (version, content, sha256)
    values (${version}, ${content}::jsonb, ${sha256})
    on conflict do nothing`.execute(tx);
  if (numAffectedRows !== 0n) return 'installed';
  const stored = await tx
    .selectFrom('pack_version')
    .select('sha256')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return stored.sha256 === sha256 ? 'there' : 'there-otherwise';
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
