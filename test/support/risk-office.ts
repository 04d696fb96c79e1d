import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { connect } from '../../db/connect.ts';
import { recordFindings, type Births } from '../../db/finding.ts';
import { identityKeys } from '../../db/identity.ts';
import { derivedId } from '../../db/ids.ts';
import { importList } from '../../db/imported-list.ts';
import { installPack, packVersion } from '../../db/pack.ts';
import { isoDate } from '../../domain/days.ts';
import type { RegionPack, RiskRule } from '../../domain/region-pack/index.ts';
import { riskRule } from '../../domain/region-pack/risks.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from './region-folder.ts';
import { createTestDatabase } from './test-database.ts';

export type RiskOffice = Awaited<ReturnType<typeof openRiskOffice>>;
export type FiledLine = {
  person: string;
  group?: string;
  attributes?: string[];
  occupation?: string;
  level?: string;
  certificateNo?: string;
  certificateState?: string;
  issuedOn?: string;
  startedOn?: string;
  endedOn?: string;
  months?: number;
  /** Of the person's own. */
  account?: string;
  amount?: string;
  facts?: Record<string, string>;
};
export type Filed = {
  by: string;
  scheme?: string;
  unit?: string;
  on?: string;
  account?: string;
  facts?: Record<string, string>;
  lines: FiledLine[];
};
export type ListedAs = {
  person?: string;
  creditCode?: string;
  from?: string;
  to?: string;
  detail?: Record<string, string>;
};
/** Of a claim: the lines found, 0 for the claim as a whole, with their evidence. */
export type FoundIn = { lineNo: number; evidence: Record<string, unknown> }[];

const keys = identityKeys(Buffer.alloc(32, 7));
const nobody = derivedId('nobody');
const unit = '640121';

/**
 * Claims written straight into a database, each as some step would leave it, and risk rules run
 * over them. Persons and organisations go by any name: one name is one person.
 */
export async function openRiskOffice(change: (pack: RegionPack) => RegionPack = (it) => it) {
  const database = await createTestDatabase();
  const db = connect(database.url);
  const pack = change(await loadRegionPack(ningxia));
  const installedOn = isoDate('2019-07-01');
  await db.transaction().execute(async (tx) => {
    await installPack(tx, pack, { simulated: false, installedOn });
    await tx.insertInto('person').values({ id: nobody, name: '示例人员' }).execute();
  });
  const births: Births = { persons: [], bornOn: [], sexes: [] };
  let serial = 0;

  const personHash = (person: string): Buffer => keys.hash(person);

  async function file(claim: Filed): Promise<string> {
    serial += 1;
    const id = randomUUID();
    const organisationId = derivedId('organisation', claim.by);
    const accountId = derivedId('account', claim.by);
    const { unit: unitCode = unit, on = '2020-09-01', scheme = 'skill-level', facts = {} } = claim;
    await sql`insert into organisation (id, kind, name, credit_code, unit_code)
      values (${organisationId}, 'institution', ${claim.by}, ${creditCodeOf(claim.by)}, ${unitCode})
      on conflict do nothing`.execute(db);
    await sql`insert into payee_account (id, organisation_id, holder, number_cipher, number_hash,
        number_tail, confirmed)
      values (${accountId}, ${organisationId}, '示例户', '', ${keys.hash(claim.account ?? claim.by)},
        '0000', true) on conflict do nothing`.execute(db);
    await sql`insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
        submitted_by, pack_version, last_fact_on, occurred_on, month, facts)
      values (${id}, ${`C${String(serial).padStart(6, '0')}`}, ${scheme}, ${unitCode},
        ${organisationId}, ${accountId}, ${nobody}, ${packVersion(pack)}, ${on}, ${on}, '2019-07',
        ${JSON.stringify(facts)}::jsonb)`.execute(db);
    for (const [at, line] of claim.lines.entries()) await addLine(id, at + 1, line);
    return id;
  }

  async function addLine(claimId: string, lineNo: number, line: FiledLine): Promise<void> {
    const personId = derivedId('person', line.person);
    await sql`insert into person (id, name, identity_hash, identity_cipher)
      values (${personId}, '示例学员', ${personHash(line.person)}, '') on conflict do nothing
    `.execute(db);
    const number = line.certificateNo ?? null;
    const accountId = await ownAccount(personId, line.account);
    const { startedOn = '2020-08-03', endedOn = '2020-08-21', amount = '1000.00' } = line;
    await sql`insert into claim_line (claim_id, line_no, roster, person_id, name, attributes,
        group_code, occupation, level, certificate_kind, certificate_hash, certificate_cipher,
        certificate_shown, certificate_state, certificate_issued_on, started_on, ended_on, months,
        amount, account_id, facts)
      values (${claimId}, ${lineNo}, 1, ${personId}, '示例学员', ${line.attributes ?? []}::text[],
        ${line.group ?? 'others'}, ${line.occupation ?? null}, ${line.level ?? null},
        ${number === null ? null : 'skill-level'}, ${number && keys.hash(number)},
        ${number && Buffer.alloc(1)}, ${number},
        ${line.certificateState ?? 'verified'}, ${line.issuedOn ?? null}, ${startedOn}, ${endedOn},
        ${line.months ?? null}, ${amount}, ${accountId}, ${JSON.stringify(line.facts ?? {})}::jsonb)
    `.execute(db);
  }

  async function ownAccount(personId: string, number: string | undefined): Promise<string | null> {
    if (number === undefined) return null;
    const id = derivedId('account', personId);
    await sql`insert into payee_account (id, person_id, holder, number_cipher, number_hash,
        number_tail, confirmed)
      values (${id}, ${personId}, '示例学员', '', ${keys.hash(number)}, '0000', true)
      on conflict do nothing`.execute(db);
    return id;
  }

  const list = (code: string, entries: readonly ListedAs[]): Promise<number> =>
    db.transaction().execute((tx) =>
      importList(
        tx,
        { list: code, source: '示例名单', sha256: '0', importedBy: '示例' },
        entries.map((it, at) => ({
          rowNo: at + 2,
          personHash: it.person === undefined ? null : personHash(it.person),
          creditCode: it.creditCode ?? null,
          from: it.from === undefined ? null : isoDate(it.from),
          to: it.to === undefined ? null : isoDate(it.to),
          detail: it.detail ?? {},
        })),
      ),
    );

  /** Runs a rule, over one claim or over all; answers how many findings are new. */
  const find = (rules: readonly RiskRule[], claimId?: string): Promise<number> =>
    db.transaction().execute((tx) =>
      recordFindings(tx, {
        rules,
        pack,
        packVersion: packVersion(pack),
        births,
        ...(claimId !== undefined && { claimId }),
      }),
    );

  async function foundIn(claimId: string, rule: string): Promise<FoundIn> {
    const { rows } = await sql<FoundIn[number]>`
      select coalesce(line_no, 0) as "lineNo", evidence from finding
      where claim_id = ${claimId} and rule = ${rule} order by 1, no`.execute(db);
    return rows;
  }

  /** Tells the day of birth that a person's number would say. */
  const born = (person: string, on: string, sex: 'male' | 'female') =>
    bornAs(derivedId('person', person), on, sex);

  function bornAs(personId: string, on: string, sex: 'male' | 'female'): void {
    births.persons.push(personId);
    births.bornOn.push(on);
    births.sexes.push(sex);
  }

  return {
    db,
    pack,
    file,
    addLine,
    list,
    find,
    foundIn,
    born,
    bornAs,
    personHash,
    async close() {
      await db.destroy();
      await database.drop();
    },
  };
}

/** A rule with what every rule has; parsed as the pack would be. */
export function aRisk(code: string, check: string, parameters: object, more = {}): RiskRule {
  const common = { name: '示例疑点', severity: 'look', document: '示例数据', clause: '示例' };
  return riskRule.parse({ code, check, parameters, ...common, ...more });
}

/** One code for one name; it need not be a legal one. */
export const creditCodeOf = (organisation: string): string =>
  `91${derivedId('credit', organisation).replaceAll('-', '').slice(0, 16).toUpperCase()}`;
