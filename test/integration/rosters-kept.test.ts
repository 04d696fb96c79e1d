import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordFindings } from '../../db/verification.ts';
import { instant } from '../../domain/days.ts';
import { aLine } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

/** What was filed, found and calculated before a correction can be read after it. */
describe('the rosters of a claim corrected twice', () => {
  const first = [aLine({ name: '示例一', feePaid: '700.10' }), aLine({ name: '示例二' })];
  const second = [{ ...first[0], name: '示例一改' }];
  let office: ClaimOffice;
  let claimId: string;

  beforeAll(async () => {
    office = await openClaimOffice();
    claimId = await office.filed({ lines: first });
    await verify(1, 'registry-1');
    await returnAndCorrect(second);
    await verify(1, 'registry-late');
    await verify(2, 'registry-2');
    await returnAndCorrect([aLine(), aLine(), aLine()]);
  });
  afterAll(() => office.close());

  async function verify(roster: number, source: string): Promise<void> {
    const found = { state: 'verified', result: 'verified' } as const;
    const checkedAt = instant('2026-03-10T01:00:00.000Z');
    const finding = { ...found, roster, lineNo: 1, source, checkedAt, evidence: { level: '5' } };
    await office.db.transaction().execute((tx) => recordFindings(tx, claimId, [finding]));
  }

  async function returnAndCorrect(correctedLines: unknown[]): Promise<void> {
    await office.screen(claimId);
    const accept = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, accept, { outcome: 'return', reason: '示例' });
    const taskId = await office.openTask(office.claimant.agent, claimId);
    const it = { outcome: 'corrected', correctedLines };
    await office.decided(office.claimant.agent, taskId, it);
  }

  const read = async (roster: number, who = office.acceptor) =>
    office.get(who, `/v1/claims/${claimId}/rosters/${String(roster)}`);

  test('are listed with the claim, which shows the last one', async () => {
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(body['roster']).toHaveLength(3);
    const supersededAt = expect.stringMatching(/^\d{4}-.*Z$/u);
    expect(body['earlierRosters']).toEqual([
      { roster: 1, lines: 2, supersededAt },
      { roster: 2, lines: 1, supersededAt },
    ]);
  });

  test('keep their lines, amounts as text, and what the registry said', async () => {
    const { body } = await read(1);
    expect(body).toMatchObject({
      claimId,
      roster: 1,
      lines: [
        {
          lineNo: 1,
          name: '示例一',
          identityNumber: expect.stringMatching(/^\*{14}/u),
          feePaid: '700.10',
          startedOn: '2025-11-03',
          certificateState: 'verified',
          amount: expect.stringMatching(/^\d+\.\d\d$/u),
          components: [{ component: 'training', amount: expect.stringMatching(/^\d+\.\d\d$/u) }],
          checks: [{ source: 'registry-1', result: 'verified', evidence: { level: '5' } }],
        },
        { lineNo: 2, name: '示例二', checks: [] },
      ],
    });
    expect((await read(2)).body).toMatchObject({
      lines: [{ name: '示例一改', nameOnRecord: '示例一', checks: [{ source: 'registry-2' }] }],
    });
  });

  test('take no finding of a look-up that was overtaken by a correction', async () => {
    const { rows } = await sql<{ source: string }>`
      select source from certificate_check where claim_id = ${claimId} order by 1`.execute(
      office.db,
    );
    expect(rows.map(({ source }) => source)).toEqual(['registry-1', 'registry-2']);
  });

  test('are shown to the claimant without what the office found', async () => {
    const { status, body } = await read(2, office.claimant.agent);
    expect(status).toBe(200);
    expect(body).toMatchObject({ lines: [{ name: '示例一改' }] });
    expect(JSON.stringify(body)).not.toContain('registry-2');
    expect(JSON.stringify(body)).not.toContain('nameOnRecord');
  });

  test('are not there for strangers, nor beyond those there were', async () => {
    const stranger = await office.organisation();
    expect((await read(1, stranger.agent)).status).toBe(404);
    expect((await read(3)).status).toBe(404);
    expect((await read(0)).status).toBe(400);
  });
});
