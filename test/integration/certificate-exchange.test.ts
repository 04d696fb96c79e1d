import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerColumns } from '../../gateways/exchange-answer.ts';
import { aCertifiedLine, openLookUpOffice, type LookUpOffice } from '../support/look-up-office.ts';
import { postJson } from '../support/start-simulators.ts';

let office: LookUpOffice;
let folder: string;

beforeAll(async () => {
  office = await openLookUpOffice([
    { kind: 'skill-level', lookUp: [{ by: 'exchange' }, { by: 'manual' }] },
  ]);
  folder = join(office.simulators.state, 'exchange');
});
afterAll(() => office.close());

const filesIn = (name: string): string[] =>
  readdirSync(join(folder, name)).filter((it) => !it.startsWith('.'));
const partnerAnswers = () => postJson(`${office.simulators.registry}/exchange/answer`, {});
const answerFile = (name: string, rows: readonly string[]) =>
  writeFileSync(join(folder, 'answers', name), `${answerColumns.join()}\n${rows.join('\n')}\n`);
const files = () =>
  office.db.selectFrom('exchange_file').select(['name', 'state', 'reason']).execute();

async function waiting(count = 2) {
  const lines = Array.from({ length: count }, () => aCertifiedLine());
  const claimId = await office.filed({ scheme: 'skill-level', lines: lines.map((it) => it.line) });
  const standing = await office.look(claimId);
  const { batch } = await office.db
    .selectFrom('exchange_request')
    .select('batch')
    .where('claim_id', '=', claimId)
    .executeTakeFirstOrThrow();
  const answer = (at: number, change: { number?: string } = {}) => {
    const number = change.number ?? lines[at - 1]?.record.number;
    const record = 'found,welder,5,2025-11-28,2026-03-11T01:00:00Z';
    return `${batch},${String(at)},${String(number)},${record}`;
  };
  return { claimId, batch, records: lines.map((it) => it.record), answer, standing };
}

describe('a look-up by exchange of files', () => {
  test('leaves one request, whole, and waits for its answer', async () => {
    const { batch, records, standing, claimId } = await waiting();
    expect(standing).toMatchObject({ stage: 'verifying', waitsUntil: '2026-03-11T02:00:00.000Z' });
    expect(filesIn('requests')).toEqual([`${batch}.csv`]);
    const [heading, first, , end] = readFileSync(join(folder, 'requests', `${batch}.csv`), 'utf8')
      .trim()
      .split('\n');
    expect(heading).toBe('batch,line,kind,number,identity_number');
    expect(first).toBe(
      `${batch},1,skill-level,${String(records[0]?.number)},${String(records[0]?.identityNumber)}`,
    );
    expect(end).toBe('end,2');
    expect(await office.lookUps()).toMatchObject([
      { source: 'exchange', claims: 1, lines: 2, requests: 1, lastError: null },
    ]);
    await office.look(claimId);
    expect(filesIn('requests')).toHaveLength(1);
  });

  test('takes the partner’s answer hours later and tells the claim', async () => {
    const { claimId, records } = await waiting();
    await office.register(records.slice(0, 1));
    await partnerAnswers();
    await office.takeAnswers();
    expect(await office.lines(claimId)).toMatchObject([
      { state: 'verified', results: ['verified'] },
      { state: 'manual', results: ['unknown'] },
    ]);
    const told = await office.db
      .selectFrom('workflow_outbox')
      .select('name')
      .where('workflow_id', '=', `claim-${claimId}`)
      .where('kind', '=', 'signal')
      .execute();
    expect(told).toEqual([{ name: 'tryAgain' }]);
    expect(await office.look(claimId)).toMatchObject({ stage: 'manual-check' });
    expect(filesIn('answers')).toEqual([]);
    expect(await office.db.selectFrom('look_up').selectAll().execute()).toHaveLength(0);
  });

  test('takes answers in parts, and what was answered twice only once', async () => {
    const { claimId, answer, batch } = await waiting();
    answerFile('part-1.csv', [answer(1), 'end,1']);
    await office.takeAnswers();
    expect(await office.lines(claimId)).toMatchObject([
      { state: 'verified' },
      { state: 'pending' },
    ]);
    answerFile('part-1-again.csv', [answer(1), 'end,1']);
    answerFile('part-2.csv', [answer(2), 'end,1']);
    await office.takeAnswers();
    expect(await office.lines(claimId)).toMatchObject([
      { state: 'verified', results: ['verified'] },
      { state: 'verified', results: ['verified'] },
    ]);
    expect(await files()).toContainEqual(
      expect.objectContaining({ name: 'part-1-again.csv', state: 'duplicate' }),
    );
    const request = office.db
      .selectFrom('exchange_request')
      .select('answered_at')
      .where('batch', '=', batch);
    expect((await request.executeTakeFirstOrThrow()).answered_at).not.toBeNull();
  });

  test('tells of files that are half-written, foreign or corrupt, and loses none', async () => {
    const { claimId, answer } = await waiting(1);
    answerFile('half.csv', [answer(1)]);
    answerFile('foreign.csv', [answer(1).replace(/^[^,]*/u, '20200101-none'), 'end,1']);
    answerFile('swapped.csv', [answer(1, { number: 'S000000000000000000000' }), 'end,1']);
    writeFileSync(join(folder, 'answers', 'noise.csv'), 'noise\nend,1\n');
    writeFileSync(join(folder, 'answers', '.hidden.tmp'), 'being written');
    await office.takeAnswers();
    expect(await office.lines(claimId)).toMatchObject([{ state: 'pending' }]);
    const { body } = await office.get(office.operator, '/v1/look-ups');
    expect(body['files']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'half.csv', state: 'incomplete' }),
        expect.objectContaining({ name: 'foreign.csv', state: 'foreign' }),
        expect.objectContaining({ name: 'swapped.csv', state: 'corrupt' }),
        expect.objectContaining({ name: 'noise.csv', state: 'corrupt' }),
      ]),
    );
    expect(filesIn('answers')).toEqual(['half.csv']);
    expect(filesIn('faulty').filter((it) => /foreign|swapped|noise/u.test(it))).toHaveLength(3);

    answerFile('half.csv', [answer(1), 'end,1']);
    await office.takeAnswers();
    expect(await office.lines(claimId)).toMatchObject([{ state: 'verified' }]);
    expect((await files()).filter(({ name }) => name === 'half.csv')).toMatchObject([
      { state: 'taken' },
    ]);
  });

  test('writes a request that was lost once more, under its number, when told to', async () => {
    const { claimId, batch } = await waiting(1);
    renameSync(join(folder, 'requests', `${batch}.csv`), join(folder, 'lost.csv'));
    await office.post(office.operator, '/v1/look-ups/try-again', {
      tryId: crypto.randomUUID(),
      source: 'exchange',
    });
    await office.look(claimId);
    expect(filesIn('requests')).toContain(`${batch}.csv`);
    const requests = office.db.selectFrom('exchange_request').where('claim_id', '=', claimId);
    expect(await requests.selectAll().execute()).toHaveLength(1);
  });
});
