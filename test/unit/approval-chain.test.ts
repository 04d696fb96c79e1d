import { array, assert, bigInt, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepsOf } from '../../activities/chain.ts';
import { chainFor } from '../../domain/approval-chain.ts';
import { fenOf, yuan, yuanFromFen } from '../../domain/money.ts';
import { currentPack, packFaults, type RegionPack } from '../../domain/region-pack/index.ts';
import { unitOf } from '../../domain/unit-choice.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);
const [chain] = pack.approvals;
if (!chain) throw new Error('the pack has no chain');
const [scheme = '', other = ''] = pack.schemes.map(({ code }) => code);

type Chain = RegionPack['approvals'][number];
const withChains = (...approvals: Chain[]): RegionPack => ({ ...pack, approvals });
const band = (from?: string, below?: string, schemes?: string[]): Chain => ({
  ...chain,
  document: `${from ?? ''}-${below ?? ''}`,
  ...(from !== undefined && { from: yuan(from) }),
  ...(below !== undefined && { below: yuan(below) }),
  ...(schemes && { schemes }),
});
const told = (changed: RegionPack): string[] =>
  packFaults(changed).map(({ path, expected }) => `${path.join('.')} ${expected}`);
/** Each fault of bands is told for every scheme; this is what is told of one. */
const toldOf = (name: string, changed: RegionPack): string[] =>
  told(changed).filter((it) => it.includes(`${name}：`));

describe('chains by amount', () => {
  const banded = withChains(
    band(undefined, '10000.00', [scheme]),
    band('10000.00', '500000.00', [scheme]),
    band('500000.00', undefined, [scheme]),
    band(),
  );

  test('take an amount from their own on and below the next', () => {
    const of = (amount: string) => chainFor(banded, scheme, yuan(amount))?.document;
    expect(['0.00', '9999.99', '10000.00', '499999.99', '500000.00'].map(of)).toEqual([
      '-10000.00',
      '-10000.00',
      '10000.00-500000.00',
      '10000.00-500000.00',
      '500000.00-',
    ]);
    expect(chainFor(banded, other, yuan('10000.00'))?.document).toBe('-');
    const from0 = withChains(band('0.00', '100.00'), band('100.00'));
    expect(chainFor(from0, scheme, yuan('-500.00'))?.document).toBe('0.00-100.00');
  });

  test('stay with the amount at acceptance, while steps go by what the claim is worth', () => {
    const short = { ...band('10000.00'), steps: chain.steps };
    const long = { ...band(undefined, '10000.00'), steps: chain.steps.slice(0, 2) };
    const chains = withChains(long, short);
    expect(stepsOf(chains, scheme, yuan('9000.00'))).toHaveLength(2);
    expect(stepsOf(chains, scheme, yuan('9000.00'), yuan('12000.00'))).toHaveLength(3);
    expect(stepsOf(chains, scheme, yuan('400000.00'), yuan('400000.00'))).toHaveLength(4);
  });

  test('any cut of the amounts into bands is taken, and gives each amount to one chain', () => {
    const anyAmounts = array(bigInt({ min: 1n, max: 10_000_000n }), { minLength: 1, maxLength: 6 });
    const check = property(anyAmounts, bigInt({ min: 0n, max: 20_000_000n }), (cuts, fen) => {
      const edges = [...new Set(cuts)].toSorted((a, b) => (a < b ? -1 : 1)).map(yuanFromFen);
      const chains = [undefined, ...edges].map((from, at) => band(from, edges[at]));
      const changed = withChains(...chains.toReversed());
      expect(told(changed)).toEqual([]);
      const taken = chains.filter(
        ({ from, below }) =>
          (from === undefined || fenOf(from) <= fen) && (below === undefined || fen < fenOf(below)),
      );
      expect(taken.map(({ document }) => document)).toEqual([
        chainFor(changed, scheme, yuanFromFen(fen))?.document,
      ]);
    });
    assert(check, { numRuns: 50 });
  });

  test.each<[string, Chain[], string[]]>([
    [
      'a gap',
      [band(undefined, '100.00'), band('200.00')],
      ['approvals.1 {}：金额 100.00 元至不足 200.00 元没有办理链条'],
    ],
    [
      'an overlap',
      [band(undefined, '300.00'), band('200.00')],
      ['approvals.1 {}：金额自 200.00 元起与另一办理链条重叠'],
    ],
    ['two that take all', [band(), band()], ['approvals.1 {}：金额自 0.00 元起与另一办理链条重叠']],
    ['no end', [band(undefined, '100.00')], ['approvals {}：金额 100.00 元以上没有办理链条']],
    [
      'an empty band',
      [band('100.00', '100.00'), band()],
      ['approvals.0 {}：from 100.00 须小于 below 100.00'],
    ],
    ['no chain at all', [band(undefined, undefined, [other])], ['approvals {}：没有办理链条']],
  ])('%s is told', (_what, chains, faults) => {
    const name = pack.schemes[0]?.name ?? '';
    expect(toldOf(name, withChains(...chains))).toEqual(faults.map((it) => it.replace('{}', name)));
  });
});

describe('the steps of a chain', () => {
  const [acceptance, review, second, finance] = chain.steps;
  if (!acceptance || !review || !second || !finance) throw new Error('the chain is not as it was');
  const withSteps = (...steps: Chain['steps']): RegionPack => withChains({ ...chain, steps });
  const silence = { means: 'approved' as const, document: '示例', clause: '第一条' };

  test('begin with acceptance, end with finance, and rise between', () => {
    expect(told(withSteps(acceptance, finance))).toEqual([]);
    expect(told(withSteps(review, finance)).join()).toContain('steps.0.kind 此步须为 acceptance');
    expect(told(withSteps(acceptance, review)).join()).toContain('steps.1.kind 此步须为 finance');
    expect(told(withSteps(acceptance, second, review, finance)).join()).toContain(
      'steps.2.level 各级审核须由低到高',
    );
  });

  test('only a review may be left out, or passed by silence', () => {
    expect(told(withSteps(acceptance, { ...review, silence }, finance))).toEqual([]);
    expect(told(withSteps({ ...acceptance, silence }, finance)).join()).toContain(
      'steps.0.silence 受理和财政复核须由人办理',
    );
    const skipped = { ...finance, above: yuan('1.00') };
    expect(told(withSteps(acceptance, skipped)).join()).toContain('steps.1.above');
  });

  test('reach a post, in every unit where claims are filed', () => {
    expect(told(withSteps(acceptance, { ...review, unit: { kind: 'city' } }, finance))).toEqual([
      'approvals.0.steps.1.unit 自治区本级及其上级中没有 city 类单位',
    ]);
    expect(told(withSteps(acceptance, { ...review, duty: 'report' }, finance)).join()).toContain(
      'steps.1.duty 银川市没有 report 岗位',
    );
    const clock = {
      ...review.clock,
      reminders: [{ afterDays: 1, duty: 'operator', unit: 'own' as const }],
    };
    expect(told(withSteps(acceptance, { ...review, clock }, finance))).toEqual([
      'approvals.0.steps.1.clock.reminders.0.duty 银川市没有 operator 岗位',
    ]);
    const posts = pack.posts.map((it) =>
      it.duty === 'payment' ? { ...it, unitKinds: ['city', 'county'] } : it,
    );
    expect(told({ ...pack, posts })).toContain(
      'sideDuties.release 自治区本级没有 payment 岗位：这一项由最上一级单位办',
    );
    const duties = { ...pack, sideDuties: { ...pack.sideDuties, release: 'nobody' } };
    expect(told(duties)).toEqual(['sideDuties.release 没有代码为 nobody 的岗位']);
  });
});

describe('units of a tree of any depth', () => {
  const [top] = pack.units;
  if (!top) throw new Error('the pack has no unit');
  const at = (code: string, kind: string, parent?: string): RegionPack['units'][number] => {
    const { parent: _, ...rest } = { parent: undefined, ...top };
    return { ...rest, code, kind, ...(parent !== undefined && { parent }) };
  };
  const units = [
    at('1', 'province'),
    at('2', 'city', '1'),
    at('3', 'county', '2'),
    at('4', 'town', '3'),
    at('5', 'village', '4'),
  ];

  test('are found by kind, the nearest first', () => {
    const of = (own: string, kind: string) => unitOf({ units }, own, { kind });
    expect([of('5', 'town'), of('5', 'county'), of('4', 'town'), of('1', 'province')]).toEqual([
      '4',
      '3',
      '4',
      '1',
    ]);
    expect(of('2', 'town')).toBeUndefined();
    expect(unitOf({ units }, '5', 'root')).toBe('1');
    expect(unitOf({ units }, '5', 'parent')).toBe('4');
    expect(unitOf({ units }, '1', 'parent')).toBeUndefined();
    expect(unitOf({ units }, '5', 'own')).toBe('5');
  });
});

describe('a pack stored before', () => {
  test('says the same in today’s words, and one of today stays as it is', () => {
    const { notices, payment, sideDuties, ...rest } = pack;
    const [notice] = notices;
    if (!notice) throw new Error('no notice');
    const { opens: _, ...earlierNotice } = notice;
    const { timeLimit: __, ...earlierPayment } = payment;
    const { report: ___, operator: ____, ...earlierDuties } = sideDuties;
    const stored = {
      ...rest,
      notice: earlierNotice,
      payment: { ...earlierPayment, timeLimitWorkingDays: 30 },
      sideDuties: earlierDuties,
    };
    expect(currentPack(stored)).toEqual(pack);
    expect(currentPack(pack)).toBe(pack);
  });

  test('needs one notice for whatever no notice names', () => {
    const [notice] = pack.notices;
    if (!notice) throw new Error('no notice');
    expect(told({ ...pack, notices: [{ ...notice, schemes: [scheme] }] })).toEqual([
      'notices 须有且只有一项公示规则不写 schemes，用于其余补贴种类',
    ]);
    const unknown = { ...notice, schemes: ['space-flight'] };
    expect(told({ ...pack, notices: [unknown, notice] })).toEqual([
      'notices.0.schemes.0 没有代码为 space-flight 的补贴种类',
    ]);
  });
});
