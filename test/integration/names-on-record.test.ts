import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aFiling,
  aLine,
  county,
  identityNumber,
  type Organisation,
} from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

/** Two people file one identity number under different names; the office tells who is right. */
describe('a name that differs from the one on record', () => {
  let office: ClaimOffice;
  let other: Organisation;

  beforeAll(async () => {
    office = await openClaimOffice();
    other = await office.organisation();
  });
  afterAll(() => office.close());

  async function fileBy(organisation: Organisation, line: Record<string, unknown>) {
    const filing = aFiling(organisation, { lines: [line] });
    const answer = await office.post(organisation.agent, '/v1/claims', filing);
    return { claimId: filing.claimId, answer };
  }
  const seenBy = async (who: Organisation['agent'], claimId: string) =>
    (await office.get(who, `/v1/claims/${claimId}`)).body['roster'];
  const accept = async (claimId: string) => {
    await office.screen(claimId);
    const taskId = await office.openTask(office.acceptor, claimId);
    return office.decided(office.acceptor, taskId, { outcome: 'accept' });
  };

  test('is taken as filed, and only the office learns of the difference', async () => {
    const number = identityNumber();
    await fileBy(office.claimant, aLine({ identityNumber: number, name: '示例甲' }));
    const differing = await fileBy(other, aLine({ identityNumber: number, name: '示例乙' }));
    const equal = await fileBy(other, aLine({ identityNumber: number, name: '示例甲' }));
    for (const { answer } of [differing, equal]) expect(answer.status).toBe(201);

    const toClaimant = await office.get(other.agent, `/v1/claims/${differing.claimId}`);
    expect(toClaimant.body['roster']).toMatchObject([{ name: '示例乙' }]);
    expect(JSON.stringify(toClaimant.body)).not.toContain('示例甲');
    const known = toClaimant.body['roster'];
    const unknown = await seenBy(other.agent, equal.claimId);
    expect(keysOf(known)).toEqual(keysOf(unknown));

    expect(await seenBy(office.acceptor, differing.claimId)).toMatchObject([
      { name: '示例乙', nameOnRecord: '示例甲' },
    ]);
    expect(await seenBy(office.acceptor, equal.claimId)).toMatchObject([{ nameOnRecord: null }]);
  });

  test('stays hidden from an officer who files for the claimant', async () => {
    const number = identityNumber();
    await fileBy(office.claimant, aLine({ identityNumber: number, name: '示例甲' }));
    const { claimId } = await fileBy(other, aLine({ identityNumber: number, name: '示例乙' }));
    const both = await office.officer('acceptance', county);
    await office.appoint(both, { role: 'claimant', organisationId: other.id });
    expect(JSON.stringify(await seenBy(both, claimId))).not.toContain('示例甲');
  });

  test('can be corrected, and is on record once accepted', async () => {
    const number = identityNumber();
    const line = aLine({ identityNumber: number, name: '示例错字' });
    const { claimId } = await fileBy(office.claimant, line);
    await office.screen(claimId);
    const taskId = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, taskId, { outcome: 'return', reason: '示例：姓名有误' });
    const correction = await office.openTask(office.claimant.agent, claimId);
    const corrected = await office.decided(office.claimant.agent, correction, {
      outcome: 'corrected',
      correctedLines: [{ ...line, name: '示例正字' }],
    });
    expect(corrected.body['stage']).toBe('submitted');
    expect(await seenBy(office.acceptor, claimId)).toMatchObject([
      { name: '示例正字', nameOnRecord: '示例错字' },
    ]);

    expect((await accept(claimId)).body['stage']).toBe('review');
    const next = await fileBy(other, aLine({ identityNumber: number, name: '示例正字' }));
    expect(await seenBy(office.acceptor, next.claimId)).toMatchObject([{ nameOnRecord: null }]);
    expect(await seenBy(office.acceptor, claimId)).toMatchObject([{ nameOnRecord: '示例错字' }]);
  });

  test('of a line cut at acceptance does not come on record', async () => {
    const number = identityNumber();
    await fileBy(office.claimant, aLine({ identityNumber: number, name: '示例甲' }));
    const lines = [aLine({ identityNumber: number, name: '示例乙' }), aLine()];
    const claimId = await office.filed({ lines, claimId: randomUUID() });
    await office.screen(claimId);
    const taskId = await office.openTask(office.acceptor, claimId);
    const cut = [{ lineNo: 1, outcome: 'cut', reason: '示例：姓名与证件不符' }];
    await office.decided(office.acceptor, taskId, { outcome: 'accept', lines: cut });
    const next = await fileBy(other, aLine({ identityNumber: number, name: '示例甲' }));
    expect(await seenBy(office.acceptor, next.claimId)).toMatchObject([{ nameOnRecord: null }]);
  });
});

function keysOf(roster: unknown): string[] {
  const [line]: unknown[] = Array.isArray(roster) ? roster : [];
  return Object.keys(Object(line));
}
