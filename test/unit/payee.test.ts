import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { paidToOrganisation, payeeOf, paysTrainee } from '../../domain/payee.ts';
import { packFaults, type RegionPack } from '../../domain/region-pack/index.ts';
import { assessLine, compileRules, lessGrantedBefore } from '../../domain/rules/index.ts';
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

describe('an organisation beside the claimant', () => {
  const code = '91990001QNGLAN001P';
  const fact = { code: 'employer', name: '所在单位', kind: 'organisation', of: 'line' } as const;
  const line = {
    scheme: 'training-pass',
    group: 'veterans',
    startedOn: isoDate('2020-03-02'),
    endedOn: isoDate('2020-03-20'),
    certified: true,
  };
  const rules = async () => {
    const pack = await loadRegionPack(ningxia);
    const payee = { organisation: 'employer' };
    const schemes = pack.schemes.map((it) => ({
      ...it,
      mayGive: ['employer'],
      components: it.components.map((component) => ({ ...component, payee })),
    }));
    return { pack: { ...pack, schemes, facts: [...(pack.facts ?? []), fact] } };
  };

  test('is told by its code, is the claimant by the claimant’s, and is asked for', async () => {
    const { pack } = await rules();
    const compiled = compileRules(pack);
    const payeeWith = (more: object) => assessLine(compiled, { ...line, ...more });
    const own = { employer: code };
    expect(payeeWith({ own })).toMatchObject({ components: [{ payee: `organisation:${code}` }] });
    const ofClaimant = { own, claimantCode: code };
    expect(payeeWith(ofClaimant)).toMatchObject({ components: [{ payee: 'claimant' }] });
    const question = 'no-fact-training-pass-employer';
    expect(payeeWith({})).toEqual({ kind: 'question', question });
  });

  test('is filled in by a claimant whom the scheme asks', async () => {
    const { pack } = await rules();
    expect(packFaults(pack)).toEqual([]);
    const facts = [...(pack.facts ?? []).slice(0, -1), { ...fact, of: 'course' as const }];
    const expected = expect.stringContaining('of 写 line 或 claim');
    expect(packFaults({ ...pack, facts })).toContainEqual({
      path: ['facts', facts.length - 1, 'of'],
      expected,
    });
    const schemes = pack.schemes.map((it) => ({ ...it, mayGive: [] }));
    expect(packFaults({ ...pack, schemes })).toContainEqual(
      expect.objectContaining({
        path: ['schemes', 0, 'components', 0, 'payee', 'organisation'],
        expected: expect.stringContaining('的 asks、mayGive 都没有 employer'),
      }),
    );
  });

  test('that changed between payments has what was granted before taken off once', () => {
    const part = { component: 'fee', fund: 'f' };
    const before = ['2000.00', '500.00'].map((amount, at) => ({
      ...part,
      amount: yuan(amount),
      payee: paidToOrganisation(`${code}${String(at)}`),
    }));
    const terms = { takesBack: true, on: isoDate('2021-03-01') };
    const nothing = { kind: 'nothing' as const, reason: 'r' };
    expect(lessGrantedBefore(nothing, before, terms)).toMatchObject({
      components: [{ amount: '-2500.00', payee: `organisation:${code}1` }],
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
    {
      payee: '{ organisation: employer }',
      path: `${at}.organisation`,
      expected: '没有名为 employer 的事实',
    },
    {
      payee: '{ byGroup: [{ groups: [others], payee: { organisation: level } }], default: person }',
      path: `${at}.byGroup[0].payee.organisation`,
      expected: 'level 是选项，这里须是单位',
    },
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
