import { sql } from 'kysely';
import { organisation } from '../../cli/programme/population/organisations.ts';
import { createApi } from '../../api/server.ts';
import { issueToken } from '../../db/actor.ts';
import { connect, type Database, type Tx } from '../../db/connect.ts';
import { identityKeys } from '../../db/identity.ts';
import { derivedId } from '../../db/ids.ts';
import { openAccount } from '../../db/organisation.ts';
import { installPack, packAccess } from '../../db/pack.ts';
import { instant, isoDate } from '../../domain/days.ts';
import { identityCheckDigit } from '../../domain/identity-number.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from './region-folder.ts';
import { createTestDatabase } from './test-database.ts';

export const units = ['640121', '640122'] as const;
export const firms = units.map((unit, at) => organisation('api', 'enterprise', at + 1, unit));
export const firm = (at: number) => firms[at] ?? organisation('api', 'enterprise', 9, units[0]);

type Post = { role: string; unit?: string; organisation?: string; backdates?: boolean };

/** Who asks, by a short name, with the one post each holds. */
const people = {
  agent: { role: 'claimant', organisation: firm(0).id, backdates: true },
  otherAgent: { role: 'claimant', organisation: firm(1).id },
  acceptance: { role: 'acceptance', unit: units[0], backdates: true },
  otherAcceptance: { role: 'acceptance', unit: units[1] },
  payment: { role: 'payment', unit: '640000', backdates: true },
  report: { role: 'report', unit: '640000' },
  operator: { role: 'operator', unit: '640000' },
} as const satisfies Record<string, Post>;

export type Who = keyof typeof people;
export const personId = (who: Who): string => derivedId('api', 'person', who);
export const tokenOf = (who: Who): string => `token-of-${who}-`.padEnd(32, '0');

export type Ask = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  /** A person by name, or an Authorization header; absent: no header. */
  who?: Who | undefined;
  authorization?: string;
  key?: string | undefined;
  body?: unknown;
  /** Sent as it is, in the place of `body`. */
  raw?: string;
  contentType?: string;
};

export type Answered = { status: number; headers: Record<string, unknown>; text: string };

/** An API on a database of its own with Ningxia's pack; Temporal is out of reach. */
export async function startApi({ today = '2021-03-10' }: { today?: string } = {}) {
  const database = await createTestDatabase();
  const db = connect(database.url, { max: 4 });
  const keys = identityKeys(new Uint8Array(32).fill(7));
  const pack = await loadRegionPack(ningxia);
  await db.transaction().execute(async (tx) => {
    await installPack(tx, pack, { simulated: true, installedOn: isoDate(today) });
    for (const { id, kind, name, creditCode, unit, account } of firms) {
      await sql`insert into organisation (id, kind, name, credit_code, unit_code)
        values (${id}, ${kind}, ${name}, ${creditCode}, ${unit})`.execute(tx);
      await openAccount(tx, keys, { ...account, organisationId: id });
    }
    for (const [who, post] of Object.entries(people)) await appoint(tx, who, post);
  });
  const api = await createApi(
    {
      db,
      client: undefined,
      packs: packAccess(db),
      clock: { today: () => isoDate(today), now: () => instant(`${today}T04:00:00.000Z`) },
      keys,
      simulated: async () => true,
    },
    { logLevel: 'silent', requestsPerMinute: 100_000 },
  );

  async function inject(ask: Ask): Promise<Answered> {
    const { method = 'POST', url, who, key, body, raw } = ask;
    const authorization = ask.authorization ?? (who && `Bearer ${tokenOf(who)}`);
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const {
      statusCode,
      headers,
      body: text,
    } = await api.inject({
      method,
      url,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(payload !== undefined && { 'content-type': ask.contentType ?? 'application/json' }),
      },
      ...(payload !== undefined && { payload }),
    });
    return { status: statusCode, headers, text };
  }

  return {
    db,
    api,
    inject,
    async close() {
      await api.close();
      await db.destroy();
      await database.drop();
    },
  };
}

/** How many rows each table holds. */
export async function countRows(db: Database): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string; n: string }>`
    select table_name as name, (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I', table_name), false, true, '')))[1]::text as n
    from information_schema.tables where table_schema = 'public' order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

/** A valid identity number of nobody: area 649900 is not assigned. */
export function identityOf(serial: number): string {
  const digits = `64990019900307${String(serial).padStart(3, '0')}`;
  return `${digits}${identityCheckDigit(digits)}`;
}

export const line = (serial: number) => ({
  name: '示例学员',
  identityNumber: identityOf(serial),
  attributes: ['rural-worker'],
  occupation: 'welder',
  level: '5',
  certificate: { kind: 'qualification', number: `API${String(serial).padStart(13, '0')}` },
  startedOn: '2020-05-01',
  endedOn: '2020-05-20',
});

/** A claim of the first firm that the API takes. */
export const file = (name: string, changes: Record<string, unknown> = {}) => ({
  claimId: derivedId('api', 'claim', name),
  unit: units[0],
  scheme: 'qualification',
  organisationId: firm(0).id,
  accountId: firm(0).account.id,
  lines: [line(1)],
  ...changes,
});

export const foreignFile = file('foreign', {
  unit: units[1],
  organisationId: firm(1).id,
  accountId: firm(1).account.id,
  lines: [line(2)],
});

async function appoint(tx: Tx, who: string, post: Post): Promise<void> {
  const id = derivedId('api', 'person', who);
  const postId = derivedId('api', 'post', who);
  const [from, to] = post.backdates === true ? ['2020-01-01', '2021-03-31'] : [null, null];
  await sql`insert into person (id, name) values (${id}, ${`示例${who}`})`.execute(tx);
  await sql`insert into post (id, role, unit_code, organisation_id, backdate_from, backdate_to)
    values (${postId}, ${post.role}, ${post.unit ?? null}, ${post.organisation ?? null},
      ${from}, ${to})`.execute(tx);
  await sql`insert into post_holder (post_id, person_id) values (${postId}, ${id})`.execute(tx);
  const token = `token-of-${who}-`.padEnd(32, '0');
  const expiresAt = instant('2099-01-01T00:00:00.000Z');
  await issueToken(tx, { personId: id, expiresAt, token });
}
