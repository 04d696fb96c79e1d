import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { payeeOf, paysTrainee } from '../../domain/payee.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { assessLine, compileRules } from '../../domain/rules/index.ts';
import { loadRegionPack, RegionPackFaulty } from '../../gateways/region-pack.ts';
import { copyOfNingxia, edit, ningxia } from '../support/region-folder.ts';

const byGroup = {
  byGroup: [{ groups: ['veterans', 'disabled'], payee: 'person' as const }],
  default: 'claimant' as const,
};

describe('who is paid', () => {
  test.each([
    { payee: 'claimant' as const, group: 'veterans', who: 'claimant' },
    { payee: 'person' as const, group: 'others', who: 'person' },
    { payee: byGroup, group: 'disabled', who: 'person' },
    { payee: byGroup, group: 'others', who: 'claimant' },
  ])('by $payee of $group is the $who', ({ payee, group, who }) => {
    expect(payeeOf({ payee }, group)).toBe(who);
    const components = [{ code: 'fee', name: '培训补贴', payee }];
    expect(paysTrainee({ components }, group)).toBe(who === 'person');
  });

  test('stands with each component of a line, beside its fund', async () => {
    const pack = await loadRegionPack(ningxia);
    const schemes: RegionPack['schemes'] = pack.schemes.map((it) => ({
      ...it,
      components: it.components.map((component) => ({ ...component, payee: byGroup })),
    }));
    const rules = compileRules({ ...pack, schemes });
    const line = {
      scheme: 'training-pass',
      startedOn: isoDate('2020-03-02'),
      endedOn: isoDate('2020-03-20'),
      certified: true,
    };
    const component = { component: 'training', fund: 'skills-ledger' };
    expect(assessLine(rules, { ...line, group: 'veterans' })).toMatchObject({
      components: [{ ...component, payee: 'person' }],
    });
    expect(assessLine(rules, { ...line, group: 'others' })).toMatchObject({
      components: [{ ...component, payee: 'claimant' }],
    });
  });
});

describe('a pack', () => {
  const packWith = async (payee: string): Promise<string> => {
    const folder = await copyOfNingxia();
    await edit(folder, 'schemes.yaml', 'payee: claimant', `payee: ${payee}`);
    return folder;
  };
  const faultsOf = async (payee: string) => {
    const error: unknown = await loadRegionPack(await packWith(payee)).catch((it: unknown) => it);
    if (!(error instanceof RegionPackFaulty)) throw new Error('the pack was accepted');
    return error.faults;
  };
  const at = 'schemes[0].components[0].payee';

  test.each([
    'person',
    '{ byGroup: [{ groups: [veterans, disabled], payee: person }], default: claimant }',
  ])('may pay %s', async (payee) => {
    const { schemes } = await loadRegionPack(await packWith(payee));
    expect(paysTrainee(schemes[0] ?? { components: [] }, 'veterans')).toBe(true);
  });

  test.each([
    { payee: 'school', path: at, expected: '写 claimant 或 person' },
    {
      payee: '{ byGroup: [{ groups: [nobody], payee: person }], default: claimant }',
      path: `${at}.byGroup[0].groups[0]`,
      expected: '没有代码为 nobody 的人员类别',
    },
    {
      payee:
        '{ byGroup: [{ groups: [veterans], payee: person }, ' +
        '{ groups: [others, veterans], payee: claimant }], default: claimant }',
      path: `${at}.byGroup`,
      expected: 'veterans 只能写一次',
    },
    {
      payee: '{ byGroup: [{ groups: [veterans], payee: person }] }',
      path: `${at}.default`,
      expected: '写 claimant 或 person',
    },
  ])('that pays $payee is refused', async ({ payee, path, expected }) => {
    const fault = { file: 'schemes.yaml', path, expected: expect.stringContaining(expected) };
    expect(await faultsOf(payee)).toContainEqual(expect.objectContaining(fault));
  });
});
