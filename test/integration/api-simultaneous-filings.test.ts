import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, aLine, identityNumber, type Answer } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

/** Filings held up before a table, each past its own checks, and then let go all at once. */
describe('filings at one moment', () => {
  const log: string[] = [];
  let office: ClaimOffice;
  let locker: pg.Client;

  beforeAll(async () => {
    const logTo = { write: (line: string) => void log.push(line) };
    office = await openClaimOffice({ api: { logLevel: 'warn', logTo } });
    locker = new pg.Client({ connectionString: office.database.url });
    await locker.connect();
  });
  afterEach(() => log.splice(0));
  afterAll(async () => {
    await locker.end();
    await office.close();
  });

  async function fileTogether(table: string, lines: readonly object[]): Promise<Answer[]> {
    const claimants = await Promise.all(lines.map(() => office.organisation()));
    await locker.query(`begin; lock table ${table} in share mode`);
    const answers = Promise.all(
      claimants.map((it, at) =>
        office.post(it.agent, '/v1/claims', aFiling(it, { lines: [lines[at]] })),
      ),
    );
    await waitForLocks(lines.length);
    await locker.query('commit');
    return answers;
  }

  async function waitForLocks(count: number): Promise<void> {
    for (;;) {
      const { rows } = await locker.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      if (rows.length === count) return;
    }
  }

  test('of one certificate are no error of the database, whose log would show it', async () => {
    const { certificate } = aLine();
    const lines = Array.from({ length: 6 }, () => aLine({ certificate }));
    const answers = await fileTogether('claim_line', lines);
    const codes = answers.map(({ status, body }) => body.code ?? String(status)).toSorted();
    expect(codes).toEqual(['201', ...Array<string>(5).fill('certificate-already-claimed')]);
    expect(log).toEqual([]);
    const stored = await office.db.selectFrom('claim').select('id').execute();
    expect(stored).toHaveLength(1);
  });

  test('of a certificate that a correction names leave the returned roster as it was', async () => {
    const { acceptor, claimant } = office;
    const other = await office.filed({ lines: [aLine()] });
    const { claimId, taskId } = await office.atAcceptance();
    await office.decided(acceptor, taskId, { outcome: 'return', reason: '示例' });
    const rosterOf = async () =>
      (await office.get(claimant.agent, `/v1/claims/${claimId}`)).body['roster'];
    const before = await rosterOf();
    const number = 'HG642025CORRECTED';
    await locker.query('begin');
    await locker.query('update claim_line set certificate_hash = $1 where claim_id = $2', [
      office.keys.hash(number),
      other,
    ]);
    const answer = office.decide(claimant.agent, await office.openTask(claimant.agent, claimId), {
      outcome: 'corrected',
      correctedLines: [aLine({ certificate: { kind: 'training-pass', number } })],
    });
    await waitForLocks(1);
    await locker.query('commit');
    expect((await answer).body.code).toBe('certificate-already-claimed');
    expect(await rosterOf()).toEqual(before);
    expect(log).toEqual([]);
  });

  test('of one new person are all stored', async () => {
    for (let round = 0; round < 20; round += 1) {
      const number = identityNumber();
      const lines = Array.from({ length: 8 }, () => aLine({ identityNumber: number }));
      const answers = await fileTogether('person', lines);
      expect(answers.map(({ status }) => status)).toEqual(lines.map(() => 201));
    }
  });
});
