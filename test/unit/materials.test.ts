import { describe, expect, test } from 'vitest';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import { readCases } from '../../gateways/region-cases.ts';
import { checkRegionPack, loadRegionPack } from '../../gateways/region-pack.ts';
import { said, skillClass } from '../support/explained-case.ts';
import { draftedRegion, edit, lineWith } from '../support/region-folder.ts';

/** What a pack asks to be handed in with a claim, and what a case says of it. */

const source = 'document: 示人社发〔2026〕1号, clause: 第十条';
const asking = (...groups: string[]) => `    materials:
      - { code: invoice, name: 发票, ${source} }
      - { code: card, name: 失业登记证, groups: [${groups.join(', ')}], ${source} }
      - { code: insured-record, name: 缴费记录, shared: 'true', ${source} }
`;
const at = '    quantity: months\n';

async function folderAsking(...groups: string[]): Promise<string> {
  const folder = await draftedRegion();
  await edit(folder, 'schemes.yaml', at, `${asking(...groups)}${at}`);
  return folder;
}

describe('a pack that asks for materials', () => {
  test.each([
    ['a group that is none', 'unemploied', '没有代码为 unemploied 的人员类别，是否为 unemployed？'],
    ['a group the scheme is not for', 'others', 'work-training 不面向 others 这类人员'],
  ])('is told of %s', async (_, group, expected) => {
    const folder = await folderAsking(group);
    const open = '    groups: [unemployed]\n    document: 示例\n    clause: 一\n';
    await edit(folder, 'schemes.yaml', at, `${open}${at}`);
    const { faults } = await checkRegionPack(folder);
    const line = await lineWith(folder, 'schemes.yaml', 'code: card');
    expect(faults).toContainEqual(
      expect.objectContaining({ line, expected: expect.stringContaining(expected) }),
    );
  });

  test('is told of two of one code', async () => {
    const folder = await folderAsking('unemployed');
    await edit(folder, 'schemes.yaml', 'code: card', 'code: invoice');
    const { faults } = await checkRegionPack(folder);
    expect(faults).toMatchObject([
      { path: 'schemes[1].materials[1].code', expected: 'invoice 已用过' },
    ]);
  });
});

describe('a case', () => {
  const line = `line: { attributes: [unemployed], startedOn: '2021-03-01', endedOn: '2021-03-31',
      months: '1' }`;
  const workTraining = (materials: string) => `cases:
  - name: 此例
    scheme: work-training
    ${line}
    group: unemployed
    expected: { amount: '400.00', fund: employment-fund, rate: '2021' }
    materials: ${materials}
`;

  test.each([
    ['in any order, without what is shared', '[card, invoice]', true],
    ['but not with one left out', '[invoice]', false],
    ['nor with what is shared', '[card, insured-record, invoice]', false],
  ])('passes with all that its line asks for, %s', async (_, materials, ok) => {
    const folder = await folderAsking('unemployed');
    await edit(folder, 'cases.yaml', 'cases:\n', workTraining(materials));
    const pack = await loadRegionPack(folder);
    const { cases, faults } = await readCases(folder, pack);
    expect(faults).toEqual([]);
    const [first] = cases;
    if (!first) throw new Error('no case');
    const { expected, got, ...judged } = judgeCase(readyToWorkOut(pack), first.it);
    expect(got).toEqual({ ...expected, materials: ['card', 'invoice'] });
    expect(judged.ok).toBe(ok);
  });

  test('is told of a material that its scheme has not', async () => {
    const folder = await folderAsking('unemployed');
    await edit(folder, 'cases.yaml', 'cases:\n', workTraining('[invoices]'));
    const { faults } = await readCases(folder, await loadRegionPack(folder));
    expect(faults).toMatchObject([
      { file: 'cases.yaml', expected: '没有 work-training 的材料 invoices，是否为 invoice？' },
    ]);
  });

  test('is explained with what is to be handed in, what is shared and what is for others', async () => {
    const text = await said(skillClass('    materials: []\n'), [
      ['schemes.yaml', '    components:', `${asking('unemployed')}    components:`],
    ]);
    const where = '示人社发〔2026〕1号 第十条';
    expect(text).toContain(`· 发票（invoice；${where}）：须提交`);
    expect(text).toContain('－ 失业登记证（card）：不适用于本例');
    expect(text).toContain(`· 缴费记录（insured-record；${where}）：由数据共享取得，不要求提交`);
    expect(text).toMatch(/材料\n +应为 无\n +结果 invoice/u);
  });
});
