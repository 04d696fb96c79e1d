import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/connect.ts';
import { sealCertificates } from '../../db/seal-certificates.ts';
import { holdsIdentityNumber } from '../../domain/identity-number.ts';
import { aLine, identityNumber } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;

beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

const kind = 'special-operation';
const lineOf = (identity: string, number = `T${identity}`) =>
  aLine({ identityNumber: identity, certificate: { kind, number } });

/** Filed under one number and corrected to another, so that an earlier roster is kept. */
async function corrected() {
  const [first, second] = [identityNumber(), identityNumber()];
  const claimId = await office.filed({ scheme: kind, lines: [lineOf(first)] });
  await office.screen(claimId);
  const task = await office.openTask(office.acceptor, claimId);
  await office.decided(office.acceptor, task, { outcome: 'return', reason: '示例' });
  await office.decided(
    office.claimant.agent,
    await office.openTask(office.claimant.agent, claimId),
    { outcome: 'corrected', correctedLines: [lineOf(second)] },
  );
  return { claimId, numbers: [first, second] };
}

/** Every row of every table as text, as a dump would hold it. */
async function dumpOf(db: Database): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  const rows = await Promise.all(
    tables.map(({ name }) =>
      sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db),
    ),
  );
  expect(tables.length).toBeGreaterThan(30);
  return rows.flatMap((result) => result.rows.map(({ row }) => row));
}

const asHex = (text: string): string => Buffer.from(text).toString('hex');
const shownOf = (identity: string): string => `T${'*'.repeat(14)}${identity.slice(-4)}`;

/** As an earlier version stored them: in clear, in lines and in earlier rosters. */
async function inClear(db: Database, claimId: string, [before, now]: string[]): Promise<void> {
  await sql`alter table claim_line disable trigger certificate_sealed`.execute(db);
  await sql`alter table superseded_line disable trigger user`.execute(db);
  await sql`
    update claim_line set certificate_no = ${`T${String(now)}`}, certificate_hash = null,
      certificate_cipher = null, certificate_shown = null where claim_id = ${claimId}`.execute(db);
  await sql`
    update superseded_line set line = line || jsonb_build_object(
      'certificate_no', ${`T${String(before)}`}::text, 'certificate_hash', null,
      'certificate_cipher', null, 'certificate_shown', null)
    where claim_id = ${claimId}`.execute(db);
  await sql`alter table superseded_line enable trigger user`.execute(db);
  await sql`alter table claim_line enable trigger certificate_sealed`.execute(db);
}

describe('the database', () => {
  test('holds no identity number in clear, in no table', async () => {
    const { claimId, numbers } = await corrected();
    const rows = await dumpOf(office.db);
    const known = numbers.flatMap((number) => [number, asHex(number)]);
    expect(rows.filter((row) => known.some((it) => row.includes(it)))).toEqual([]);
    expect(rows.filter(holdsIdentityNumber)).toEqual([]);
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(body['roster']).toMatchObject([{ certificateNo: shownOf(numbers[1] ?? '') }]);
    const earlier = await office.get(office.acceptor, `/v1/claims/${claimId}/rosters/1`);
    expect(earlier.body['lines']).toMatchObject([{ certificateNo: shownOf(numbers[0] ?? '') }]);
  });

  test('takes no number in clear from a program of before', async () => {
    const { claimId } = await corrected();
    const write = sql`update claim_line set certificate_no = 'HG1' where claim_id = ${claimId}`;
    await expect(write.execute(office.db)).rejects.toThrow(/sealed only/u);
  });
});

describe('numbers that were stored in clear', () => {
  test('are sealed at the start, in lines and earlier rosters, once', async () => {
    const { claimId, numbers } = await corrected();
    await inClear(office.db, claimId, numbers);
    expect((await dumpOf(office.db)).filter(holdsIdentityNumber)).toHaveLength(2);
    expect(await sealCertificates(office.db, office.keys)).toBe(2);
    expect(await sealCertificates(office.db, office.keys)).toBe(0);
    expect((await dumpOf(office.db)).filter(holdsIdentityNumber)).toEqual([]);
    const { rows } = await sql<{ cipher: Buffer; shown: string }>`
      select l.certificate_cipher as cipher, l.certificate_shown as shown
      from superseded_line s, jsonb_populate_record(null::claim_line, s.line) l
      where s.claim_id = ${claimId}
      union all select certificate_cipher, certificate_shown from claim_line
      where claim_id = ${claimId}`.execute(office.db);
    expect(rows.map(({ cipher }) => office.keys.decrypt(cipher))).toEqual(
      numbers.map((number) => `T${number}`),
    );
    expect(rows.map(({ shown }) => shown)).toEqual(numbers.map(shownOf));
  });

  test('still keep a second claim for the certificate out', async () => {
    const { claimId, numbers } = await corrected();
    await inClear(office.db, claimId, numbers);
    await sealCertificates(office.db, office.keys);
    const again = await office.post(office.claimant.agent, '/v1/claims', {
      claimId: crypto.randomUUID(),
      unit: '640121',
      scheme: kind,
      organisationId: office.claimant.id,
      accountId: office.claimant.accountId,
      lines: [lineOf(numbers[1] ?? '', `T-${String(numbers[1])}`)],
    });
    expect(again.body.code).toBe('certificate-already-claimed');
  });

  test('of one certificate in two spellings both stay, and the office can find them', async () => {
    const first = await corrected();
    const second = await corrected();
    await inClear(office.db, first.claimId, first.numbers);
    await inClear(office.db, second.claimId, [
      second.numbers[0] ?? '',
      `-${String(first.numbers[1])}`,
    ]);
    await sealCertificates(office.db, office.keys);
    const { rows } = await sql<{ claims: string[] }>`
      select array_agg(object_id) as claims from audit
      where act = 'certificate-spelled-twice'`.execute(office.db);
    expect(rows[0]?.claims).toHaveLength(1);
    expect([first.claimId, second.claimId]).toContain(rows[0]?.claims[0]);
  });

  test('change nothing else of an earlier roster, sealing or not', async () => {
    const { claimId } = await corrected();
    const other = (sealing: 'on' | 'off') =>
      office.db.transaction().execute(async (tx) => {
        await sql`select set_config('tisheng.sealing', ${sealing}, true)`.execute(tx);
        await sql`update superseded_line set line = line || '{"amount": "9999.00"}'
          where claim_id = ${claimId}`.execute(tx);
      });
    await expect(other('off')).rejects.toThrow(/append only/u);
    await expect(other('on')).rejects.toThrow(/append only/u);
  });
});
