import { addText, isDecimalText } from '../decimal-text.ts';
import { knownFacts, type FactKind } from '../region-pack/facts.ts';
import type { RegionPack } from '../region-pack/index.ts';
import { factReader, type Catalogues, type ReadFact } from './facts.ts';
import { workingCalendar, type WorkingCalendar } from '../working-calendar.ts';

/** What a pack's words mean: kinds and names of facts, names of their values, levels. */
export type Vocabulary = {
  kindOf: (fact: string) => FactKind | undefined;
  /** An own fact that stands in the filing, of a line or of the claim. */
  isFiled: (fact: string) => boolean;
  /** In Chinese, as an officer says it; the code itself where the pack has no name. */
  nameOf: (fact: string) => string;
  valueName: (fact: string, value: string) => string;
  /** Position in the pack's list of levels, the lowest first; undefined for no level of it. */
  levelRank: (level: string) => number | undefined;
  /** Reads a fact of a line by its name. */
  reader: (fact: string) => ReadFact;
  /** The codes of the region's own facts. */
  ownFacts: readonly string[];
  calendar: WorkingCalendar;
};

export function vocabularyOf(
  pack: Pick<
    RegionPack,
    | 'schemes'
    | 'groups'
    | 'attributes'
    | 'levels'
    | 'occupations'
    | 'courses'
    | 'certificateKinds'
    | 'units'
    | 'facts'
    | 'lists'
    | 'calendar'
  >,
): Vocabulary {
  const own = new Map((pack.facts ?? []).map((fact) => [fact.code, fact]));
  const names = new Map<string, ReadonlyMap<string, string>>([
    ...Object.entries({
      scheme: pack.schemes,
      group: pack.groups,
      attributes: pack.attributes,
      listed: pack.lists ?? [],
      level: pack.levels,
      occupation: pack.occupations,
      course: pack.courses,
      certificateKind: pack.certificateKinds,
      unit: pack.units,
    }).map(([fact, list]) => [fact, namesOf(list)] as const),
    ...Object.entries(fixedNames).map(([fact, it]) => [fact, new Map(Object.entries(it))] as const),
    ...[...own.values()].map(({ code, kind, values }) => {
      const several = kind === 'yes-no' ? yesNo : namesOf(values ?? []);
      return [code, several] as const;
    }),
  ]);
  const catalogues: Catalogues = {
    occupations: new Map(pack.occupations.map((it) => [it.code, { ...it.facts, class: it.class }])),
    courses: new Map(pack.courses.map((it) => [it.code, it.facts ?? {}])),
    units: new Map(pack.units.map((it) => [it.code, { kind: it.kind }])),
  };
  const ranks = new Map(pack.levels.map(({ code }, at) => [code, at]));
  return {
    kindOf: (fact) => knownFacts[fact]?.kind ?? own.get(fact)?.kind,
    isFiled: (fact) => ['line', 'claim'].includes(own.get(fact)?.of ?? ''),
    nameOf: (fact) => knownFacts[fact]?.name ?? own.get(fact)?.name ?? fact,
    valueName: (fact, value) => names.get(fact)?.get(value) ?? value,
    levelRank: (level) => ranks.get(level),
    reader: (fact) => {
      const read = factReader(fact, catalogues);
      return own.get(fact)?.kind === 'number' ? (line) => plainNumber(read(line)) : read;
    },
    ownFacts: [...own.keys()],
    calendar: workingCalendar(pack.calendar),
  };
}

/** 7.0 is 7: numbers are told apart and counted by their value, however they were filed. */
export function plainNumber(text: string): string;
export function plainNumber(text: string | undefined): string | undefined;
export function plainNumber(text: string | undefined): string | undefined {
  return text?.includes('.') === true && isDecimalText(text) ? addText(text, '0') : text;
}

/** The words of a pack as one of its schemes has them: its instalments have names of its own. */
export function wordsOf(words: Vocabulary, { instalments = [] }: Instalments): Vocabulary {
  const names = namesOf(instalments);
  return {
    ...words,
    valueName: (fact, value) =>
      (fact === 'instalment' ? names.get(value) : undefined) ?? words.valueName(fact, value),
  };
}

type Instalments = Pick<RegionPack['schemes'][number], 'instalments'>;

const yesNo: ReadonlyMap<string, string> = new Map([
  ['true', '是'],
  ['false', '否'],
]);

const fixedNames = {
  sex: { male: '男', female: '女' },
  certified: { true: '是', false: '否' },
  claimantKind: { enterprise: '企业', institution: '培训机构', person: '个人' },
};

const namesOf = (list: readonly { code: string; name: string }[]): ReadonlyMap<string, string> =>
  new Map(list.map(({ code, name }) => [code, name]));
