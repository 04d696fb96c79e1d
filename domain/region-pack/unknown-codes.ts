import { payeesByGroup } from '../payee.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';

type Reference = { kind: Kind; code: string; path: PropertyKey[] };
type Kind = keyof typeof kindNames;

const kindNames = {
  unit: '单位',
  unitKind: '单位类别',
  duty: '岗位',
  attribute: '身份',
  group: '人员类别',
  scheme: '补贴种类',
  component: '补贴项目',
  fund: '资金',
  certificateKind: '证书种类',
  figure: '指标',
};

const sectionOf: Record<Kind, string> = {
  unit: 'units',
  unitKind: 'units',
  duty: 'posts',
  attribute: 'attributes',
  group: 'groups',
  scheme: 'schemes',
  component: 'schemes',
  fund: 'funds',
  certificateKind: 'certificateKinds',
  figure: 'indicators',
};

/** Codes that a pack uses and nowhere defines. */
export function unknownCodes(pack: RegionPack): PackFault[] {
  const known = knownCodes(pack);
  return [
    ...schemeReferences(pack),
    ...ruleReferences(pack),
    ...moneyReferences(pack),
    ...dutyReferences(pack),
    ...figureReferences(pack),
  ]
    .filter(({ kind, code }) => !known[kind].has(code))
    .map(({ kind, code, path }) => ({
      path,
      expected: `没有代码为 ${code} 的${kindNames[kind]}${meant(code, known[kind])}`,
      definedIn: sectionOf[kind],
    }));
}

function knownCodes(pack: RegionPack): Record<Kind, ReadonlySet<string>> {
  const codes = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
  return {
    unit: codes(pack.units),
    unitKind: new Set(pack.units.map(({ kind }) => kind)),
    duty: new Set(pack.posts.map(({ duty }) => duty)),
    attribute: codes(pack.attributes),
    group: codes(pack.groups),
    scheme: codes(pack.schemes),
    component: codes(pack.schemes.flatMap(({ components }) => components)),
    fund: codes(pack.funds),
    certificateKind: codes(pack.certificateKinds),
    figure: new Set(pack.indicators.map(({ id }) => id)),
  };
}

function schemeReferences(pack: RegionPack): Reference[] {
  return [
    ...pack.groups.flatMap((it, at) =>
      each('attribute', it.attributes, ['groups', at, 'attributes']),
    ),
    ...pack.schemes.flatMap((it, at) => [
      ...each('certificateKind', it.certificateKinds, ['schemes', at, 'certificateKinds']),
      ...each('group', it.groups, ['schemes', at, 'groups']),
      ...payeeReferences(it.components, ['schemes', at, 'components']),
      ...(it.materials ?? []).flatMap(({ groups }, i) =>
        each('group', groups, ['schemes', at, 'materials', i, 'groups']),
      ),
    ]),
    ...pack.courses.map((it, at) => one('scheme', it.scheme, ['courses', at, 'scheme'])),
    ...pack.rates.flatMap((it, at) => [
      one('scheme', it.scheme, ['rates', at, 'scheme']),
      one('component', it.component, ['rates', at, 'component']),
    ]),
    ...pack.certificateFormats.map((it, at) =>
      one('certificateKind', it.kind, ['certificateFormats', at, 'kind']),
    ),
    ...(pack.certificateSources ?? []).map((it, at) =>
      one('certificateKind', it.kind, ['certificateSources', at, 'kind']),
    ),
  ];
}

function ruleReferences(pack: RegionPack): Reference[] {
  return (['requirements', 'exclusions', 'limits'] as const).flatMap((section) =>
    (pack[section] ?? []).flatMap((it, at) => [
      ...each('scheme', it.schemes, [section, at, 'schemes']),
      ...each('group', it.groups, [section, at, 'groups']),
      ...each('component', 'components' in it ? it.components : [], [section, at, 'components']),
      ...each('scheme', 'against' in it ? it.against : [], [section, at, 'against']),
    ]),
  );
}

function payeeReferences(
  components: RegionPack['schemes'][number]['components'],
  path: PropertyKey[],
): Reference[] {
  return components.flatMap(({ payee }, at) =>
    payeesByGroup(payee).flatMap((it, i) =>
      each('group', it.groups, [...path, at, 'payee', 'byGroup', i, 'groups']),
    ),
  );
}

function moneyReferences({ routing, allotments }: RegionPack): Reference[] {
  return [
    one('fund', routing.defaultFund, ['routing', 'defaultFund']),
    ...routing.rules.flatMap((it, at) => [
      one('fund', it.fund, ['routing', 'rules', at, 'fund']),
      ...each('group', it.groups, ['routing', 'rules', at, 'groups']),
      ...each('scheme', it.schemes, ['routing', 'rules', at, 'schemes']),
      ...each('component', it.components, ['routing', 'rules', at, 'components']),
    ]),
    ...allotments.flatMap((it, at) => [
      one('fund', it.fund, ['allotments', at, 'fund']),
      one('unit', it.unit, ['allotments', at, 'unit']),
    ]),
  ];
}

function dutyReferences(pack: RegionPack): Reference[] {
  const { posts, approvals, notices, sideClocks, sideDuties } = pack;
  const clockDuties = (clock: (typeof sideClocks)['objection'], path: PropertyKey[]) =>
    (['reminders', 'escalations'] as const).flatMap((steps) =>
      clock[steps].map((it, at) => one('duty', it.duty, [...path, steps, at, 'duty'])),
    );
  return [
    ...posts.flatMap((it, at) => each('unitKind', it.unitKinds, ['posts', at, 'unitKinds'])),
    ...approvals.flatMap((chain, at) => [
      ...each('scheme', chain.schemes, ['approvals', at, 'schemes']),
      ...chain.steps.flatMap((step, i) => [
        one('duty', step.duty, ['approvals', at, 'steps', i, 'duty']),
        ...clockDuties(step.clock, ['approvals', at, 'steps', i, 'clock']),
      ]),
    ]),
    ...notices.flatMap((it, at) => each('scheme', it.schemes, ['notices', at, 'schemes'])),
    ...Object.entries(sideClocks).flatMap(([kind, it]) => clockDuties(it, ['sideClocks', kind])),
    ...Object.entries(sideDuties).flatMap(([kind, it]) =>
      typeof it === 'string'
        ? [one('duty', it, ['sideDuties', kind])]
        : each('duty', it, ['sideDuties', kind]),
    ),
  ];
}

function figureReferences({ indicators, targets }: RegionPack): Reference[] {
  const annexRows = targets.flatMap(({ groups }, i) =>
    groups.flatMap(({ rows }, j) =>
      rows.flatMap(({ figure, outcome }, at) => {
        const path = ['targets', i, 'groups', j, 'rows', at];
        return [
          one('figure', figure, [...path, 'figure']),
          ...each('figure', outcome === undefined ? [] : [outcome], [...path, 'outcome']),
        ];
      }),
    ),
  );
  return [...indicators.flatMap(indicatorReferences), ...annexRows];
}

function indicatorReferences(indicator: RegionPack['indicators'][number], at: number): Reference[] {
  const path = ['indicators', at];
  if (indicator.kind !== 'compiled') return [];
  if (indicator.measure === 'score') return [];
  if (indicator.measure === 'ratio') {
    return [
      one('figure', indicator.numerator, [...path, 'numerator']),
      one('figure', indicator.denominator, [...path, 'denominator']),
    ];
  }
  const { filter } = indicator;
  return [
    ...each('group', filter?.groups, [...path, 'filter', 'groups']),
    ...each('scheme', filter?.schemes, [...path, 'filter', 'schemes']),
    ...each('scheme', filter?.schemesNot, [...path, 'filter', 'schemesNot']),
    ...each('fund', filter?.funds, [...path, 'filter', 'funds']),
    ...each('unitKind', filter?.unitKinds, [...path, 'filter', 'unitKinds']),
  ];
}

function one(kind: Kind, code: string, path: PropertyKey[]): Reference {
  return { kind, code, path };
}

function each(kind: Kind, codes: readonly string[] | undefined, path: PropertyKey[]): Reference[] {
  return (codes ?? []).map((code, at) => ({ kind, code, path: [...path, at] }));
}
