import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { aFiling, aLine } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// What must be handed in with a claim, from the filing through a correction to the claim's view.

let office: ClaimOffice;

const source = { document: '示例发〔2026〕1号', clause: '第十条' };
const asked = [
  { code: 'invoice', name: '培训费发票', ...source },
  { code: 'discharge-record', name: '退役证明', groups: ['veterans'], ...source },
  { code: 'class-record', name: '开班记录', shared: true, ...source },
];
const asking = (pack: RegionPack): RegionPack => ({
  ...pack,
  schemes: pack.schemes.map((it) =>
    it.code === 'training-pass' ? { ...it, materials: asked } : it,
  ),
});

beforeAll(async () => {
  office = await openClaimOffice({ rules: asking });
});
afterAll(() => office.close());

const invoice = { code: 'invoice', reference: '26502000000123456789' };
const record = { code: 'discharge-record', reference: '退役证明.pdf' };
const veteran = () => aLine({ attributes: ['veteran'] });

async function refused(change: Record<string, unknown>) {
  const { claimant, post } = office;
  const { status, body } = await post(
    claimant.agent,
    '/v1/claims',
    aFiling(claimant, { lines: [aLine()], ...change }),
  );
  return { status, errors: body.errors };
}

describe('a filing', () => {
  const missing = { path: '/materials', reason: '须提交培训费发票（示例发〔2026〕1号第十条）' };

  test('without a material is refused with its name and clause', async () => {
    expect(await refused({})).toEqual({ status: 400, errors: [missing] });
  });

  test('with a line of a group asks for what the group must show', async () => {
    const lines = [aLine(), veteran()];
    const reason = '须提交退役证明（示例发〔2026〕1号第十条）';
    const errors = [{ path: '/materials', reason }];
    expect(await refused({ lines, materials: [invoice] })).toEqual({ status: 400, errors });
  });

  test('may bring neither an unknown one, nor one twice, nor one that is shared', async () => {
    const shared = { code: 'class-record', reference: '1' };
    const materials = [invoice, { code: 'photo', reference: '1' }, invoice, shared];
    const { errors } = await refused({ materials });
    expect(errors).toEqual([
      { path: '/materials/1/code', reason: '该补贴种类没有这项材料' },
      { path: '/materials/2/code', reason: expect.stringContaining('写了两次') },
      { path: '/materials/3/code', reason: expect.stringContaining('由数据共享取得，无须提交') },
    ]);
  });

  test.each(['110105194912310021', '6217000012345678'])(
    'may not name a document by %s',
    async (reference) => {
      const { errors } = await refused({ materials: [{ ...invoice, reference }] });
      expect(errors?.map(({ path }) => path)).toEqual(['/materials/0/reference']);
    },
  );

  test('under a scheme that asks for none carries none', async () => {
    const lines = [aLine({ occupation: '6-18-02-04', level: '4' })];
    const { errors } = await refused({ scheme: 'skill-level', lines, materials: [invoice] });
    expect(errors).toContainEqual({
      path: '/materials/0/code',
      reason: '该补贴种类没有这项材料',
    });
  });
});

describe('the view of a claim', () => {
  const materialsSeenBy = async (who: 'claimant' | 'acceptor', claimId: string) => {
    const person = who === 'claimant' ? office.claimant.agent : office.acceptor;
    return (await office.get(person, `/v1/claims/${claimId}`)).body['materials'];
  };

  test.each(['claimant', 'acceptor'] as const)(
    'shows the %s what was handed in and what is shared',
    async (who) => {
      const claimId = await office.filed({ materials: [invoice] });
      expect(await materialsSeenBy(who, claimId)).toEqual([
        { code: 'invoice', name: '培训费发票', ...source, reference: invoice.reference },
        { code: 'class-record', name: '开班记录', shared: true, ...source },
      ]);
    },
  );

  test('has none under a pack that was stored before packs could ask', async () => {
    const plain = await openClaimOffice();
    const claimId = await plain.filed();
    const { body } = await plain.get(plain.acceptor, `/v1/claims/${claimId}`);
    expect(body['materials']).toEqual([]);
    await plain.close();
  });
});

describe('a correction', () => {
  async function returned(): Promise<{ claimId: string; taskId: string }> {
    const claimId = await office.filed({ materials: [invoice] });
    await office.screen(claimId);
    const accept = await office.openTask(office.acceptor, claimId);
    await office.decided(office.acceptor, accept, { outcome: 'return', reason: '示例' });
    return { claimId, taskId: await office.openTask(office.claimant.agent, claimId) };
  }
  const correct = (taskId: string, more: Record<string, unknown>) =>
    office.decide(office.claimant.agent, taskId, { outcome: 'corrected', ...more });
  const stored = async (claimId: string) => {
    const { materials } = await office.db
      .selectFrom('claim')
      .select('materials')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow();
    return materials;
  };

  test('keeps the materials unless it brings others', async () => {
    const { claimId, taskId } = await returned();
    expect((await correct(taskId, { correctedLines: [aLine()] })).status).toBe(202);
    expect(await stored(claimId)).toEqual([invoice]);
  });

  test('asks for what its new lines need; the earlier materials stay with the roster', async () => {
    const { claimId, taskId } = await returned();
    const correctedLines = [veteran()];
    const answer = await correct(taskId, { correctedLines });
    const reason = '须提交退役证明（示例发〔2026〕1号第十条）';
    expect(answer.body.errors).toEqual([{ path: '/correctedMaterials', reason }]);
    const correctedMaterials = [{ ...invoice, reference: '发票.pdf' }, record];
    expect((await correct(taskId, { correctedLines, correctedMaterials })).status).toBe(202);
    expect(await stored(claimId)).toEqual(correctedMaterials);
    const { line } = await office.db
      .selectFrom('superseded_line')
      .select('line')
      .where('claim_id', '=', claimId)
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(line).toMatchObject({ materials: [invoice] });
  });

  test('is the only decision that brings materials', async () => {
    const claimId = await office.filed({ materials: [invoice] });
    await office.screen(claimId);
    const taskId = await office.openTask(office.acceptor, claimId);
    const it = { decisionId: randomUUID(), outcome: 'accept', correctedMaterials: [invoice] };
    const answer = await office.post(office.acceptor, `/v1/tasks/${taskId}/decisions`, it);
    expect(answer.body.errors).toEqual([
      { path: '/correctedMaterials', reason: '此任务不需要此项' },
    ]);
  });
});
