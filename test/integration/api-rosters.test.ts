import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRosterFile, useRosterRows } from '../../db/roster-file.ts';
import { exampleName } from '../../domain/roster/example.ts';
import { rosterReader } from '../../gateways/roster/reader.ts';
import {
  aFiling,
  identityNumber,
  openApiOffice,
  type ApiOffice,
  type Organisation,
} from '../support/api-office.ts';
import { bookFile, csvText, headings, readAll } from '../support/roster-file.ts';

let serial = 0;

/** A row that Ningxia's pack takes, with any value changed by the heading's place. */
function aRow(change: Record<number, string> = {}): string[] {
  serial += 1;
  const number = `HG642026${String(serial).padStart(8, '0')}`;
  const row = ['学员甲', identityNumber(), '农村转移劳动者', number, '2025-11-03', '2025/11/21'];
  return row.map((value, at) => change[at] ?? value);
}

describe('a roster file', () => {
  let office: ApiOffice;
  let claimant: Organisation;

  beforeAll(async () => {
    office = await openApiOffice();
    claimant = await office.organisation();
  });
  afterAll(() => office.close());

  async function send(
    file: Buffer,
    {
      of = claimant,
      id = randomUUID(),
      key = randomUUID(),
      scheme = 'training-pass',
      type = 'application/octet-stream',
    } = {},
  ) {
    const answer = await office.api.inject({
      method: 'POST',
      url: `/v1/rosters?rosterId=${id}&organisationId=${of.id}&scheme=${scheme}`,
      headers: {
        authorization: `Bearer ${of.agent.token}`,
        'idempotency-key': key,
        'content-type': type,
      },
      payload: file,
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), id };
  }
  const csv = (...rows: string[][]): Buffer => Buffer.from(csvText([headings, ...rows]));
  const file = (roster: string, change: Record<string, unknown> = {}) => {
    const { lines: _, ...filing } = aFiling(claimant, { rosterId: roster, ...change });
    return office.post(claimant.agent, '/v1/claims', filing);
  };

  test('is answered with the rows that are good and what is wrong with each other one', async () => {
    const [first, second] = [aRow(), aRow()];
    const { status, body, id } = await send(
      csv(
        first,
        aRow({ 1: '640121199001010000' }),
        aRow({ 2: '火星人', 5: '2020-02-30' }),
        second,
        first,
      ),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({ rosterId: id, goodRows: 2, wrongRows: 3, state: 'some-wrong' });
    expect(body['faults']).toEqual([
      { row: 3, heading: '公民身份号码', reason: '身份证号码校验位不符，请核对' },
      { row: 4, heading: '人员身份', reason: '不在可填的值内，请按模板“可填值”表填写' },
      { row: 4, heading: '培训结束日期', reason: '此格的日期不存在，请核对' },
      { row: 6, heading: '公民身份号码', reason: '与第 2 行重复' },
      { row: 6, heading: '证书编号', reason: '与第 2 行重复' },
    ]);
    expect(JSON.stringify(body)).not.toContain(String(first[1]));
  });

  test('says of a row what a filing says of a line', async () => {
    const early = aRow({ 4: '2026-03-02', 5: '2026-03-11' });
    const { body } = await send(csv(early, aRow({ 3: 'HG64-202699990001' })));
    expect(body['faults']).toEqual([{ row: 2, heading: '培训结束日期', reason: '培训尚未结束' }]);
  });

  test('advises text for a number that a workbook has as a number', async () => {
    const row: (string | number)[] = [...aRow()];
    row[1] = Number('640121199001010012');
    const { body } = await send(bookFile([headings, row]));
    expect(body['faults']).toMatchObject([{ row: 2, heading: '公民身份号码' }]);
    expect(JSON.stringify(body['faults'])).toContain('文本格式');
  });

  test('is refused as a whole where its headings are not those of the template', async () => {
    const { status, body } = await send(Buffer.from('姓名,备注\n甲,乙\n'));
    expect([status, body['code']]).toEqual([422, 'roster-unreadable']);
    expect(body['detail']).toBe('第 1 行表头缺少：公民身份号码、培训开始日期、培训结束日期');
    const empty = await send(Buffer.alloc(0));
    expect([empty.status, empty.body['detail']]).toEqual([422, '文件是空的']);
  });

  test('is sealed at rest and kept in no other form', async () => {
    const row = aRow();
    const { id } = await send(csv(row));
    const { rows } = await sql<{ sealed: Buffer; rest: string }>`
      select p.sealed, f::text as rest from roster_file f join roster_part p on p.roster_id = f.id
      where f.id = ${id}`.execute(office.db);
    expect(rows).toHaveLength(1);
    for (const secret of [row[0], row[1], row[3]]) {
      expect(rows[0]?.sealed.includes(secret ?? '')).toBe(false);
      expect(rows[0]?.rest).not.toContain(secret);
    }
  });

  test('makes a claim of its good rows only where the claimant says so', async () => {
    const { id } = await send(csv(aRow(), aRow({ 0: '' }), aRow()));
    const refused = await file(id);
    expect(refused.body.errors).toMatchObject([{ path: '/onlyGoodRows' }]);
    const filing = aFiling(claimant, { rosterId: id, onlyGoodRows: true });
    const { lines: _, ...body } = filing;
    const answer = await office.post(claimant.agent, '/v1/claims', body);
    expect(answer.status).toBe(201);
    const { n } = await office.db
      .selectFrom('claim_line')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('claim_id', '=', filing.claimId)
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(2);
    const seen = await office.get(claimant.agent, `/v1/rosters/${id}`);
    expect(seen.body['sameFile']).toMatchObject([{ claimId: filing.claimId, rows: 2 }]);
  });

  test('makes several claims, each of a range, and no row of it is filed twice', async () => {
    const { id, body } = await send(csv(...Array.from({ length: 601 }, () => aRow())));
    expect(body).toMatchObject({ goodRows: 601, state: 'all-good' });
    expect((await file(id)).body.errors).toMatchObject([{ path: '/count' }]);
    expect((await file(id, { from: 1, count: 500 })).status).toBe(201);
    const twice = await file(id, { from: 500, count: 2 });
    expect([twice.status, twice.body.code]).toEqual([409, 'certificate-already-claimed']);
    expect((await file(id, { from: 501, count: 101 })).status).toBe(201);
    expect((await file(id, { from: 602 })).body.errors).toMatchObject([{ path: '/from' }]);
  });

  test('that was sent before is known again, and its rows stay used', async () => {
    const onTheJob = ['姓名', '公民身份号码', '人员身份', '培训开始日期', '培训结束日期', '月数'];
    const row = ['学员甲', identityNumber(), '企业职工', '2025-11-03', '2025-11-21', '1'];
    const bytes = Buffer.from(csvText([onTheJob, row]));
    const scheme = 'on-the-job';
    const { id } = await send(bytes, { scheme });
    expect((await file(id, { scheme })).status).toBe(201);
    const again = await send(bytes, { scheme });
    expect(again.body['sameFile']).toMatchObject([{ rosterId: id, rows: 1 }]);
    expect(String(again.body['advice'])).toMatch(
      /^内容相同的文件于 \d{4}-\d\d-\d\d 提交过，其中 1 行已用于申领 /u,
    );
    const refused = await file(again.id, { scheme });
    expect([refused.status, refused.body.code]).toEqual([409, 'roster-rows-used']);
    const other = await send(bytes, { scheme, of: await office.organisation() });
    expect(other.body['sameFile']).toEqual([]);
  });

  test('gives its rows to one of two claims that take them at the same moment', async () => {
    const bytes = csv(aRow());
    const ids = [(await send(bytes)).id, (await send(bytes)).id];
    const filings = [aFiling(claimant), aFiling(claimant)];
    for (const filing of filings) await office.post(claimant.agent, '/v1/claims', filing);
    const take = async (at: 0 | 1, until: Promise<void>): Promise<number[]> => {
      const known = await findRosterFile(office.db, ids[at] ?? '');
      const claimId = filings[at]?.claimId ?? '';
      if (!known) throw new Error('no such file');
      return office.db.transaction().execute(async (tx) => {
        const used = await useRosterRows(tx, known, { claimId, rowNos: [2] });
        await until;
        return used;
      });
    };
    const first = take(0, setTimeout(600));
    await setTimeout(200);
    expect(await Promise.all([first, take(1, Promise.resolve())])).toEqual([[], [2]]);
  });

  test('is stored once under one key, and an id is used once', async () => {
    const [bytes, key, id] = [csv(aRow()), randomUUID(), randomUUID()];
    const both = [await send(bytes, { key, id }), await send(bytes, { key, id })];
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect((await send(bytes, { id })).body['code']).toBe('id-taken');
    expect((await send(csv(aRow()), { key, id })).body['code']).toBe('idempotency-key-reused');
  });

  test('is seen by whoever acts for its organisation alone, page by page', async () => {
    const rows = Array.from({ length: 250 }, () => aRow({ 1: '1' }));
    const { id, body } = await send(csv(...rows));
    expect(body).toMatchObject({ state: 'none-good', next: 2 });
    const second = await office.get(claimant.agent, `/v1/rosters/${id}/faults?page=2`);
    expect(second.body['faults']).toHaveLength(50);
    expect(second.body['next']).toBeUndefined();
    const { agent: stranger } = await office.organisation();
    for (const path of ['', '/faults']) {
      expect((await office.get(stranger, `/v1/rosters/${id}${path}`)).status).toBe(404);
    }
    const foreign = await office.organisation();
    const { lines: _, ...filing } = aFiling(foreign, { rosterId: id });
    expect((await office.post(foreign.agent, '/v1/claims', filing)).status).toBe(404);
  });

  test('is asked for as bytes, and no larger than allowed', async () => {
    const type = 'application/json';
    expect((await send(Buffer.from('{}'), { type })).body['code']).toBe('unsupported-media-type');
    expect((await send(Buffer.alloc(20_000_001, 'a'))).body['code']).toBe('body-too-large');
    const { lines, ...filing } = aFiling(claimant);
    const both = { ...filing, lines, rosterId: randomUUID() };
    expect((await office.post(claimant.agent, '/v1/claims', both)).body.errors).toMatchObject([
      { path: '/rosterId' },
    ]);
    expect((await office.post(claimant.agent, '/v1/claims', filing)).body.errors).toMatchObject([
      { path: '/lines' },
    ]);
  });

  test('starts from a template for every scheme, whose example row is refused unchanged', async () => {
    for (const { code } of office.pack.schemes) {
      const answer = await office.api.inject({
        method: 'GET',
        url: `/v1/schemes/${code}/roster-template`,
        headers: { authorization: `Bearer ${claimant.agent.token}` },
      });
      expect(answer.statusCode).toBe(200);
      const { rows } = await readAll(rosterReader(), answer.rawPayload);
      expect(rows[1]?.cells[0]).toBe(exampleName);
      const { body } = await send(answer.rawPayload, { scheme: code });
      expect(body['faults']).toEqual([
        { row: 2, heading: '姓名', reason: '这是模板中的示例行，请删除' },
      ]);
    }
    const unknown = await office.get(claimant.agent, '/v1/schemes/space-flight/roster-template');
    expect(unknown.status).toBe(404);
  });
});
