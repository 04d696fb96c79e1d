import { listShape } from './lists.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import type { RiskRule } from './risks.ts';

/** What a code in the parameters of a check names. */
const meanings = {
  against: 'scheme',
  lists: 'list',
  list: 'list',
  attributes: 'attribute',
  attended: 'fact',
  slot: 'fact',
  fact: 'fact',
  body: 'fact',
  approved: 'fact',
  planned: 'fact',
  employer: 'column',
  place: 'column',
  scope: 'column',
  show: 'column',
  columns: 'column',
} as const;

const names = {
  scheme: '补贴种类',
  group: '人员类别',
  list: '名单',
  attribute: '身份',
  fact: '自定事实',
  column: '名单的列',
} as const;

const sectionOf = {
  scheme: 'schemes',
  group: 'groups',
  list: 'lists',
  attribute: 'attributes',
  fact: 'facts',
  column: 'lists',
} as const;

type Kind = keyof typeof names;
type Known = Readonly<Record<Exclude<Kind, 'column'>, ReadonlySet<string>>>;

/** Risk rules that name what the pack does not have, or lack what their check needs. */
export function riskFaults(pack: RegionPack): PackFault[] {
  const { risks = [] } = pack;
  const codes = (list: readonly { code: string }[] = []) => new Set(list.map(({ code }) => code));
  const known: Known = {
    scheme: codes(pack.schemes),
    group: codes(pack.groups),
    list: codes(pack.lists),
    attribute: codes(pack.attributes),
    fact: codes(pack.facts),
  };
  return risks.flatMap((risk, at) => {
    const path = ['risks', at];
    return [
      ...unknown(known.scheme, 'scheme', risk.schemes, [...path, 'schemes']),
      ...unknown(known.group, 'group', risk.groups, [...path, 'groups']),
      ...parameterFaults(pack, known, risk, [...path, 'parameters']),
      ...lacking(pack, risk, [...path, 'parameters']),
    ];
  });
}

function parameterFaults(
  pack: RegionPack,
  known: Known,
  { parameters }: RiskRule,
  path: PropertyKey[],
): PackFault[] {
  const given = new Map<string, unknown>(Object.entries(parameters));
  const columns = columnsOf(pack, [...texts(given.get('list')), ...texts(given.get('lists'))]);
  return Object.entries(meanings).flatMap(([name, kind]) => {
    const shown = name === 'show' ? columns.shown : columns.all;
    const among = kind === 'column' ? shown : known[kind];
    return unknown(among, kind, texts(given.get(name)), [...path, name]);
  });
}

/** An identity number is kept as a hash, which is not to be shown. */
function columnsOf({ lists = [] }: RegionPack, codes: readonly string[]) {
  const columns = lists
    .filter(({ code }) => codes.includes(code))
    .flatMap((it) => listShape(it).columns);
  const shown = columns.filter(({ kind }) => kind !== 'identity');
  return {
    all: new Set(columns.map(({ code }) => code)),
    shown: new Set(shown.map(({ code }) => code)),
  };
}

function texts(value: unknown): string[] {
  return [value].flat().filter((it) => typeof it === 'string');
}

function unknown(
  known: ReadonlySet<string>,
  kind: Kind,
  codes: readonly string[] | undefined,
  path: PropertyKey[],
): PackFault[] {
  return (codes ?? [])
    .filter((code) => !known.has(code))
    .map((code) => ({
      path,
      expected: `没有代码为 ${code} 的${names[kind]}${meant(code, known)}`,
      definedIn: sectionOf[kind],
    }));
}

/** What no single parameter can tell: one of two is needed, or a list is about something else. */
function lacking(pack: RegionPack, risk: RiskRule, path: PropertyKey[]): PackFault[] {
  const fault = (expected: string): PackFault[] => [{ path, expected }];
  const isAbout = (code: string, about: 'person' | 'organisation'): boolean => {
    const list = pack.lists?.find((it) => it.code === code);
    return list === undefined || listShape(list).about === about;
  };
  switch (risk.check) {
    case 'over-age':
      return Object.keys(risk.parameters).length > 0 ? [] : fault('写 men、women 或两者');
    case 'mass-issue': {
      const { body, numberFrom, numberLength } = risk.parameters;
      const byNumber = numberFrom !== undefined && numberLength !== undefined;
      return (body === undefined) === byNumber
        ? []
        : fault('写 body，或 numberFrom 和 numberLength');
    }
    case 'wrong-place': {
      const { fact, list, place } = risk.parameters;
      const byList = list !== undefined && place !== undefined;
      return fact !== undefined || byList ? [] : fault('写 fact，或 list 和 place');
    }
    case 'roster-too-large': {
      const { approved, atMost } = risk.parameters;
      return (approved ?? atMost) ? [] : fault('写 approved、atMost 或两者');
    }
    case 'scope-lacks-occupation': {
      const { list, words } = risk.parameters;
      const occupations = new Set(pack.occupations.map(({ code }) => code));
      return [
        ...(isAbout(list, 'organisation') ? [] : fault('名单须为单位名单')),
        ...Object.keys(words)
          .filter((it) => !occupations.has(it))
          .map((it) => ({ path, expected: `没有代码为 ${it} 的职业`, definedIn: 'occupations' })),
      ];
    }
    case 'tied-body':
      return isAbout(risk.parameters.list, 'organisation') ? [] : fault('名单须为单位名单');
    case 'left-employer':
      return isAbout(risk.parameters.list, 'person') ? [] : fault('名单须为人员名单');
    default: {
      const given = new Map<string, unknown>(Object.entries(risk.parameters));
      const listed = texts(given.get('lists'));
      return listed.every((it) => isAbout(it, 'person')) ? [] : fault('名单须为人员名单');
    }
  }
}
