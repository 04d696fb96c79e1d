import { randomUUID } from 'node:crypto';
import { createApi, type ApiOptions } from '../../api/server.ts';
import type { Api, ApiContext } from '../../api/context.ts';
import { createActivities, type Dependencies } from '../../activities/index.ts';
import { issueToken } from '../../db/actor.ts';
import { connect, type Database } from '../../db/connect.ts';
import { identityKeys } from '../../db/identity.ts';
import { isSimulated } from '../../db/installation.ts';
import { openAccount } from '../../db/organisation.ts';
import { installPack, openPacks } from '../../db/pack.ts';
import { instant, isoDate } from '../../domain/days.ts';
import { identityCheckDigit } from '../../domain/identity-number.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { rosterReader } from '../../gateways/roster/reader.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from './region-folder.ts';
import { createTestDatabase } from './test-database.ts';

export const today = isoDate('2026-03-10');
export const county = '640121';
export const otherCounty = '640221';
export const region = '640000';

export type Person = { id: string; token: string };
export type Organisation = { id: string; accountId: string; agent: Person };
export type Answer = { status: number; body: Body; headers: Record<string, unknown> };
type Body = Record<string, unknown> & {
  code?: string;
  detail?: string;
  errors?: { path: string; reason: string }[];
};

export type ApiOffice = Awaited<ReturnType<typeof openApiOffice>>;

/**
 * The API on a database of the test's own with Ningxia's pack, on 10 March 2026. No worker runs:
 * `screen` and `apply` take the steps that a claim's workflow would.
 */
export async function openApiOffice(
  options: {
    simulated?: boolean;
    /** Another region's rules, made from Ningxia's. */
    rules?: (pack: RegionPack) => RegionPack;
    context?: Partial<ApiContext>;
    api?: Partial<ApiOptions>;
  } = {},
) {
  const database = await createTestDatabase();
  const db = connect(database.url);
  const keys = identityKeys(Buffer.alloc(32, 7));
  const { rules = (pack) => pack } = options;
  const pack = rules(await loadRegionPack(ningxia));
  await db
    .transaction()
    .execute((tx) =>
      installPack(tx, pack, { simulated: options.simulated ?? false, installedOn: today }),
    );
  const clock = { today: () => today, now: () => instant(`${today}T02:00:00.000Z`) };
  const packs = openPacks(database.url);
  const context: ApiContext = {
    db,
    keys,
    clock,
    packs,
    client: undefined,
    simulated: () => isSimulated(db),
    rosters: rosterReader(),
    ...options.context,
  };
  const deps: Dependencies = { db, packs, clock, decrypt: keys.decrypt, ...unreachable() };
  const api = await createApi(context, {
    logLevel: 'silent',
    requestsPerMinute: 100_000,
    ...options.api,
  });
  await api.ready();
  return {
    api,
    db,
    keys,
    pack,
    deps,
    database,
    ...people(db, keys),
    ...requests(api),
    ...work(db, createActivities(deps).claims),
    async close() {
      await api.close();
      await packs.close();
      await db.destroy();
      await database.drop();
    },
  };
}

function people(db: Database, keys: ReturnType<typeof identityKeys>) {
  async function person(name = '示例人员'): Promise<Person> {
    const id = randomUUID();
    await db.insertInto('person').values({ id, name }).execute();
    const expiresAt = instant('2030-01-01T00:00:00.000Z');
    return { id, token: await issueToken(db, { personId: id, expiresAt }) };
  }

  /** Gives a person a post, by default without the right to enter past days. */
  async function appoint(
    { id }: Person,
    post: { role: string; unit?: string; organisationId?: string; backdate?: [string, string] },
  ): Promise<void> {
    const postId = randomUUID();
    const [from, to] = post.backdate ?? [undefined, undefined];
    await db
      .insertInto('post')
      .values({
        id: postId,
        role: post.role,
        unit_code: post.unit ?? null,
        organisation_id: post.organisationId ?? null,
        backdate_from: from === undefined ? null : isoDate(from),
        backdate_to: to === undefined ? null : isoDate(to),
      })
      .execute();
    await db.insertInto('post_holder').values({ post_id: postId, person_id: id }).execute();
  }

  async function officer(role: string, unit: string, backdate?: [string, string]): Promise<Person> {
    const officer = await person();
    await appoint(officer, { role, unit, ...(backdate && { backdate }) });
    return officer;
  }

  async function organisation(unit = county, backdate?: [string, string]): Promise<Organisation> {
    const id = randomUUID();
    const accountId = randomUUID();
    await db
      .insertInto('organisation')
      .values({ id, kind: 'institution', name: '示例培训学校', credit_code: null, unit_code: unit })
      .execute();
    const number = String(Math.trunc(Math.random() * 1e15)).padStart(16, '6');
    const account = { id: accountId, organisationId: id, holder: '示例户', number };
    await db.transaction().execute((tx) => openAccount(tx, keys, { ...account, confirmed: true }));
    const agent = await person();
    await appoint(agent, { role: 'claimant', organisationId: id, ...(backdate && { backdate }) });
    return { id, accountId, agent };
  }

  return { person, appoint, officer, organisation };
}

function requests(api: Api) {
  async function send(
    who: Person | undefined,
    method: 'GET' | 'POST',
    url: string,
    { key, body }: { key?: string | undefined; body?: unknown } = {},
  ): Promise<Answer> {
    const answer = await api.inject({
      method,
      url,
      headers: {
        ...(who && { authorization: `Bearer ${who.token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const json = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: json ? answer.json<Body>() : {},
      headers: answer.headers,
    };
  }
  return {
    send,
    get: (who: Person | undefined, url: string) => send(who, 'GET', url),
    post: (who: Person, url: string, body: unknown, key: string = randomUUID()) =>
      send(who, 'POST', url, { key, body }),
  };
}

/** What the worker does with a claim and with the stored intents of people. */
function work(db: Database, steps: ReturnType<typeof createActivities>['claims']) {
  return {
    steps,
    /** From filed to acceptance, every certificate found in order or in doubt. */
    async screen(claimId: string, certificates: 'verified' | 'manual' = 'verified') {
      await db
        .updateTable('claim_line')
        .set({ certificate_state: certificates })
        .where('claim_id', '=', claimId)
        .where('certificate_state', '=', 'pending')
        .execute();
      return steps.assessClaim(claimId);
    },
    apply: async (decisionId: string) => (await steps.applyDecision({ decisionId })).answer,
    applyAct: async (actId: string) => (await steps.applyAct({ actId })).answer,
  };
}

/** The services that the steps under test never call. */
function unreachable() {
  const refuse = () => Promise.reject(new Error('no service in this test'));
  return {
    registry: { look: refuse },
    bank: { submit: refuse, query: refuse, statement: refuse },
    renderReport: refuse,
  };
}

let serial = 0;

/** A valid identity number that no other call answers. */
export function identityNumber(): string {
  serial += 1;
  const year = 1960 + Math.trunc(serial / 1000);
  const body = `640121${String(year)}0102${String(serial % 1000).padStart(3, '0')}`;
  return `${body}${identityCheckDigit(body)}`;
}

/** A line of a roster that Ningxia's pack accepts, with any field changed. */
export function aLine(change: Record<string, unknown> = {}): Record<string, unknown> {
  const number = identityNumber();
  return {
    name: `示例学员${String(serial)}`,
    identityNumber: number,
    attributes: ['rural-worker'],
    certificate: { kind: 'training-pass', number: `HG642025${String(serial).padStart(8, '0')}` },
    startedOn: '2025-11-03',
    endedOn: '2025-11-21',
    ...change,
  };
}

export function aFiling(
  organisation: Organisation,
  change: Record<string, unknown> = {},
): Record<string, unknown> & { claimId: string } {
  return {
    claimId: randomUUID(),
    unit: county,
    scheme: 'training-pass',
    organisationId: organisation.id,
    accountId: organisation.accountId,
    lines: [aLine()],
    ...change,
  };
}
