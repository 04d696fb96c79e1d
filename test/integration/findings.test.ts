import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importList } from '../../db/imported-list.ts';
import {
  aLine,
  county,
  identityNumber,
  otherCounty,
  region,
  type Person,
} from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// What is found about a claim, who sees it, and what it keeps from happening.

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

type Finding = {
  findingId: string;
  no: string;
  rule: string;
  lineNo: number | null;
  disposition: string;
  claimId: string;
  evidence: unknown;
  dispositions: object[];
};

/** The newest version of the payroll holds these persons. */
const payroll = (...numbers: string[]) =>
  office.db.transaction().execute((tx) =>
    importList(
      tx,
      { list: 'public-payroll', source: '示例', sha256: '0', importedBy: '示例' },
      numbers.map((number, at) => ({
        rowNo: at + 2,
        personHash: office.keys.hash(number),
        creditCode: null,
        from: null,
        to: null,
        detail: {},
      })),
    ),
  );

/** A claim at 受理 whose first line is on the payroll and whose second is not. */
async function suspicious(): Promise<{ claimId: string; taskId: string; number: string }> {
  const number = identityNumber();
  await payroll(number);
  const lines = [aLine({ identityNumber: number }), aLine()];
  const claimId = await office.filed({ lines });
  await office.screen(claimId);
  return { claimId, taskId: await office.openTask(office.acceptor, claimId), number };
}

async function findingsOf(claimId: string, who: Person = office.acceptor): Promise<Finding[]> {
  const { body } = await office.get(who, `/v1/claims/${claimId}`);
  return list(body['findings']);
}

function list(value: unknown): Finding[] {
  if (!Array.isArray(value)) throw new Error('no findings');
  return value;
}

async function dispose(finding: Finding | undefined, outcome: string, who = office.acceptor) {
  const body = { outcome, reason: '已核实，同名不同人' };
  return office.post(who, `/v1/findings/${finding?.findingId ?? ''}/disposition`, body);
}

describe('a stop finding', () => {
  test('keeps its line from being accepted, and names it, until it is cleared', async () => {
    const { claimId, taskId } = await suspicious();
    const refused = await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'finding-open', detail: expect.stringContaining('第 1 行') },
    });
    const [finding] = await findingsOf(claimId);
    expect(finding).toMatchObject({ rule: 'on-public-payroll', lineNo: 1, disposition: 'open' });
    expect(await dispose(finding, 'cleared')).toMatchObject({ status: 200 });
    const accepted = await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    expect(accepted).toMatchObject({ status: 200, body: { stage: 'review' } });
  });

  test('lets the rest go on where its line is cut', async () => {
    const { taskId } = await suspicious();
    const cut = [{ lineNo: 1, outcome: 'cut', reason: '财政供养人员' }];
    const accepted = await office.decided(office.acceptor, taskId, {
      outcome: 'accept',
      lines: cut,
    });
    expect(accepted).toMatchObject({ status: 200, body: { stage: 'review' } });
  });

  test('that was confirmed asks for the cut', async () => {
    const { claimId, taskId } = await suspicious();
    await dispose((await findingsOf(claimId))[0], 'confirmed');
    const refused = await office.decided(office.acceptor, taskId, { outcome: 'accept' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'finding-confirmed', detail: expect.stringContaining('第 1 行') },
    });
  });

  test('keeps nobody from returning or refusing the claim', async () => {
    const { claimId, taskId } = await suspicious();
    const it = { outcome: 'return', reason: '请核对' };
    expect(await office.decided(office.acceptor, taskId, it)).toMatchObject({ status: 200 });
    const correction = await office.openTask(office.claimant.agent, claimId);
    await office.decided(office.claimant.agent, correction, {
      outcome: 'corrected',
      correctedLines: [aLine()],
    });
    await office.screen(claimId);
    const again = await office.openTask(office.acceptor, claimId);
    const accepted = await office.decided(office.acceptor, again, { outcome: 'accept' });
    expect(accepted).toMatchObject({ status: 200, body: { stage: 'review' } });
    expect(await findingsOf(claimId)).toMatchObject([{ disposition: 'open' }]);
  });

  test('found at night keeps an accepted claim from its review', async () => {
    const number = identityNumber();
    const claimId = await office.filed({ lines: [aLine({ identityNumber: number })] });
    await office.screen(claimId);
    const acceptance = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, acceptance, { outcome: 'accept' });
    await payroll(number);
    expect(await office.steps.findRisk({ risk: 'on-public-payroll' })).toBe(1);
    const taskId = await office.openTask(office.reviewer, claimId);
    expect(await office.decided(office.reviewer, taskId, { outcome: 'approve' })).toMatchObject({
      status: 409,
      body: { code: 'finding-open' },
    });
    await dispose((await findingsOf(claimId))[0], 'cleared', office.reviewer);
    const approved = await office.decided(office.reviewer, taskId, { outcome: 'approve' });
    expect(approved).toMatchObject({ status: 200 });
  });
});

describe('a disposition', () => {
  test('keeps the person, the reason and what was said before', async () => {
    const { claimId } = await suspicious();
    const [finding] = await findingsOf(claimId);
    await dispose(finding, 'cleared');
    await dispose(finding, 'confirmed', office.reviewer);
    expect(await findingsOf(claimId)).toMatchObject([
      {
        disposition: 'confirmed',
        dispositions: [
          { outcome: 'cleared', by: '示例人员', reason: '已核实，同名不同人' },
          { outcome: 'confirmed' },
        ],
      },
    ]);
    const audited = await office.db
      .selectFrom('audit')
      .select(['person_id', 'act'])
      .where('object_id', '=', claimId)
      .where('act', '=', 'finding-disposed')
      .execute();
    expect(audited.map((it) => it.person_id)).toEqual([office.acceptor.id, office.reviewer.id]);
  });

  test('is not asked for again, unless the evidence is another', async () => {
    const { claimId, number } = await suspicious();
    await dispose((await findingsOf(claimId))[0], 'cleared');
    await payroll(number);
    await office.steps.findRisk({ risk: 'on-public-payroll' });
    expect(await findingsOf(claimId)).toMatchObject([{ disposition: 'cleared' }]);
    await sql`update list_entry set from_on = '2020-01-01'`.execute(office.db);
    await office.steps.findRisk({ risk: 'on-public-payroll' });
    expect(await findingsOf(claimId)).toMatchObject([
      { disposition: 'cleared' },
      { disposition: 'open' },
    ]);
  });

  test('is taken from nobody who acts for the claimant, reads only, or is of another unit', async () => {
    const { claimId } = await suspicious();
    const [finding] = await findingsOf(claimId);
    const both = await office.officer('acceptance', county);
    await office.appoint(both, { role: 'claimant', organisationId: office.claimant.id });
    const elsewhere = await office.officer('acceptance', otherCounty);
    for (const who of [office.claimant.agent, both, elsewhere]) {
      expect(await dispose(finding, 'cleared', who)).toMatchObject({ status: 404 });
    }
    const operator = await office.officer('operator', region);
    expect(await dispose(finding, 'cleared', operator)).toMatchObject({ status: 403 });
    await sql`update claim set submitted_by = ${both.id} where id = ${claimId}`.execute(office.db);
    await sql`delete from post_holder where person_id = ${both.id} and post_id in (
      select id from post where organisation_id is not null)`.execute(office.db);
    const answer = await dispose(finding, 'cleared', both);
    expect(answer).toMatchObject({ status: 409, body: { code: 'separation-of-duties' } });
    expect(await findingsOf(claimId)).toMatchObject([{ disposition: 'open', dispositions: [] }]);
  });

  test('needs a known outcome and a reason without an identity number', async () => {
    const { claimId, number } = await suspicious();
    const [finding] = await findingsOf(claimId);
    const url = `/v1/findings/${finding?.findingId ?? ''}/disposition`;
    for (const body of [
      { outcome: 'ignored', reason: '示例' },
      { outcome: 'cleared' },
      { outcome: 'cleared', reason: `见 ${number}` },
    ]) {
      expect(await office.post(office.acceptor, url, body)).toMatchObject({ status: 400 });
    }
    const unknown = `/v1/findings/${randomUUID()}/disposition`;
    const right = { outcome: 'cleared', reason: '示例' };
    expect(await office.post(office.acceptor, unknown, right)).toMatchObject({ status: 404 });
  });
});

describe('the list of findings', () => {
  const listed = async (who: Person, query: string): Promise<Finding[]> =>
    list((await office.get(who, `/v1/findings${query}`)).body['findings']);

  test('is filtered by rule, unit and disposition, and paged by number', async () => {
    const { claimId } = await suspicious();
    const [finding] = await findingsOf(claimId);
    const has = async (query: string) =>
      (await listed(office.acceptor, query)).some((it) => it.claimId === claimId);
    expect(await has('')).toBe(true);
    expect(await has(`?rule=on-public-payroll&unit=${county}&disposition=open`)).toBe(true);
    for (const query of ['?rule=draws-pension', '?unit=640221', '?disposition=cleared']) {
      expect(await has(query)).toBe(false);
    }
    expect(await has(`?after=${finding?.no ?? ''}`)).toBe(false);
  });

  test('is for the office: the claimant and other counties see nothing of it', async () => {
    const { claimId } = await suspicious();
    const { agent } = office.claimant;
    expect((await office.get(agent, '/v1/findings')).status).toBe(403);
    const { body } = await office.get(agent, `/v1/claims/${claimId}`);
    expect(body).not.toHaveProperty('findings');
    expect(JSON.stringify(body)).not.toContain('payroll');
    const elsewhere = await office.officer('acceptance', otherCounty);
    expect(await listed(elsewhere, '')).toEqual([]);
    const ofRegion = await office.officer('review', region);
    const seen = await listed(ofRegion, '?disposition=open');
    expect(seen.some((it) => it.claimId === claimId)).toBe(true);
  });

  test('and the tables hold no identity number', async () => {
    const { claimId, number } = await suspicious();
    const hash = office.keys.hash(number).toString('hex');
    const { rows } = await sql<{ text: string }>`
      select coalesce(string_agg(f::text, ' '), '') || (select string_agg(e.detail::text, ' ')
        from list_entry e) as text from finding f where claim_id = ${claimId}`.execute(office.db);
    expect(rows[0]?.text).toContain('public-payroll');
    for (const it of [number, number.slice(6, 14), hash]) expect(rows[0]?.text).not.toContain(it);
  });
});

describe('the database', () => {
  test('keeps what was found, and each disposition', async () => {
    const { claimId } = await suspicious();
    const changed = sql`update finding set evidence = '{}' where claim_id = ${claimId}`;
    await expect(changed.execute(office.db)).rejects.toThrow('stays as it was found');
    const gone = sql`delete from finding where claim_id = ${claimId}`;
    await expect(gone.execute(office.db)).rejects.toThrow('a finding stays');
    const unsaid = sql`update finding_disposition set reason = ''`;
    await expect(unsaid.execute(office.db)).rejects.toThrow('append only');
  });
});
